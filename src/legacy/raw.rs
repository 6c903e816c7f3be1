//! The old operator's objects as they are written, as far as the planner reads them.
//!
//! One shape for all eight kinds, since no two of them give one name two meanings: each document is read once, and
//! the module stays small in WebAssembly. Every field may be absent here; what must be there is decided by who
//! turns it into a [`Cr`](super::Cr).

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

/// What every document is read as first: enough to know what it is and to name it.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Head {
    pub(super) api_version: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) metadata: Option<HeadMetadata>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct HeadMetadata {
    pub(super) name: Option<String>,
    pub(super) namespace: Option<String>,
    pub(super) uid: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Object {
    pub(super) metadata: Metadata,
    pub(super) spec: Spec,
    pub(super) status: Option<Status>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Metadata {
    pub(super) name: String,
    pub(super) namespace: Option<String>,
    pub(super) uid: Option<String>,
    pub(super) generation: Option<i64>,
    pub(super) deletion_timestamp: Option<String>,
    pub(super) finalizers: Option<Vec<String>>,
    pub(super) labels: Option<BTreeMap<String, Option<String>>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Spec {
    // All kinds.
    pub(super) region: Option<String>,
    pub(super) sage_maker_endpoint: Option<String>,
    // Jobs.
    pub(super) training_job_name: Option<String>,
    pub(super) hyper_parameters: Option<Vec<Named>>,
    pub(super) hyper_parameter_tuning_job_name: Option<String>,
    pub(super) transform_job_name: Option<String>,
    pub(super) environment: Option<IgnoredAny>,
    // HostingDeployment.
    pub(super) endpoint_name: Option<String>,
    pub(super) models: Option<Vec<Named>>,
    pub(super) production_variants: Option<Vec<ProductionVariant>>,
    // HostingAutoscalingPolicy.
    pub(super) policy_name: Option<String>,
    pub(super) resource_id: Option<Vec<Variant>>,
    pub(super) service_namespace: Option<String>,
    pub(super) scalable_dimension: Option<String>,
    pub(super) min_capacity: Option<i64>,
    pub(super) max_capacity: Option<i64>,
    pub(super) target_tracking_scaling_policy_configuration: Option<TargetTracking>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Status {
    // All kinds.
    pub(super) additional: Option<String>,
    // Jobs.
    pub(super) sage_maker_training_job_name: Option<String>,
    pub(super) training_job_status: Option<String>,
    pub(super) sage_maker_hyper_parameter_tuning_job_name: Option<String>,
    pub(super) hyper_parameter_tuning_job_status: Option<String>,
    pub(super) sage_maker_processing_job_name: Option<String>,
    pub(super) processing_job_status: Option<String>,
    pub(super) sage_maker_transform_job_name: Option<String>,
    pub(super) transform_job_status: Option<String>,
    // Model and EndpointConfig.
    pub(super) status: Option<String>,
    pub(super) sage_maker_model_name: Option<String>,
    pub(super) model_arn: Option<String>,
    pub(super) sage_maker_endpoint_config_name: Option<String>,
    pub(super) endpoint_config_arn: Option<String>,
    // HostingDeployment.
    pub(super) endpoint_name: Option<String>,
    pub(super) endpoint_arn: Option<String>,
    pub(super) endpoint_status: Option<String>,
    pub(super) endpoint_config_name: Option<String>,
    pub(super) model_names: Option<Vec<ModelName>>,
    // HostingAutoscalingPolicy.
    pub(super) policy_name: Option<String>,
    #[serde(rename = "resourceIDList")]
    pub(super) resource_id_list: Option<Vec<String>>,
    pub(super) hosting_autoscaling_policy_status: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct Named {
    pub(super) name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct ProductionVariant {
    pub(super) variant_name: Option<String>,
    pub(super) model_name: Option<String>,
}

/// `name` is the key in `spec.models`, `value` the AWS name.
#[derive(Debug, Deserialize)]
#[serde(expecting = "an object")]
pub(super) struct ModelName {
    pub(super) value: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct Variant {
    pub(super) endpoint_name: Option<String>,
    pub(super) variant_name: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(super) struct TargetTracking {
    pub(super) customized_metric_specification: Option<IgnoredAny>,
}
