//! What the kinds have in common: metadata, region, AWS names, and what is wrong with them.

use super::super::aws_name::{self, AwsName, NoAwsName, Provenance};
use super::super::cr::{Cr, Detail, Lifecycle, Maker, OldRef};
use super::super::kind::LegacyKind;
use super::super::raw::{Metadata, Object, Spec, Status};
use super::super::{Blocked, FINALIZER, TUNING_CHILD_FINALIZER};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Body, Document};
use crate::name::{Arn, KubernetesName, NameError, Namespace, Region, Uid};
use crate::yaml;

const OWNER_NAMESPACE: &str = "owner_HostingDeployment_namespace";
const OWNER_NAME: &str = "owner_HostingDeployment_name";
const LONGEST_NAME: usize = 63;
const LONGEST_TUNING_JOB_NAME: usize = 32;
const UNKNOWN_HELP: &str = "paste the output of kubectl get -o yaml, which has the uid and the status; \
    to turn a manifest that was never submitted into an ACK manifest, a translate mode is planned, which this version does not have";

/// One document of the old operator on its way to a [`Cr`].
pub(super) struct Reading<'a> {
    pub(super) document: &'a Document,
    pub(super) kind: LegacyKind,
    pub(super) label: String,
    pub(super) namespace: &'a Namespace,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    /// The one typed read of a document, and the checks of all that it names.
    pub(super) fn cr(&mut self) -> Result<Cr, Blocked> {
        let Object { metadata, spec, status } = match self.document.read() {
            Ok(object) => object,
            Err(unreadable) => {
                let code = super::report(self.document, &self.label, unreadable, self.diagnostics);
                return Err(self.blocked(code));
            }
        };
        let status = status.unwrap_or_default();
        self.words(&metadata, &spec);
        let name = self.kubernetes(KubernetesName::parse(&metadata.name), "metadata.name")?;
        let namespace = match &metadata.namespace {
            Some(namespace) => self.kubernetes(Namespace::parse(namespace), "metadata.namespace")?,
            None => self.namespace.clone(),
        };
        let uid = match metadata.uid.as_deref().filter(|uid| !uid.is_empty()) {
            Some(uid) => Some(self.kubernetes(Uid::parse(uid), "metadata.uid")?),
            None => None,
        };
        let old = OldRef {
            kind: self.kind,
            namespace,
            name,
        };
        let made = match self.owner(&metadata)? {
            Some(owner) => Maker::Deployment(owner),
            None => self
                .tuning_job(&metadata, &spec, uid.as_ref())?
                .unwrap_or(Maker::Person),
        };
        let family = match &made {
            Maker::Deployment(owner) => owner.clone(),
            _ => old.clone(),
        };
        let in_family = |blocked: Blocked| Blocked {
            families: vec![family.clone()],
            ..blocked
        };
        let region = self.region(spec.region.as_deref()).map_err(in_family)?;
        let endpoint_url = spec.sage_maker_endpoint.clone().filter(|url| !url.is_empty());
        let error = error_of(&status);
        let detail = self.detail(spec, status, uid.as_ref(), &old.name).map_err(in_family)?;
        self.arn_region(&detail, &region).map_err(in_family)?;
        Ok(Cr {
            origin: self.document.origin.clone(),
            old,
            uid,
            generation: metadata.generation,
            lifecycle: match metadata.deletion_timestamp {
                Some(_) => Lifecycle::Terminating,
                None => Lifecycle::Live,
            },
            foreign_finalizers: metadata
                .finalizers
                .into_iter()
                .flatten()
                .filter(|name| name != FINALIZER && name != TUNING_CHILD_FINALIZER)
                .collect(),
            made,
            region,
            endpoint_url,
            error,
            detail,
        })
    }

    fn detail(
        &mut self,
        spec: Spec,
        status: Status,
        uid: Option<&Uid>,
        name: &KubernetesName,
    ) -> Result<Detail, Blocked> {
        match self.kind {
            LegacyKind::TrainingJob
            | LegacyKind::HyperparameterTuningJob
            | LegacyKind::ProcessingJob
            | LegacyKind::BatchTransformJob => self.job(spec, status, uid, name),
            LegacyKind::Model => self.model(&status, uid, name),
            LegacyKind::EndpointConfig => self.endpoint_config(&status, uid, name),
            LegacyKind::HostingDeployment => self.deployment(spec, status, uid, name),
            LegacyKind::HostingAutoscalingPolicy => self.autoscaling(spec, status),
        }
    }

    /// The HostingDeployment that the owner labels name.
    fn owner(&mut self, metadata: &Metadata) -> Result<Option<OldRef>, Blocked> {
        if !matches!(self.kind, LegacyKind::Model | LegacyKind::EndpointConfig) {
            return Ok(None);
        }
        let label = |key: &str| metadata.labels.as_ref()?.get(key)?.as_deref();
        let (Some(namespace), Some(name)) = (label(OWNER_NAMESPACE), label(OWNER_NAME)) else {
            return Ok(None);
        };
        Ok(Some(OldRef {
            kind: LegacyKind::HostingDeployment,
            namespace: self.kubernetes(Namespace::parse(namespace), "metadata.labels")?,
            name: self.kubernetes(KubernetesName::parse(name), "metadata.labels")?,
        }))
    }

    fn region(&mut self, region: Option<&str>) -> Result<Region, Blocked> {
        let Some(region) = region.filter(|region| !region.is_empty()) else {
            let message = format!("{}: spec.region is missing", self.label);
            self.report(
                Code::MissingRegion,
                Some("spec.region"),
                message,
                "add the region in which the AWS resource is",
            );
            return Err(self.blocked(Code::MissingRegion));
        };
        Region::parse(region).map_err(|error| self.invalid(Code::InvalidRegion, "spec.region", &error))
    }

    pub(super) fn aws_name(
        &mut self,
        status: Option<&str>,
        spec: Option<&str>,
        uid: Option<&Uid>,
        name: &KubernetesName,
    ) -> Result<AwsName, Blocked> {
        let longest = match self.kind {
            LegacyKind::HyperparameterTuningJob => LONGEST_TUNING_JOB_NAME,
            _ => LONGEST_NAME,
        };
        match aws_name::resolve(status, spec, uid, name, longest) {
            Ok(name) => Ok(name),
            Err(NoAwsName::Invalid(Provenance::Status, error)) => {
                Err(self.invalid(Code::InvalidAwsName, "status", &error))
            }
            Err(NoAwsName::Invalid(Provenance::Spec, error)) => Err(self.invalid(Code::InvalidAwsName, "spec", &error)),
            Err(NoAwsName::Invalid(Provenance::Generated, error)) => {
                let message = format!("{}: the generated AWS name {error}", self.label);
                let help = "AWS takes no such name, so the old operator can't have made it there";
                self.report(Code::InvalidAwsName, Some("metadata.name"), message, help);
                Err(self.blocked(Code::InvalidAwsName))
            }
            Err(NoAwsName::Unknown) => {
                let message = format!(
                    "{}: its AWS name can't be known, since it has no status, no name in spec and no uid",
                    self.label
                );
                self.report(Code::AwsNameUnknown, Some("metadata.uid"), message, UNKNOWN_HELP);
                Err(self.blocked(Code::AwsNameUnknown))
            }
        }
    }

    pub(super) fn arn(&mut self, arn: Option<&str>, field: &str) -> Result<Option<Arn>, Blocked> {
        arn.filter(|arn| !arn.is_empty())
            .map(|arn| Arn::parse(arn).map_err(|error| self.invalid(Code::InvalidArn, field, &error)))
            .transpose()
    }

    /// An ARN of another region than the spec's means that the two speak of different resources.
    fn arn_region(&mut self, detail: &Detail, region: &Region) -> Result<(), Blocked> {
        let arn = match detail {
            Detail::Model { arn, .. } | Detail::EndpointConfig { arn, .. } => arn,
            Detail::Deployment(deployment) => &deployment.arn,
            Detail::Job(_) | Detail::Autoscaling(_) => &None,
        };
        match arn {
            Some(arn) if arn.region() != region.as_str() => {
                let message = format!(
                    "{}: the ARN in status is of region {}, and spec.region is {region}",
                    self.label,
                    quoted(arn.region())
                );
                let help = "find out in which region the AWS resource is, and paste the output of kubectl again";
                self.report(Code::InvalidArn, Some("status"), message, help);
                Err(self.blocked(Code::InvalidArn))
            }
            _ => Ok(()),
        }
    }

    fn kubernetes<T>(&mut self, parsed: Result<T, NameError>, field: &str) -> Result<T, Blocked> {
        parsed.map_err(|error| self.invalid(Code::InvalidName, field, &error))
    }

    pub(super) fn aws<T>(&mut self, parsed: Result<T, NameError>, field: &str) -> Result<T, Blocked> {
        parsed.map_err(|error| self.invalid(Code::InvalidAwsName, field, &error))
    }

    fn invalid(&mut self, code: Code, field: &str, error: &NameError) -> Blocked {
        let message = format!("{}: {field}: {error}", self.label);
        self.report(
            code,
            Some(field),
            message,
            "mend it at its source: it reaches neither a manifest nor a script",
        );
        self.blocked(code)
    }

    pub(super) fn blocked(&self, code: Code) -> Blocked {
        Blocked {
            code,
            families: Vec::new(),
        }
    }

    pub(super) fn report(&mut self, code: Code, field: Option<&str>, message: String, help: &str) {
        let origin = match field {
            Some(field) => self.document.origin.at(field),
            None => self.document.origin.clone(),
        };
        self.diagnostics
            .push(Diagnostic::new(code, &origin, message).help(help));
    }

    /// Warns of values that were written without quotes and that Kubernetes does not read as strings.
    fn words(&mut self, metadata: &Metadata, spec: &Spec) {
        let Body::Yaml(text) = &self.document.body else {
            return;
        };
        let fields = [
            ("metadata.name", Some(&metadata.name)),
            ("metadata.namespace", metadata.namespace.as_ref()),
            ("spec.region", spec.region.as_ref()),
            ("spec.trainingJobName", spec.training_job_name.as_ref()),
            (
                "spec.hyperParameterTuningJobName",
                spec.hyper_parameter_tuning_job_name.as_ref(),
            ),
            ("spec.transformJobName", spec.transform_job_name.as_ref()),
            ("spec.endpointName", spec.endpoint_name.as_ref()),
            ("spec.policyName", spec.policy_name.as_ref()),
        ];
        let variants = spec.resource_id.iter().flatten().flat_map(|id| {
            [
                ("spec.resourceId.endpointName", id.endpoint_name.as_ref()),
                ("spec.resourceId.variantName", id.variant_name.as_ref()),
            ]
        });
        for (field, value) in fields.into_iter().chain(variants) {
            let key = field.rsplit('.').next().unwrap_or(field);
            if let Some(value) = value.filter(|value| yaml::is_plain_word_of(text, key, value)) {
                let message = format!(
                    "{}: {field}: {value} has no quotes, and Kubernetes does not read it as a string",
                    self.label
                );
                let help = format!("write {key}: \"{value}\"");
                self.report(Code::YamlWord, Some(field), message, &help);
            }
        }
    }
}

/// What the old operator wrote down of its last error; an Error status may stand without words.
fn error_of(status: &Status) -> Option<String> {
    let states = [
        &status.status,
        &status.processing_job_status,
        &status.hosting_autoscaling_policy_status,
    ];
    let is_error = states.iter().any(|state| state.as_deref() == Some("Error"));
    let written = status.additional.clone().filter(|text| !text.is_empty());
    written.or_else(|| is_error.then(|| "Error".to_owned()))
}
