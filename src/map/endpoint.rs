//! Models, configs and endpoints.

use super::Wish;
use crate::ack::{AwsIdentity, TargetKind};
use crate::legacy::{AwsName, Cr, Deployment, Maker};
use crate::name::{Arn, SageMakerName};

pub(super) fn model(cr: &Cr, aws_name: &AwsName, arn: Option<&Arn>) -> Vec<Wish> {
    vec![stand_alone_or_child(cr, TargetKind::Model, aws_name, arn)]
}

pub(super) fn config(cr: &Cr, aws_name: &AwsName, arn: Option<&Arn>) -> Vec<Wish> {
    vec![stand_alone_or_child(cr, TargetKind::EndpointConfig, aws_name, arn)]
}

/// The endpoint, and what its status names. Children in the input add what its status lacks, by standing for it themselves.
pub(super) fn deployment(cr: &Cr, deployment: &Deployment) -> Vec<Wish> {
    let endpoint = Wish {
        identity: AwsIdentity::Named {
            kind: TargetKind::Endpoint,
            name: deployment.endpoint.name.clone(),
        },
        arn: deployment.arn.clone(),
        name: cr.old.name.to_string(),
    };
    let config = deployment
        .config
        .iter()
        .map(|name| part(TargetKind::EndpointConfig, name, None));
    let mut models = deployment.models.clone();
    models.sort();
    models.dedup();
    let models = models.iter().map(|name| part(TargetKind::Model, name, None));
    std::iter::once(endpoint).chain(config).chain(models).collect()
}

fn stand_alone_or_child(cr: &Cr, kind: TargetKind, aws_name: &AwsName, arn: Option<&Arn>) -> Wish {
    match cr.made {
        Maker::Person => Wish {
            name: cr.old.name.to_string(),
            ..part(kind, &aws_name.name, arn)
        },
        _ => part(kind, &aws_name.name, arn),
    }
}

/// A deployment's model or config is named after its AWS name, so that a paste without the children gives the same twin.
fn part(kind: TargetKind, name: &SageMakerName, arn: Option<&Arn>) -> Wish {
    Wish {
        identity: AwsIdentity::Named {
            kind,
            name: name.clone(),
        },
        arn: arn.cloned(),
        name: name.as_str().to_ascii_lowercase(),
    }
}
