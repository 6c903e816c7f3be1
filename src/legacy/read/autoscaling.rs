//! Autoscaling policies.

use super::super::Blocked;
use super::super::cr::{Autoscaling, Detail};
use super::super::raw::{Spec, Status};
use super::FROM_CLUSTER;
use super::reading::Reading;
use crate::diagnostic::{Code, quoted};
use crate::name::{PolicyName, ResourceId, ScalableDimension};

const DEFAULT_POLICY_NAME: &str = "SageMakerEndpointInvocationScalingPolicy";
const DEFAULT_DIMENSION: &str = "sagemaker:variant:DesiredInstanceCount";

impl Reading<'_> {
    pub(super) fn autoscaling(&mut self, spec: Spec, status: Status) -> Result<Detail, Blocked> {
        let status_ids = status.resource_id_list.unwrap_or_default();
        let (ids, field) = if status_ids.is_empty() {
            let ids = spec.resource_id.into_iter().flatten().map(|id| {
                let (endpoint, variant) = (
                    id.endpoint_name.unwrap_or_default(),
                    id.variant_name.unwrap_or_default(),
                );
                format!("endpoint/{endpoint}/variant/{variant}")
            });
            (ids.collect(), "spec.resourceId")
        } else {
            (status_ids, "status.resourceIDList")
        };
        let mut resource_ids = ids
            .iter()
            .map(|id| self.aws(ResourceId::parse(id), field))
            .collect::<Result<Vec<_>, _>>()?;
        resource_ids.dedup();
        if resource_ids.is_empty() {
            let message = format!(
                "{}: neither status.resourceIDList nor spec.resourceId names an endpoint variant",
                self.label
            );
            self.report(Code::NoResourceIds, Some("spec.resourceId"), message, FROM_CLUSTER);
            return Err(self.blocked(Code::NoResourceIds));
        }
        if let Some(other) = spec
            .service_namespace
            .filter(|name| !name.is_empty() && name != "sagemaker")
        {
            let message = format!("{}: serviceNamespace {} is not sagemaker", self.label, quoted(&other));
            let help = "this planner adopts scalable targets of SageMaker only";
            self.report(Code::InvalidAwsName, Some("spec.serviceNamespace"), message, help);
            return Err(self.blocked(Code::InvalidAwsName));
        }
        let written = |name: Option<String>| name.filter(|name| !name.is_empty());
        let (policy_name, field) = match (written(status.policy_name), written(spec.policy_name)) {
            (Some(name), _) => (name, "status.policyName"),
            (None, Some(name)) => (name, "spec.policyName"),
            (None, None) => (DEFAULT_POLICY_NAME.to_owned(), "spec.policyName"),
        };
        let dimension = written(spec.scalable_dimension).unwrap_or_else(|| DEFAULT_DIMENSION.to_owned());
        let configuration = &spec.target_tracking_scaling_policy_configuration;
        Ok(Detail::Autoscaling(Autoscaling {
            resource_ids,
            policy_name: self.aws(PolicyName::parse(&policy_name), field)?,
            dimension: self.aws(ScalableDimension::parse(&dimension), "spec.scalableDimension")?,
            capacity: (spec.min_capacity, spec.max_capacity),
            custom_metric: configuration
                .as_ref()
                .is_some_and(|it| it.customized_metric_specification.is_some()),
            policy_configuration: configuration.is_some(),
        }))
    }
}
