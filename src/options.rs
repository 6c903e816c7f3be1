//! What a caller gives to [`plan`](crate::plan) beside the text.

use serde::Deserialize;
use thiserror::Error;

use crate::name::Namespace;

/// One text that a person pasted or chose: YAML or JSON, any number of documents.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// How diagnostics name it, such as a file's name.
    pub name: String,
    /// The text, as it is.
    pub text: String,
}

/// How to plan. Unknown options are refused by name.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Options {
    /// Which form of adoption the manifests take.
    pub form: Form,
    /// Whether twins are adopted with `services.k8s.aws/read-only: "true"`, which makes ACK never write to AWS.
    pub read_only: bool,
    /// What to do with jobs that are over.
    pub finished_jobs: FinishedJobs,
    /// The namespace of documents that name none.
    pub namespace: String,
    /// Whether any error leaves the plan without files.
    pub strict: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            form: Form::default(),
            read_only: true,
            finished_jobs: FinishedJobs::default(),
            namespace: "default".to_owned(),
            strict: false,
        }
    }
}

/// The two ways in which ACK adopts what it did not make.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// Annotations on the twin itself: every controller of today.
    #[default]
    Annotations,
    /// An AdoptedResource, as in the AWS guide: sagemaker-controller up to v1.5.0, applicationautoscaling-controller up to v1.1.1.
    AdoptedResource,
}

impl Form {
    /// As the option is spelled.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Form::Annotations => "annotations",
            Form::AdoptedResource => "adopted-resource",
        }
    }
}

/// What to do with jobs whose status is Completed, Failed or Stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FinishedJobs {
    /// Adopt them like any other.
    #[default]
    Adopt,
    /// Remove the old CR only; the job stays in AWS, where nothing changes any more.
    CleanUpOnly,
}

impl FinishedJobs {
    /// As the option is spelled.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            FinishedJobs::Adopt => "adopt",
            FinishedJobs::CleanUpOnly => "clean-up-only",
        }
    }
}

/// An option that can't be. The message names it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("option {option}: {reason}")]
pub struct OptionError {
    option: &'static str,
    reason: String,
}

impl Options {
    pub(crate) fn namespace(&self) -> Result<Namespace, OptionError> {
        Namespace::parse(&self.namespace).map_err(|error| OptionError {
            option: "namespace",
            reason: error.to_string(),
        })
    }
}
