//! The bundle's README: the texts are the templates beside this file; here they get their numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use crate::ack::TargetKind;
use crate::diagnostic::{Code, Severity};
use crate::options::{Form, Options};
use crate::order::Schedule;
use crate::plan::{Phase, Risk};

const PHASES: [(&str, &str); 9] = [
    ("preflight", include_str!("readme/preflight.md")),
    ("back-up", include_str!("readme/back-up.md")),
    ("freeze", include_str!("readme/freeze.md")),
    ("adopt", include_str!("readme/adopt.md")),
    ("verify", include_str!("readme/verify.md")),
    ("clean-up", include_str!("readme/clean-up.md")),
    ("uninstall", include_str!("readme/uninstall.md")),
    ("hand-over", include_str!("readme/hand-over.md")),
    ("roll-back", include_str!("readme/roll-back.md")),
];

/// Maker of the schedule and of counts only, so that it holds no text of the input but checked names.
pub(super) fn readme(schedule: &Schedule, options: &Options, report: &Report<'_>) -> String {
    let mut sections = vec![
        head(schedule, options, report),
        include_str!("readme/before.md").to_owned(),
    ];
    sections.extend(warnings(report));
    sections.push("## The steps\n".to_owned());
    let (steps, aside): (Vec<_>, Vec<_>) = report.phases.iter().partition(|phase| phase.id != "roll-back");
    let numbered = steps
        .into_iter()
        .enumerate()
        .map(|(index, phase)| step(&(index + 1).to_string(), phase, options));
    sections.extend(numbered);
    sections.extend(aside.into_iter().map(|phase| step("If you turn back", phase, options)));
    sections.push(permissions(schedule, options));
    sections.join("\n")
}

fn head(schedule: &Schedule, options: &Options, report: &Report<'_>) -> String {
    let summary = report.summary;
    let number = |count: usize| count.to_string();
    let cleaned = report
        .phases
        .iter()
        .find(|phase| phase.id == "clean-up")
        .map_or(0, |phase| phase.resources);
    fill(
        include_str!("readme/head.md"),
        &[
            ("id", &schedule.id),
            (
                "planned",
                &number(summary.adopt + summary.clean_up_only + summary.already_adopted),
            ),
            ("documents", &number(summary.documents)),
            ("adopt", &number(summary.adopt)),
            ("cleanUpOnly", &number(summary.clean_up_only)),
            ("blocked", &number(summary.blocked)),
            ("skipped", &number(summary.skipped)),
            ("manifests", &number(summary.manifests)),
            ("cleaned", &number(cleaned)),
            ("form", options.form.as_str()),
            (
                "controllers",
                match options.form {
                    Form::Annotations => {
                        "sagemaker-controller v1.4.0 or later and applicationautoscaling-controller v1.1.0 or later"
                    }
                    Form::AdoptedResource => {
                        "sagemaker-controller up to v1.5.0 and applicationautoscaling-controller up to v1.1.1"
                    }
                },
            ),
        ],
    )
}

/// A row per code that is worth a look, in the order of severity; nothing where there is none.
fn warnings(report: &Report<'_>) -> Option<String> {
    let mut counts: BTreeMap<(Severity, Code), usize> = BTreeMap::new();
    for diagnostic in report
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity != Severity::Info)
    {
        *counts.entry((diagnostic.severity, diagnostic.code)).or_default() += 1;
    }
    let rows: Vec<String> = counts
        .iter()
        .map(|((_, code), count)| format!("| {code} | {count} | {} |", code.summary()))
        .collect();
    (!rows.is_empty()).then(|| fill(include_str!("readme/warnings.md"), &[("warnings", &rows.join("\n"))]))
}

fn step(number: &str, phase: &Phase, options: &Options) -> String {
    let text = PHASES
        .iter()
        .find(|(id, _)| *id == phase.id)
        .map_or("", |(_, text)| text);
    let read_only = if options.read_only {
        " and `services.k8s.aws/read-only: \"true\"`, so ACK never writes to AWS"
    } else {
        ""
    };
    let text = fill(
        text,
        &[("resources", &phase.resources.to_string()), ("readOnly", read_only)],
    );
    let risk = match phase.risk {
        Risk::Reads => "*Reads only.*",
        Risk::Reversible => "*Can be undone.*",
        Risk::Irreversible => "***Can't be undone.***",
    };
    let title = phase.title.as_str();
    fill(
        include_str!("readme/phase.md"),
        &[
            ("number", number),
            ("title", title),
            ("command", &phase.command),
            ("risk", risk),
            ("text", text.trim_end()),
        ],
    )
}

fn permissions(schedule: &Schedule, options: &Options) -> String {
    let kinds: BTreeSet<TargetKind> = schedule.twins.iter().map(|twin| twin.kind).collect();
    let mut created: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.resource())).collect();
    if options.form == Form::AdoptedResource {
        created.push("`adoptedresources.services.k8s.aws`".to_owned());
    }
    let iam: Vec<String> = kinds
        .iter()
        .map(|kind| format!("- `{}`", describe_action(*kind)))
        .collect();
    fill(
        include_str!("readme/permissions.md"),
        &[("createdResources", &created.join(", ")), ("iam", &iam.join("\n"))],
    )
}

/// The one call by which ACK reads a resource of this kind. Recorded: adoption made no other.
fn describe_action(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Model => "sagemaker:DescribeModel",
        TargetKind::EndpointConfig => "sagemaker:DescribeEndpointConfig",
        TargetKind::Endpoint => "sagemaker:DescribeEndpoint",
        TargetKind::ScalableTarget => "application-autoscaling:DescribeScalableTargets",
        TargetKind::ScalingPolicy => "application-autoscaling:DescribeScalingPolicies",
        TargetKind::TrainingJob => "sagemaker:DescribeTrainingJob",
        TargetKind::HyperParameterTuningJob => "sagemaker:DescribeHyperParameterTuningJob",
        TargetKind::ProcessingJob => "sagemaker:DescribeProcessingJob",
        TargetKind::TransformJob => "sagemaker:DescribeTransformJob",
    }
}

/// Puts values in the place of `{{name}}`s.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    values.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&["{{", name, "}}"].concat(), value)
    })
}
