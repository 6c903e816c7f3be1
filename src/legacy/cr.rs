//! A custom resource of the old operator, with every identifier checked.

use super::aws_name::AwsName;
use super::kind::LegacyKind;
use crate::diagnostic::Origin;
use crate::name::{
    Arn, KubernetesName, Namespace, PolicyName, Region, ResourceId, SageMakerName, ScalableDimension, Uid,
};

/// What tells one CR from all others of a cluster, at one time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct OldRef {
    pub(crate) kind: LegacyKind,
    pub(crate) namespace: Namespace,
    pub(crate) name: KubernetesName,
}

impl OldRef {
    /// `KIND/NAMESPACE/NAME`, as the table and the scripts write it.
    pub(crate) fn path(&self) -> String {
        [self.kind.as_str(), self.namespace.as_str(), self.name.as_str()].join("/")
    }

    /// As messages name it.
    pub(crate) fn label(&self) -> String {
        format!("{} {}/{}", self.kind.as_str(), self.namespace, self.name)
    }
}

/// Whether someone asked to delete a CR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    Live,
    /// It has a deletion timestamp: an operator that runs carries the deletion out.
    Terminating,
}

/// Who made a CR.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Maker {
    /// A person.
    Person,
    /// The HostingDeployment of this name, by the owner labels.
    Deployment(OldRef),
    /// A tuning job: the child's name begins with the first 20 characters of its AWS name.
    TuningJob { prefix: String },
    /// This tuning job, found in the input.
    KnownTuningJob(OldRef),
}

/// A custom resource of the old operator.
#[derive(Clone, Debug)]
pub(crate) struct Cr {
    pub(crate) origin: Origin,
    pub(crate) old: OldRef,
    /// Absent in a manifest that was never submitted.
    pub(crate) uid: Option<Uid>,
    pub(crate) generation: Option<i64>,
    pub(crate) lifecycle: Lifecycle,
    /// Finalizers of others: they stay.
    pub(crate) foreign_finalizers: Vec<String>,
    pub(crate) made: Maker,
    pub(crate) region: Region,
    /// `spec.sageMakerEndpoint`.
    pub(crate) endpoint_url: Option<String>,
    /// The last error that the old operator wrote down.
    pub(crate) error: Option<String>,
    pub(crate) detail: Detail,
}

/// What differs from kind to kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Detail {
    Job(Job),
    Model { aws_name: AwsName, arn: Option<Arn> },
    EndpointConfig { aws_name: AwsName, arn: Option<Arn> },
    Deployment(Deployment),
    Autoscaling(Autoscaling),
}

/// A training, tuning, processing or transform job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Job {
    pub(crate) aws_name: AwsName,
    /// The status, as written.
    pub(crate) state: Option<String>,
    /// A BatchTransformJob with `environment`.
    pub(crate) has_environment: bool,
}

/// A HostingDeployment: an endpoint, its config and its models.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Deployment {
    pub(crate) endpoint: AwsName,
    pub(crate) arn: Option<Arn>,
    pub(crate) config: Option<SageMakerName>,
    pub(crate) models: Vec<SageMakerName>,
    /// How many models the spec has.
    pub(crate) spec_models: usize,
    pub(crate) state: Option<String>,
    /// Variants whose model the spec does not have, as written.
    pub(crate) variants_without_model: Vec<String>,
}

/// A HostingAutoscalingPolicy: a target and a policy for each resource id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Autoscaling {
    pub(crate) resource_ids: Vec<ResourceId>,
    pub(crate) policy_name: PolicyName,
    pub(crate) dimension: ScalableDimension,
    pub(crate) capacity: (Option<i64>, Option<i64>),
    pub(crate) custom_metric: bool,
    pub(crate) policy_configuration: bool,
}

impl Cr {
    /// Whether two documents say the same, as far as the planner reads them.
    pub(crate) fn same_as(&self, other: &Cr) -> bool {
        self.old == other.old
            && self.uid == other.uid
            && self.generation == other.generation
            && self.lifecycle == other.lifecycle
            && self.foreign_finalizers == other.foreign_finalizers
            && self.made == other.made
            && self.region == other.region
            && self.endpoint_url == other.endpoint_url
            && self.error == other.error
            && self.detail == other.detail
    }

    /// The CR that stands for its family: the deployment or tuning job that made it, else itself.
    pub(crate) fn unit(&self) -> &OldRef {
        match &self.made {
            Maker::Deployment(parent) | Maker::KnownTuningJob(parent) => parent,
            Maker::Person | Maker::TuningJob { .. } => &self.old,
        }
    }

    /// Whether both are policies on one resource id.
    pub(crate) fn shares_target_with(&self, other: &Cr) -> bool {
        match (&self.detail, &other.detail) {
            (Detail::Autoscaling(ours), Detail::Autoscaling(theirs)) => {
                let shared = |id| theirs.resource_ids.contains(id);
                self.region == other.region && ours.resource_ids.iter().any(shared)
            }
            _ => false,
        }
    }

    /// Completed, Failed or Stopped; but a transform job's Failed can be a mere API error.
    pub(crate) fn is_finished_job(&self) -> bool {
        match &self.detail {
            Detail::Job(job) => match job.state.as_deref() {
                Some("Completed" | "Stopped") => true,
                Some("Failed") => self.old.kind != LegacyKind::BatchTransformJob,
                _ => false,
            },
            _ => false,
        }
    }
}
