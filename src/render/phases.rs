//! The steps of the migration, in the order in which a person runs them.

use std::collections::BTreeSet;

use crate::map::{Action, CleanUp, Steps};
use crate::options::Options;
use crate::plan::{Phase, Risk, Summary};

/// The old operator's CRDs.
const OLD_CRDS: usize = 8;

/// All phases; without the uninstall while anything is blocked, and without the hand-over where nothing is read-only.
pub(crate) fn phases(steps: &Steps, summary: &Summary, options: &Options) -> Vec<Phase> {
    let uids = || {
        steps
            .steps
            .iter()
            .filter_map(|step| step.uid.as_ref().map(|uid| (uid, step)))
    };
    let from_cluster = uids().map(|(uid, _)| uid).collect::<BTreeSet<_>>().len();
    let cleaned = uids().filter(|(_, step)| step.clean_up == CleanUp::Yes).count();
    let planned = steps.steps.len();
    let twins = steps.twins.len();
    debug_assert!(
        steps
            .steps
            .iter()
            .all(|step| !matches!(&step.action, Action::Adopt(twins) if twins.is_empty()))
    );
    let phase = |id: &str, title: &str, risk, file: &str, resources| {
        let yes = if risk == Risk::Reads { "" } else { " --yes" };
        Phase {
            id: id.to_owned(),
            title: title.to_owned(),
            risk,
            file: file.to_owned(),
            command: format!("./{file} --context \"$CONTEXT\"{yes}"),
            resources,
        }
    };
    let mut phases = vec![
        phase(
            "preflight",
            "Check the cluster",
            Risk::Reads,
            "00-preflight.sh",
            planned,
        ),
        phase(
            "back-up",
            "Back up the old CRs",
            Risk::Reads,
            "10-backup.sh",
            from_cluster,
        ),
        phase(
            "freeze",
            "Freeze the old operator",
            Risk::Reversible,
            "20-freeze-old-operator.sh",
            planned,
        ),
        phase("adopt", "Adopt into ACK", Risk::Reversible, "30-adopt.sh", twins),
        phase("verify", "Verify every twin", Risk::Reads, "40-verify.sh", twins),
        phase(
            "clean-up",
            "Remove finalizers and delete the old CRs",
            Risk::Irreversible,
            "50-remove-finalizers.sh",
            cleaned,
        ),
    ];
    if summary.blocked == 0 {
        phases.push(phase(
            "uninstall",
            "Uninstall the old operator",
            Risk::Irreversible,
            "60-uninstall-old-operator.sh",
            OLD_CRDS,
        ));
    }
    if options.read_only {
        phases.push(phase(
            "hand-over",
            "Hand over to ACK",
            Risk::Reversible,
            "70-hand-over.sh",
            twins,
        ));
    }
    phases.push(phase(
        "roll-back",
        "Roll back, before clean-up only",
        Risk::Reversible,
        "rollback.sh",
        twins,
    ));
    phases
}
