//! What the planner tells people about their input.
//!
//! Bad input is data: a stage that meets it records a [`Diagnostic`] and goes on.
//! Every code stands in one table here, with its severity and its line in the README.

use std::fmt;

use serde::{Serialize, Serializer};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The document is blocked: no manifest and no clean-up is planned for it.
    Error,
    /// The document is planned, and a person should look before acting.
    Warning,
    /// Nothing to do: it says what the planner decided.
    Info,
}

macro_rules! codes {
    ($($variant:ident $severity:ident $name:literal $summary:literal)*) => {
        /// Which situation a diagnostic reports. One word per situation, the same in Rust, JSON, page and README.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $summary] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the README's table.
            pub const ALL: &'static [Code] = &[$(Code::$variant),*];

            /// The code as JSON, page and README spell it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Code::$variant => $name),* }
            }

            /// How much it matters; fixed per code.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity),* }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary),* }
            }
        }
    };
}

codes! {
    Syntax Error "syntax" "The document is neither YAML nor JSON that can be read."
    NotAnObject Error "not-an-object" "The document is not a Kubernetes object: it has no `apiVersion` and `kind`."
    CutOff Error "cut-off" "The paste ends inside a list, so its last item may be incomplete."
    ListUncertain Error "list-uncertain" "A list can't be cut into items with certainty, so all of it is blocked."
    WrongShape Error "wrong-shape" "A field that the planner needs is missing or has another type."
    UnknownOldKind Error "unknown-old-kind" "The old operator has no such kind or version."
    InvalidName Error "invalid-name" "A Kubernetes name, namespace or uid is not valid."
    InvalidAwsName Error "invalid-aws-name" "An AWS name, resource id, policy name or scalable dimension is not valid."
    InvalidRegion Error "invalid-region" "The region is not an AWS region's name."
    MissingRegion Error "missing-region" "`spec.region` is missing."
    InvalidArn Error "invalid-arn" "An ARN in status is not valid, or belongs to another region than the spec."
    AwsNameUnknown Error "aws-name-unknown" "Neither status nor spec has the AWS name, and without a uid it can't be generated."
    NoResourceIds Error "no-resource-ids" "A HostingAutoscalingPolicy names no endpoint variant."
    ConflictingDuplicate Error "conflicting-duplicate" "The same CR stands in the input twice with different contents or uids."
    TuningJobUnknown Error "tuning-job-unknown" "A tuning job's child, and none or several tuning jobs in the input can be its parent."
    Strict Error "strict" "The option `strict` is on and there are errors, so the plan has no files."
    Terminating Warning "terminating" "The CR is being deleted: an operator that runs will delete or stop its AWS resource."
    NameGenerated Warning "name-generated" "The AWS name was generated as the old operator does it, not read."
    OperatorError Warning "operator-error" "The old operator reports an error, so AWS may not have the resource."
    UpdateInProgress Warning "update-in-progress" "The deployment is changing: its status is not the live state."
    DeploymentIncomplete Warning "deployment-incomplete" "Neither the deployment's status nor its children name its config or all its models."
    DeploymentUnknown Warning "deployment-unknown" "A deployment's child whose HostingDeployment is not in the input."
    FamilyBlocked Warning "family-blocked" "Adopted, but not cleaned up, because a member of its family is blocked."
    NotFromCluster Warning "not-from-cluster" "The document has no uid, so it is adopted but nothing is cleaned up for it."
    CustomEndpoint Warning "custom-endpoint" "A custom SageMaker endpoint: ACK takes it from the Namespace."
    CapacityConflict Warning "capacity-conflict" "HostingAutoscalingPolicies disagree on the capacity of a shared target."
    ForeignFinalizers Warning "foreign-finalizers" "Finalizers of others stay on the CR and will hold its deletion."
    YamlWord Warning "yaml-word" "An unquoted word that Kubernetes does not read as a string."
    NameCut Warning "name-cut" "The name of a twin was cut or given a suffix, since it was too long or taken."
    CustomMetricDimensions Warning "custom-metric-dimensions" "Only the first resource id's policy has its metric dimensions in AWS."
    NoPolicyConfiguration Warning "no-policy-configuration" "A policy without target-tracking configuration, which crashes the old controller."
    TransformEnvironment Warning "transform-environment" "A BatchTransformJob with `environment`, which never reached AWS."
    VariantWithoutModel Warning "variant-without-model" "A production variant names a model that the spec does not have."
    NothingToPlan Warning "nothing-to-plan" "The input has no resource of the old operator."
    SharedTarget Info "shared-target" "Several policies share one ScalableTarget: it is adopted once."
    SharedIdentity Info "shared-identity" "Several CRs stand for one AWS resource: it is adopted once."
    TuningChild Info "tuning-child" "A training job that a tuning job made: cleaned up, not adopted on its own."
    FinishedJobs Info "finished-jobs" "More than 100 finished jobs would be adopted."
    AckObject Info "ack-object" "An ACK object in the input: skipped."
    OtherKind Info "other-kind" "An object of another kind: skipped."
    Duplicate Info "duplicate" "The same CR once more: skipped."
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// A place in the input. `line` and `column` count from 1; `column` counts characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Origin {
    /// Which source, counted from 0: sources may share a name.
    #[serde(skip)]
    pub(crate) index: usize,
    /// The name of the [`Source`](crate::Source).
    pub source: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The item of a list (`items[3]`) or the field, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl Origin {
    /// The same place, for a field of what begins here.
    pub(crate) fn at(&self, field: &str) -> Origin {
        let path = match &self.path {
            Some(path) => [path, field].join("."),
            None => field.to_owned(),
        };
        Origin {
            path: Some(path),
            ..self.clone()
        }
    }

    /// `name:line`, as messages about two places quote the other one.
    pub(crate) fn short(&self) -> String {
        format!("{}:{}", self.source, self.line)
    }
}

/// One thing that a person should know about the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The code's severity.
    pub severity: Severity,
    /// Which situation.
    pub code: Code,
    /// Names the object, says what was found and what is accepted. Lower case, no full stop. Quotations from the input are escaped.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Where. Absent for what concerns the input as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

impl Diagnostic {
    /// A diagnostic about one place.
    pub(crate) fn new(code: Code, origin: &Origin, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            origin: Some(origin.clone()),
            ..Diagnostic::whole(code, message)
        }
    }

    /// A diagnostic about the input as a whole.
    pub(crate) fn whole(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: code.severity(),
            code,
            message: message.into(),
            help: None,
            origin: None,
        }
    }

    /// Adds what to do.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}

/// What is wanted of a list of diagnostics before it leaves the planner: by place, and each once.
pub(crate) fn sorted(mut diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics
        .sort_by(|a, b| (&a.origin, a.severity, a.code, &a.message).cmp(&(&b.origin, b.severity, b.code, &b.message)));
    diagnostics.dedup();
    diagnostics
}

/// Text of the input as a message may quote it: escaped, in quotes, and not longer than a line.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 100;
    let mut cut: String = text.chars().take(LONGEST).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    format!("{cut:?}")
}
