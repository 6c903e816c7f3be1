//! The objects of AWS Controllers for Kubernetes: what is adopted, and the two forms of asking for it.
//!
//! This module knows nothing of the old operator.

mod kind;
mod manifest;

pub(crate) use kind::{AwsIdentity, TargetKind};
pub(crate) use manifest::{adopted_resource_name, manifest};

use crate::name::{KubernetesName, Namespace, Region};

/// The ACK CR that takes over an AWS resource.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Twin {
    pub(crate) namespace: Namespace,
    pub(crate) kind: TargetKind,
    pub(crate) name: KubernetesName,
    pub(crate) region: Region,
    pub(crate) identity: AwsIdentity,
}

impl Twin {
    /// The file of the bundle that holds its manifest: one per namespace and kind, in the order of adoption.
    pub(crate) fn file(&self) -> String {
        let kind = self.kind.as_str().to_ascii_lowercase();
        format!("30-adopt/{}/{:02}-{kind}.yaml", self.namespace, self.kind.step())
    }
}
