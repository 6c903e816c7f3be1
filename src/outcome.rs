//! The account of the input: every document with its one outcome, and what follows for the plan as a whole.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity, sorted};
use crate::legacy::{Content, Entry, Inventory, Maker};
use crate::map::{Action, Step, Steps};
use crate::options::Options;
use crate::order::Schedule;
use crate::plan::{OldResource, Outcome, Plan, Resource, Summary, Target};
use crate::render::{self, Report};

/// Every document in the order of the input, and the counts: they add up.
pub(crate) fn account(inventory: &Inventory, steps: &Steps) -> (Vec<Resource>, Summary) {
    let by_entry: BTreeMap<usize, &Step> = steps.steps.iter().map(|step| (step.entry, step)).collect();
    let resources: Vec<Resource> = inventory
        .entries
        .iter()
        .enumerate()
        .map(|(index, entry)| resource(entry, by_entry.get(&index).copied()))
        .collect();
    let count = |outcome| resources.iter().filter(|resource| resource.outcome == outcome).count();
    let summary = Summary {
        documents: resources.len(),
        adopt: count(Outcome::Adopt),
        clean_up_only: count(Outcome::CleanUpOnly),
        already_adopted: count(Outcome::AlreadyAdopted),
        blocked: count(Outcome::Blocked),
        skipped: count(Outcome::Skipped),
        manifests: steps.twins.len(),
    };
    (resources, summary)
}

/// Puts the plan together: what is missing, what is too much, and the files where there is something to do.
pub(crate) fn conclude(
    schedule: Schedule,
    steps: &Steps,
    mut resources: Vec<Resource>,
    summary: Summary,
    mut diagnostics: Vec<Diagnostic>,
    options: &Options,
) -> Plan {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == Severity::Error)
        .count();
    if steps.steps.is_empty() && summary.blocked == 0 {
        let message = "the input has no resource of sagemaker.aws.amazon.com/v1";
        let help = "paste the output of kubectl get of the old operator's kinds, with -A -o yaml";
        diagnostics.push(Diagnostic::whole(Code::NothingToPlan, message).help(help));
    }
    if options.strict && errors > 0 {
        let message = format!("strict is on and the input has errors ({errors}): the plan has no files");
        diagnostics.push(Diagnostic::whole(Code::Strict, message).help("mend the errors, or plan without strict"));
    }
    let diagnostics = sorted(diagnostics);
    let (phases, files) = if steps.steps.is_empty() || (options.strict && errors > 0) {
        (Vec::new(), Vec::new())
    } else {
        let phases = render::phases(steps, &summary, options);
        let report = Report {
            summary: &summary,
            phases: &phases,
            diagnostics: &diagnostics,
        };
        let files = render::render(&schedule, options, &report);
        (phases, files)
    };
    if files.is_empty() {
        for target in resources.iter_mut().flat_map(|resource| &mut resource.targets) {
            target.file.clear();
        }
    }
    Plan {
        id: schedule.id,
        complete: summary.blocked == 0 && errors == 0,
        summary: Summary {
            manifests: if files.is_empty() { 0 } else { summary.manifests },
            ..summary
        },
        resources,
        phases,
        files,
        diagnostics,
    }
}

fn resource(entry: &Entry, step: Option<&Step>) -> Resource {
    let (outcome, reason) = match (&entry.content, step.map(|step| &step.action)) {
        (Content::Cr(_), Some(Action::Adopt(_))) => (Outcome::Adopt, None),
        (Content::Cr(cr), _) => match cr.made {
            Maker::KnownTuningJob(_) => (Outcome::CleanUpOnly, Some(Code::TuningChild)),
            _ => (Outcome::CleanUpOnly, Some(Code::FinishedJobs)),
        },
        (Content::Blocked(blocked), _) => (Outcome::Blocked, Some(blocked.code)),
        (Content::Skipped(code), _) => (Outcome::Skipped, Some(*code)),
    };
    Resource {
        origin: entry.origin.clone(),
        old: entry.mention.as_ref().map(|mention| OldResource {
            kind: mention.kind.clone(),
            namespace: mention.namespace.clone(),
            name: mention.name.clone(),
            uid: mention.uid.clone(),
        }),
        outcome,
        reason,
        family: step.map(|step| step.family.path()),
        targets: step.map(targets).unwrap_or_default(),
    }
}

fn targets(step: &Step) -> Vec<Target> {
    let Action::Adopt(adoptions) = &step.action else {
        return Vec::new();
    };
    adoptions
        .iter()
        .map(|adoption| Target {
            kind: adoption.twin.kind.as_str().to_owned(),
            namespace: adoption.twin.namespace.to_string(),
            name: adoption.twin.name.to_string(),
            aws_name: adoption.twin.identity.aws_name().to_owned(),
            region: adoption.twin.region.to_string(),
            file: adoption.twin.file(),
        })
        .collect()
}
