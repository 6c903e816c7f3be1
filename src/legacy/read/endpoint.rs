//! Models, configs and deployments.

use super::super::Blocked;
use super::super::cr::{Deployment, Detail};
use super::super::raw::{Spec, Status};
use super::reading::Reading;
use crate::name::{KubernetesName, SageMakerName, Uid};

impl Reading<'_> {
    pub(super) fn model(
        &mut self,
        status: &Status,
        uid: Option<&Uid>,
        name: &KubernetesName,
    ) -> Result<Detail, Blocked> {
        Ok(Detail::Model {
            aws_name: self.aws_name(status.sage_maker_model_name.as_deref(), None, uid, name)?,
            arn: self.arn(status.model_arn.as_deref(), "status.modelArn")?,
        })
    }

    pub(super) fn endpoint_config(
        &mut self,
        status: &Status,
        uid: Option<&Uid>,
        name: &KubernetesName,
    ) -> Result<Detail, Blocked> {
        Ok(Detail::EndpointConfig {
            aws_name: self.aws_name(status.sage_maker_endpoint_config_name.as_deref(), None, uid, name)?,
            arn: self.arn(status.endpoint_config_arn.as_deref(), "status.endpointConfigArn")?,
        })
    }

    pub(super) fn deployment(
        &mut self,
        spec: Spec,
        status: Status,
        uid: Option<&Uid>,
        name: &KubernetesName,
    ) -> Result<Detail, Blocked> {
        let endpoint = self.aws_name(
            status.endpoint_name.as_deref(),
            spec.endpoint_name.as_deref(),
            uid,
            name,
        )?;
        let spec_models = spec.models.into_iter().flatten().filter_map(|model| model.name);
        let spec_models: Vec<String> = spec_models.collect();
        let variants = spec.production_variants.into_iter().flatten();
        let config = status.endpoint_config_name.filter(|name| !name.is_empty());
        let models = status.model_names.into_iter().flatten().filter_map(|model| model.value);
        Ok(Detail::Deployment(Deployment {
            endpoint,
            arn: self.arn(status.endpoint_arn.as_deref(), "status.endpointArn")?,
            config: config
                .map(|name| self.aws(SageMakerName::parse(&name), "status.endpointConfigName"))
                .transpose()?,
            models: models
                .filter(|name| !name.is_empty())
                .map(|name| self.aws(SageMakerName::parse(&name), "status.modelNames"))
                .collect::<Result<_, _>>()?,
            variants_without_model: variants
                .filter(|variant| {
                    let model = variant.model_name.as_ref();
                    model.is_none_or(|name| !spec_models.contains(name))
                })
                .map(|variant| variant.variant_name.unwrap_or_default())
                .collect(),
            spec_models: spec_models.len(),
            state: status.endpoint_status,
        }))
    }
}
