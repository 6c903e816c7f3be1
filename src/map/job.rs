//! Jobs: one twin of the CR's own name.

use super::Wish;
use crate::ack::{AwsIdentity, TargetKind};
use crate::legacy::{Cr, Job, LegacyKind};

pub(super) fn wishes(cr: &Cr, job: &Job) -> Vec<Wish> {
    let kind = match cr.old.kind {
        LegacyKind::HyperparameterTuningJob => TargetKind::HyperParameterTuningJob,
        LegacyKind::ProcessingJob => TargetKind::ProcessingJob,
        LegacyKind::BatchTransformJob => TargetKind::TransformJob,
        _ => TargetKind::TrainingJob,
    };
    vec![Wish {
        identity: AwsIdentity::Named {
            kind,
            name: job.aws_name.name.clone(),
        },
        arn: None,
        name: cr.old.name.to_string(),
    }]
}
