//! Autoscaling: a target and a policy for each resource id.

use super::Wish;
use crate::ack::AwsIdentity;
use crate::legacy::{Autoscaling, Cr};
use crate::name::hex;

pub(super) fn wishes(cr: &Cr, autoscaling: &Autoscaling) -> Vec<Wish> {
    let dimension = &autoscaling.dimension;
    let mut resource_ids = autoscaling.resource_ids.clone();
    resource_ids.sort();
    resource_ids.dedup();
    resource_ids
        .iter()
        .flat_map(|resource_id| {
            let (endpoint, variant) = resource_id.parts();
            let hash = hex(resource_id.as_str(), 6);
            let target = Wish {
                identity: AwsIdentity::ScalableTarget {
                    resource_id: resource_id.clone(),
                    dimension: dimension.clone(),
                },
                arn: None,
                name: [endpoint, variant, &hash].join("-").to_ascii_lowercase(),
            };
            let policy = Wish {
                identity: AwsIdentity::ScalingPolicy {
                    resource_id: resource_id.clone(),
                    dimension: dimension.clone(),
                    policy_name: autoscaling.policy_name.clone(),
                },
                arn: None,
                name: [cr.old.name.as_str(), &hash].join("-"),
            };
            [target, policy]
        })
        .collect()
}
