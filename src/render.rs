//! The last stage: a schedule to the files of the bundle.
//!
//! Scripts are the same bytes for every plan; what differs is the table, the manifests, the plan's id and the README.

mod manifests;
mod phases;
mod readme;
mod scripts;
mod table;

pub(crate) use phases::phases;

use crate::diagnostic::Diagnostic;
use crate::options::Options;
use crate::order::Schedule;
use crate::plan::{File, Phase, Summary};

/// What the README tells beside the schedule.
pub(crate) struct Report<'a> {
    pub(crate) summary: &'a Summary,
    pub(crate) phases: &'a [Phase],
    pub(crate) diagnostics: &'a [Diagnostic],
}

/// Every file, by path.
pub(crate) fn render(schedule: &Schedule, options: &Options, report: &Report<'_>) -> Vec<File> {
    let text = |path: &str, text: String| File {
        path: path.to_owned(),
        text,
        executable: false,
    };
    let mut files = vec![
        text("README.md", readme::readme(schedule, options, report)),
        text("plan-id", [schedule.id.as_str(), "\n"].concat()),
        text("resources.tsv", table::table(&schedule.rows)),
    ];
    files.extend(manifests::manifests(schedule, options));
    files.extend(scripts::scripts(report.phases));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
