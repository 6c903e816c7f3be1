//! What [`plan`](crate::plan) gives back. The same shapes, in camelCase, reach JavaScript.

use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, Origin};

/// A whole migration: what was found, what is to be done, and the files that do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// 16 hexadecimal digits: a hash of the resources in plan order and of the options. On every object that the scripts make.
    pub id: String,
    /// Whether nothing is blocked and there is no error.
    pub complete: bool,
    /// How many documents came to what.
    pub summary: Summary,
    /// Every document of the input, in its order, with its one outcome.
    pub resources: Vec<Resource>,
    /// The steps, in the order in which they are run.
    pub phases: Vec<Phase>,
    /// The bundle. Empty where there is nothing to do, or where `strict` met an error.
    pub files: Vec<File>,
    /// Everything worth knowing about the input, by place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Counts: `documents` is the sum of the five outcomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Summary {
    /// Manifests and items of lists.
    pub documents: usize,
    /// Documents to be adopted.
    pub adopt: usize,
    /// Documents with nothing to adopt on their own.
    pub clean_up_only: usize,
    /// Documents whose verified twin is in the input.
    pub already_adopted: usize,
    /// Documents that can't be planned.
    pub blocked: usize,
    /// Documents that are not the old operator's, or came twice.
    pub skipped: usize,
    /// ACK manifests in the bundle.
    pub manifests: usize,
}

/// What becomes of a document. Exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Its AWS resources are adopted.
    Adopt,
    /// Nothing is adopted on its own; the old CR is cleaned up.
    CleanUpOnly,
    /// A verified twin is in the input.
    AlreadyAdopted,
    /// It can't be planned: no manifest, no clean-up.
    Blocked,
    /// Not ours.
    Skipped,
}

impl Outcome {
    /// As JSON and the table spell it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Adopt => "adopt",
            Outcome::CleanUpOnly => "cleanUpOnly",
            Outcome::AlreadyAdopted => "alreadyAdopted",
            Outcome::Blocked => "blocked",
            Outcome::Skipped => "skipped",
        }
    }
}

/// One document and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Resource {
    /// Where it begins.
    pub origin: Origin,
    /// What it calls itself; absent where that can't be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<OldResource>,
    /// Its one outcome.
    pub outcome: Outcome,
    /// The code that explains the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Code>,
    /// `KIND/NAMESPACE/NAME` of its family's first member: a family is cleaned up as one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The twins that take over its AWS resources.
    pub targets: Vec<Target>,
}

/// How a document names itself. Where the outcome is blocked or skipped, none of this has been checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OldResource {
    /// As in the document.
    pub kind: String,
    /// As in the document, else the option's.
    pub namespace: String,
    /// As in the document.
    pub name: String,
    /// As in the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
}

/// One twin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    /// ACK's kind.
    pub kind: String,
    /// The twin's namespace.
    pub namespace: String,
    /// The twin's name.
    pub name: String,
    /// The name, resource id or policy name in AWS.
    pub aws_name: String,
    /// The AWS region.
    pub region: String,
    /// The bundle's file that holds its manifest; empty where the plan has no files.
    pub file: String,
}

/// What a phase can cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Risk {
    /// It changes nothing in the cluster.
    Reads,
    /// What it does can be undone with `rollback.sh` or by running on.
    Reversible,
    /// It can't be undone.
    Irreversible,
}

/// One step of the migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Phase {
    /// One word or two, such as `clean-up`.
    pub id: String,
    /// What it does, in a few words.
    pub title: String,
    /// What it can cost.
    pub risk: Risk,
    /// The script.
    pub file: String,
    /// How it is run, in the bundle's folder, with `CONTEXT` set.
    pub command: String,
    /// How many resources it is about.
    pub resources: usize,
}

/// One file of the bundle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Relative, with `/`; its parts are validated names.
    pub path: String,
    /// UTF-8 with `\n` as line end.
    pub text: String,
    /// Whether it is a script to run.
    pub executable: bool,
}
