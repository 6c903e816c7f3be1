//! The fourth stage: steps to rows in the order of the plan, and the plan's id.

use crate::ack::{Twin, adopted_resource_name};
use crate::map::{Action, Adoption, CleanUp, DeleteOrder, Step, Steps};
use crate::name::hex;
use crate::options::{Form, Options};
use crate::plan::Outcome;

/// A plan in order: the same for the same resources and options, whatever the order of the input.
pub(crate) struct Schedule {
    pub(crate) id: String,
    pub(crate) rows: Vec<Row>,
    pub(crate) twins: Vec<Twin>,
}

/// What the scripts know of an old CR and one of its twins: the columns of `resources.tsv`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    cells: Vec<String>,
}

/// The names of the columns.
pub(crate) const COLUMNS: [&str; 19] = [
    "outcome",
    "clean_up",
    "family",
    "delete_order",
    "old_resource",
    "old_kind",
    "old_namespace",
    "old_name",
    "old_uid",
    "old_generation",
    "old_arn",
    "twin_resource",
    "twin_kind",
    "twin_namespace",
    "twin_name",
    "region",
    "aws_identity",
    "adopted_resource",
    "file",
];

const EMPTY: &str = "-";

impl Row {
    /// One cell per column; `-` for what is empty.
    pub(crate) fn line(&self) -> String {
        self.cells.join("\t")
    }
}

/// Puts the steps into rows, sorted by family, and names the plan after them.
pub(crate) fn order(steps: &Steps, options: &Options) -> Schedule {
    let mut sorted: Vec<(&Step, Option<&Adoption>)> = steps
        .steps
        .iter()
        .flat_map(|step| match &step.action {
            Action::Adopt(adoptions) => adoptions
                .iter()
                .map(|adoption| (step, Some(adoption)))
                .collect::<Vec<_>>(),
            Action::CleanUpOnly => vec![(step, None)],
        })
        .collect();
    sorted.sort_by_key(|(step, adoption)| {
        (
            &step.family,
            step.delete_order,
            &step.old,
            &step.uid,
            adoption.map(|adoption| &adoption.twin),
        )
    });
    let rows: Vec<Row> = sorted
        .into_iter()
        .map(|(step, adoption)| row(step, adoption, options))
        .collect();
    Schedule {
        id: id(&rows, options),
        rows,
        twins: steps.twins.clone(),
    }
}

fn row(step: &Step, adoption: Option<&Adoption>, options: &Options) -> Row {
    let empty = || EMPTY.to_owned();
    let outcome = match step.action {
        Action::Adopt(_) => Outcome::Adopt,
        Action::CleanUpOnly => Outcome::CleanUpOnly,
    };
    let clean_up = match step.clean_up {
        CleanUp::Yes => "yes",
        CleanUp::No => "no",
    };
    let delete_order = match step.delete_order {
        DeleteOrder::ParentsFirst => "1",
        DeleteOrder::ChildrenLast => "2",
    };
    let mut cells = vec![
        outcome.as_str().to_owned(),
        clean_up.to_owned(),
        step.family.path(),
        delete_order.to_owned(),
        step.old.kind.resource(),
        step.old.kind.as_str().to_owned(),
        step.old.namespace.to_string(),
        step.old.name.to_string(),
        step.uid.as_ref().map_or_else(empty, |uid| uid.as_str().to_owned()),
        step.generation.map_or_else(empty, |generation| generation.to_string()),
    ];
    cells.extend(match adoption {
        Some(Adoption { twin, arn }) => vec![
            arn.as_ref().map_or_else(empty, |arn| arn.as_str().to_owned()),
            twin.kind.resource(),
            twin.kind.as_str().to_owned(),
            twin.namespace.to_string(),
            twin.name.to_string(),
            twin.region.to_string(),
            twin.identity.joined(),
            match options.form {
                Form::Annotations => empty(),
                Form::AdoptedResource => adopted_resource_name(twin).to_string(),
            },
            twin.file(),
        ],
        None => vec![empty(); COLUMNS.len() - cells.len()],
    });
    Row { cells }
}

/// A hash of the rows and of the options that shape what is done with them.
fn id(rows: &[Row], options: &Options) -> String {
    let mut text = format!(
        "form={} readOnly={} finishedJobs={}\n",
        options.form.as_str(),
        options.read_only,
        options.finished_jobs.as_str()
    );
    for row in rows {
        text.push_str(&row.line());
        text.push('\n');
    }
    hex(&text, 16)
}
