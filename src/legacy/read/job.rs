//! Training, tuning, processing and transform jobs.

use super::super::children::tuning_prefix;
use super::super::cr::{Detail, Job, Maker};
use super::super::kind::LegacyKind;
use super::super::raw::{Metadata, Spec, Status};
use super::super::{Blocked, TUNING_CHILD_FINALIZER};
use super::FROM_CLUSTER;
use super::reading::Reading;
use crate::diagnostic::Code;
use crate::name::{KubernetesName, Uid};

impl Reading<'_> {
    pub(super) fn job(
        &mut self,
        spec: Spec,
        status: Status,
        uid: Option<&Uid>,
        name: &KubernetesName,
    ) -> Result<Detail, Blocked> {
        let state = status.job_state(self.kind).map(str::to_owned);
        let (status_name, spec_name) = match self.kind {
            LegacyKind::HyperparameterTuningJob => (
                status.sage_maker_hyper_parameter_tuning_job_name,
                spec.hyper_parameter_tuning_job_name,
            ),
            LegacyKind::ProcessingJob => (status.sage_maker_processing_job_name, None),
            LegacyKind::BatchTransformJob => (status.sage_maker_transform_job_name, spec.transform_job_name),
            _ => (status.sage_maker_training_job_name, spec.training_job_name),
        };
        Ok(Detail::Job(Job {
            aws_name: self.aws_name(status_name.as_deref(), spec_name.as_deref(), uid, name)?,
            state,
            has_environment: self.kind == LegacyKind::BatchTransformJob && spec.environment.is_some(),
        }))
    }

    /// A tuning job's child, by its finalizer; else by a name that is its job's, with a parameter that only tuning sets.
    pub(super) fn tuning_job(
        &mut self,
        metadata: &Metadata,
        spec: &Spec,
        uid: Option<&Uid>,
    ) -> Result<Option<Maker>, Blocked> {
        let mut finalizers = metadata.finalizers.iter().flatten();
        let mut parameters = spec.hyper_parameters.iter().flatten().filter_map(|p| p.name.as_deref());
        let is_child = finalizers.any(|name| name == TUNING_CHILD_FINALIZER)
            || (spec.training_job_name.as_ref() == Some(&metadata.name)
                && parameters.any(|name| name.starts_with('_')));
        if self.kind != LegacyKind::TrainingJob || !is_child {
            return Ok(None);
        }
        if uid.is_none() {
            let message = format!(
                "{} looks like a tuning job's child, and without a uid it can't be cleaned up",
                self.label
            );
            self.report(Code::AwsNameUnknown, Some("metadata.uid"), message, FROM_CLUSTER);
            return Err(self.blocked(Code::AwsNameUnknown));
        }
        Ok(Some(Maker::TuningJob {
            prefix: tuning_prefix(&metadata.name).unwrap_or(&metadata.name).to_owned(),
        }))
    }
}

impl Status {
    fn job_state(&self, kind: LegacyKind) -> Option<&str> {
        match kind {
            LegacyKind::TrainingJob => self.training_job_status.as_deref(),
            LegacyKind::HyperparameterTuningJob => self.hyper_parameter_tuning_job_status.as_deref(),
            LegacyKind::ProcessingJob => self.processing_job_status.as_deref(),
            _ => self.transform_job_status.as_deref(),
        }
    }
}
