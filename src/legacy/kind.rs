//! The eight kinds of the old operator.

/// The API group of the old operator.
pub(crate) const GROUP: &str = "sagemaker.aws.amazon.com";
/// Its only version.
pub(crate) const API_VERSION: &str = "sagemaker.aws.amazon.com/v1";

/// A kind of the old operator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LegacyKind {
    TrainingJob,
    HyperparameterTuningJob,
    ProcessingJob,
    BatchTransformJob,
    Model,
    EndpointConfig,
    HostingDeployment,
    HostingAutoscalingPolicy,
}

impl LegacyKind {
    pub(crate) const ALL: [LegacyKind; 8] = [
        LegacyKind::TrainingJob,
        LegacyKind::HyperparameterTuningJob,
        LegacyKind::ProcessingJob,
        LegacyKind::BatchTransformJob,
        LegacyKind::Model,
        LegacyKind::EndpointConfig,
        LegacyKind::HostingDeployment,
        LegacyKind::HostingAutoscalingPolicy,
    ];

    pub(crate) fn parse(kind: &str) -> Option<LegacyKind> {
        LegacyKind::ALL.into_iter().find(|known| known.as_str() == kind)
    }

    /// As `kind` is spelled; note that the tuning job has a small `p` here.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            LegacyKind::TrainingJob => "TrainingJob",
            LegacyKind::HyperparameterTuningJob => "HyperparameterTuningJob",
            LegacyKind::ProcessingJob => "ProcessingJob",
            LegacyKind::BatchTransformJob => "BatchTransformJob",
            LegacyKind::Model => "Model",
            LegacyKind::EndpointConfig => "EndpointConfig",
            LegacyKind::HostingDeployment => "HostingDeployment",
            LegacyKind::HostingAutoscalingPolicy => "HostingAutoscalingPolicy",
        }
    }

    /// Five plurals stand in both API groups, so it is never used without its group.
    pub(crate) fn resource(self) -> String {
        let plural = match self {
            LegacyKind::TrainingJob => "trainingjobs",
            LegacyKind::HyperparameterTuningJob => "hyperparametertuningjobs",
            LegacyKind::ProcessingJob => "processingjobs",
            LegacyKind::BatchTransformJob => "batchtransformjobs",
            LegacyKind::Model => "models",
            LegacyKind::EndpointConfig => "endpointconfigs",
            LegacyKind::HostingDeployment => "hostingdeployments",
            LegacyKind::HostingAutoscalingPolicy => "hostingautoscalingpolicies",
        };
        [plural, GROUP].join(".")
    }
}
