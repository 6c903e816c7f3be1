//! The second stage: documents to the inventory of the old operator's objects.
//!
//! Each document is read once as its type and every identifier in it is checked; what can't be trusted is blocked
//! with its reason. This module knows nothing of ACK.

mod aws_name;
mod children;
mod cr;
mod duplicates;
mod kind;
mod raw;
mod read;

pub(crate) use aws_name::{AwsName, Provenance};
pub(crate) use cr::{Autoscaling, Cr, Deployment, Detail, Job, Lifecycle, Maker, OldRef};
pub(crate) use kind::LegacyKind;

use crate::diagnostic::{Code, Diagnostic, Origin};
use crate::document::Document;
use crate::name::Namespace;

/// The finalizer that the old operator puts on every CR.
pub(crate) const FINALIZER: &str = "sagemaker-operator-finalizer";
/// The finalizer that it also puts on the training jobs of a tuning job.
pub(crate) const TUNING_CHILD_FINALIZER: &str = "sagemaker-operator-hpo-trainingjob";

/// Every document, in the order of the input.
pub(crate) struct Inventory {
    pub(crate) entries: Vec<Entry>,
}

/// One document: where it stands, what it calls itself, and what it turned out to be.
pub(crate) struct Entry {
    pub(crate) origin: Origin,
    pub(crate) mention: Option<Mention>,
    pub(crate) content: Content,
}

/// How a document names itself. Not checked: for messages and for the plan's list only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) kind: String,
    pub(crate) namespace: String,
    pub(crate) name: String,
    pub(crate) uid: Option<String>,
}

impl Mention {
    /// As messages name it.
    pub(crate) fn label(&self) -> String {
        let text = format!("{} {}/{}", self.kind, self.namespace, self.name);
        text.chars().flat_map(char::escape_debug).take(200).collect()
    }
}

/// What a document turned out to be.
pub(crate) enum Content {
    Cr(Box<Cr>),
    Blocked(Blocked),
    /// Not the old operator's, or the same CR once more.
    Skipped(Code),
}

/// What can't be planned, and why; with every CR whose family it may belong to, since a family with a blocked member is kept.
pub(crate) struct Blocked {
    pub(crate) code: Code,
    pub(crate) families: Vec<OldRef>,
}

/// Reads every document. `namespace` is for those that name none.
pub(crate) fn read(documents: &[Document], namespace: &Namespace, diagnostics: &mut Vec<Diagnostic>) -> Inventory {
    let mut entries: Vec<Entry> = documents
        .iter()
        .map(|document| read::entry(document, namespace, diagnostics))
        .collect();
    duplicates::settle(&mut entries, diagnostics);
    children::settle(&mut entries, diagnostics);
    Inventory { entries }
}
