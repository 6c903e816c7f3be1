//! The nine kinds that are adopted, and what identifies each in AWS.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::name::{PolicyName, ResourceId, SageMakerName, ScalableDimension};

/// A kind of the ACK controllers. The order is that of adoption: what others refer to comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TargetKind {
    Model,
    EndpointConfig,
    Endpoint,
    ScalableTarget,
    ScalingPolicy,
    TrainingJob,
    HyperParameterTuningJob,
    ProcessingJob,
    TransformJob,
}

impl TargetKind {
    /// As `kind` is spelled; note that the tuning job has a capital `P` here.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            TargetKind::Model => "Model",
            TargetKind::EndpointConfig => "EndpointConfig",
            TargetKind::Endpoint => "Endpoint",
            TargetKind::ScalableTarget => "ScalableTarget",
            TargetKind::ScalingPolicy => "ScalingPolicy",
            TargetKind::TrainingJob => "TrainingJob",
            TargetKind::HyperParameterTuningJob => "HyperParameterTuningJob",
            TargetKind::ProcessingJob => "ProcessingJob",
            TargetKind::TransformJob => "TransformJob",
        }
    }

    pub(crate) const fn group(self) -> &'static str {
        match self {
            TargetKind::ScalableTarget | TargetKind::ScalingPolicy => "applicationautoscaling.services.k8s.aws",
            _ => "sagemaker.services.k8s.aws",
        }
    }

    /// Five plurals stand in both API groups, so it is never used without its group.
    pub(crate) fn resource(self) -> String {
        let plural = match self {
            TargetKind::ScalingPolicy => "scalingpolicies".to_owned(),
            other => [&other.as_str().to_ascii_lowercase(), "s"].concat(),
        };
        [plural.as_str(), self.group()].join(".")
    }

    /// The number in the name of its file.
    pub(super) const fn step(self) -> u8 {
        match self {
            TargetKind::Model => 10,
            TargetKind::EndpointConfig => 20,
            TargetKind::Endpoint => 30,
            TargetKind::ScalableTarget => 40,
            TargetKind::ScalingPolicy => 50,
            TargetKind::TrainingJob => 60,
            TargetKind::HyperParameterTuningJob => 61,
            TargetKind::ProcessingJob => 62,
            TargetKind::TransformJob => 63,
        }
    }
}

/// What tells ACK which AWS resource to adopt. One variant per set of `adoption-fields`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum AwsIdentity {
    /// All kinds of SageMaker: one name.
    Named { kind: TargetKind, name: SageMakerName },
    ScalableTarget {
        resource_id: ResourceId,
        dimension: ScalableDimension,
    },
    ScalingPolicy {
        resource_id: ResourceId,
        dimension: ScalableDimension,
        policy_name: PolicyName,
    },
}

/// The service namespace of every scalable target that this planner adopts.
const SERVICE_NAMESPACE: &str = "sagemaker";

impl AwsIdentity {
    pub(crate) fn kind(&self) -> TargetKind {
        match self {
            AwsIdentity::Named { kind, .. } => *kind,
            AwsIdentity::ScalableTarget { .. } => TargetKind::ScalableTarget,
            AwsIdentity::ScalingPolicy { .. } => TargetKind::ScalingPolicy,
        }
    }

    /// Keys and values of `adoption-fields`; the same keys stand in the spec that ACK fills in.
    pub(crate) fn fields(&self) -> Vec<(&'static str, &str)> {
        let scalable = |resource_id, dimension| {
            vec![
                ("resourceID", resource_id),
                ("serviceNamespace", SERVICE_NAMESPACE),
                ("scalableDimension", dimension),
            ]
        };
        match self {
            AwsIdentity::Named { kind, name } => vec![(name_field(*kind), name.as_str())],
            AwsIdentity::ScalableTarget { resource_id, dimension } => {
                scalable(resource_id.as_str(), dimension.as_str())
            }
            AwsIdentity::ScalingPolicy {
                resource_id,
                dimension,
                policy_name,
            } => {
                let mut fields = scalable(resource_id.as_str(), dimension.as_str());
                fields.push(("policyName", policy_name.as_str()));
                fields
            }
        }
    }

    /// The name by which people know it in AWS.
    pub(crate) fn aws_name(&self) -> &str {
        match self {
            AwsIdentity::Named { name, .. } => name.as_str(),
            AwsIdentity::ScalableTarget { resource_id, .. } => resource_id.as_str(),
            AwsIdentity::ScalingPolicy { policy_name, .. } => policy_name.as_str(),
        }
    }

    /// The values of the fields, joined by `|`: a column of the table.
    pub(crate) fn joined(&self) -> String {
        self.fields()
            .iter()
            .map(|(_, value)| *value)
            .collect::<Vec<_>>()
            .join("|")
    }
}

impl Serialize for AwsIdentity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.fields();
        let mut map = serializer.serialize_map(Some(fields.len()))?;
        for (key, value) in fields {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

const fn name_field(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Model => "modelName",
        TargetKind::EndpointConfig => "endpointConfigName",
        TargetKind::Endpoint => "endpointName",
        TargetKind::TrainingJob => "trainingJobName",
        TargetKind::HyperParameterTuningJob => "hyperParameterTuningJobName",
        TargetKind::ProcessingJob => "processingJobName",
        TargetKind::TransformJob => "transformJobName",
        TargetKind::ScalableTarget => "resourceID",
        TargetKind::ScalingPolicy => "policyName",
    }
}
