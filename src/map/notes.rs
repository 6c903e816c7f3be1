//! What a person should know about the CRs that can be planned.

use std::collections::{BTreeMap, BTreeSet};

use super::AwsKey;
use super::family::Families;
use crate::ack::{TargetKind, Twin};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::legacy::{
    Autoscaling, AwsName, Content, Cr, Deployment, Detail, Inventory, LegacyKind, Lifecycle, Maker, OldRef, Provenance,
};
use crate::options::{FinishedJobs, Options};

/// From this many finished jobs on, the option that leaves them out is worth a word.
const MANY_FINISHED_JOBS: usize = 100;

/// Endpoint statuses during which a deployment's status may point at what is not live.
const CHANGING: [&str; 6] = [
    "ReconcilingEndpoint",
    "Creating",
    "Updating",
    "SystemUpdating",
    "RollingBack",
    "Deleting",
];

/// What concerns each CR on its own, and all of them together.
pub(super) fn of_crs(inventory: &Inventory, options: &Options, families: &Families, diagnostics: &mut Vec<Diagnostic>) {
    let crs = || {
        inventory.entries.iter().filter_map(|entry| match &entry.content {
            Content::Cr(cr) => Some(cr.as_ref()),
            Content::Blocked(_) | Content::Skipped(_) => None,
        })
    };
    let here: BTreeSet<(String, String)> = inventory
        .entries
        .iter()
        .filter_map(|entry| entry.mention.as_ref())
        .filter(|mention| mention.kind == LegacyKind::HostingDeployment.as_str())
        .map(|mention| (mention.namespace.clone(), mention.name.clone()))
        .collect();
    let mut children: BTreeMap<OldRef, Vec<&Cr>> = BTreeMap::new();
    for cr in crs() {
        if let Maker::Deployment(parent) = &cr.made {
            children.entry(parent.clone()).or_default().push(cr);
        }
    }
    for cr in crs() {
        let notes = Notes { cr, diagnostics };
        let none = Vec::new();
        notes.all(families, &here, children.get(&cr.old).unwrap_or(&none));
    }
    let finished = crs()
        .filter(|cr| cr.is_finished_job() && !matches!(cr.made, Maker::KnownTuningJob(_)))
        .count();
    if finished > MANY_FINISHED_JOBS && options.finished_jobs == FinishedJobs::Adopt {
        let message = format!("{finished} of the jobs are finished, and each is adopted");
        let help = "finishedJobs: \"clean-up-only\" leaves them out of ACK; in AWS they stay as they are";
        diagnostics.push(Diagnostic::whole(Code::FinishedJobs, message).help(help));
    }
}

/// What concerns CRs that stand for the same AWS resource.
pub(super) fn of_sharing(
    shared: &BTreeMap<AwsKey, Vec<&Cr>>,
    twins: &BTreeMap<AwsKey, Twin>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (key, crs) in shared {
        let units: BTreeSet<&OldRef> = crs.iter().map(|cr| cr.unit()).collect();
        let (Some(first), Some(twin), true) = (crs.first(), twins.get(key), units.len() > 1) else {
            continue;
        };
        let others: Vec<String> = crs.iter().skip(1).map(|cr| cr.old.label()).collect();
        let place = format!("{}/{}", twin.namespace, twin.name);
        if twin.kind == TargetKind::ScalableTarget {
            let message = format!(
                "{} shares the scalable target {} with {}: its one ScalableTarget is {place}",
                first.old.label(),
                key.1.aws_name(),
                others.join(", ")
            );
            diagnostics.push(Diagnostic::new(Code::SharedTarget, &first.origin, message));
            capacities(crs, key.1.aws_name(), diagnostics);
        } else {
            let message = format!(
                "{} stands for the same AWS resource as {}: its one {} is {place}",
                first.old.label(),
                others.join(", "),
                twin.kind.as_str()
            );
            diagnostics.push(Diagnostic::new(Code::SharedIdentity, &first.origin, message));
        }
    }
}

fn capacities(crs: &[&Cr], target: &str, diagnostics: &mut Vec<Diagnostic>) {
    let of = |cr: &Cr| match &cr.detail {
        Detail::Autoscaling(autoscaling) => Some(autoscaling.capacity),
        _ => None,
    };
    let number = |value: Option<i64>| value.map_or("none".to_owned(), |value| value.to_string());
    if crs.windows(2).all(|pair| matches!(pair, [a, b] if of(a) == of(b))) {
        return;
    }
    let said: Vec<String> = crs
        .iter()
        .filter_map(|cr| {
            let (min, max) = of(cr)?;
            Some(format!("{} says {} to {}", cr.old.label(), number(min), number(max)))
        })
        .collect();
    if let Some(first) = crs.first() {
        let message = format!("the capacity of {target} is in dispute: {}", said.join(", "));
        let help = "ACK adopts what AWS has now; settle on one capacity before the hand-over";
        diagnostics.push(Diagnostic::new(Code::CapacityConflict, &first.origin, message).help(help));
    }
}

struct Notes<'a> {
    cr: &'a Cr,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Notes<'_> {
    fn all(mut self, families: &Families, deployments: &BTreeSet<(String, String)>, children: &[&Cr]) {
        let cr = self.cr;
        let label = cr.old.label();
        if cr.lifecycle == Lifecycle::Terminating {
            self.say(
                Code::Terminating,
                Some("metadata.deletionTimestamp"),
                format!("{label} is being deleted: an operator that runs deletes or stops its AWS resource"),
                "freeze the old operator before anything else, and do not roll back while it is there",
            );
        }
        if cr.uid.is_none() {
            self.say(
                Code::NotFromCluster,
                Some("metadata.uid"),
                format!(
                    "{label} has no uid, so it is not from a cluster: it is adopted, and no old CR is cleaned up for it"
                ),
                "paste the output of kubectl get -o yaml to have it cleaned up",
            );
        } else if families.is_blocked(&cr.old) {
            self.say(
                Code::FamilyBlocked,
                None,
                format!("{label} is not cleaned up, because a member of its family is blocked"),
                "mend what is blocked and plan again",
            );
        }
        if let Some(error) = &cr.error {
            self.say(
                Code::OperatorError,
                Some("status"),
                format!("{label}: the old operator reports {}, so AWS may not have the resource", quoted(error)),
                "look for it in AWS; what AWS does not have is never adopted, and clean-up leaves it until it is named with --unadopted",
            );
        }
        if let Some(url) = &cr.endpoint_url {
            self.say(
                Code::CustomEndpoint,
                Some("spec.sageMakerEndpoint"),
                format!("{label} has the SageMaker endpoint {}", quoted(url)),
                "ACK takes an endpoint from the annotation services.k8s.aws/endpoint-url of the Namespace only: set it there before adopting, if it is still needed",
            );
        }
        if !cr.foreign_finalizers.is_empty() {
            let names: Vec<String> = cr.foreign_finalizers.iter().map(|name| quoted(name)).collect();
            self.say(
                Code::ForeignFinalizers,
                Some("metadata.finalizers"),
                format!("{label} has the finalizers {} of others, which stay", names.join(", ")),
                "its deletion waits until their owners remove them",
            );
        }
        if let Maker::Deployment(parent) = &cr.made
            && !deployments.contains(&(parent.namespace.to_string(), parent.name.to_string()))
        {
            self.say(
                Code::DeploymentUnknown,
                Some("metadata.labels"),
                format!("{label} belongs to {}, which is not in the input", parent.label()),
                "paste the HostingDeployments of its namespace too, unless it is gone",
            );
        }
        match &cr.detail {
            Detail::Job(job) => {
                if !matches!(cr.made, Maker::KnownTuningJob(_)) {
                    self.generated(&job.aws_name);
                }
                if job.has_environment {
                    self.say(
                        Code::TransformEnvironment,
                        Some("spec.environment"),
                        format!(
                            "{label} has an environment, with which the old operator never started a transform job"
                        ),
                        "AWS does not have it: clean-up leaves it until it is named with --unadopted",
                    );
                }
            }
            Detail::Model { aws_name, .. } | Detail::EndpointConfig { aws_name, .. } => self.generated(aws_name),
            Detail::Deployment(deployment) => self.deployment(deployment, children),
            Detail::Autoscaling(autoscaling) => self.autoscaling(autoscaling),
        }
    }

    fn deployment(&mut self, deployment: &Deployment, children: &[&Cr]) {
        let label = self.cr.old.label();
        self.generated(&deployment.endpoint);
        if let Some(state) = deployment.state.as_deref().filter(|state| CHANGING.contains(state)) {
            self.say(
                Code::UpdateInProgress,
                Some("status.endpointStatus"),
                format!("{label} is {state}: its status is not the live state"),
                "all its configs and models in the input are adopted; wait until it is InService, or paste its children too",
            );
        }
        let configs = children
            .iter()
            .filter(|child| child.old.kind == LegacyKind::EndpointConfig)
            .count();
        let mut models: BTreeSet<&str> = deployment.models.iter().map(|name| name.as_str()).collect();
        models.extend(children.iter().filter_map(|child| match &child.detail {
            Detail::Model { aws_name, .. } => Some(aws_name.name.as_str()),
            _ => None,
        }));
        if (deployment.config.is_none() && configs == 0) || models.len() < deployment.spec_models {
            self.say(
                Code::DeploymentIncomplete,
                Some("status"),
                format!("{label}: neither its status nor its children in the input name its config and all its models"),
                "paste the Models and EndpointConfigs of its namespace too; a deployment that never came up has none",
            );
        }
        for variant in &deployment.variants_without_model {
            self.say(
                Code::VariantWithoutModel,
                Some("spec.productionVariants"),
                format!(
                    "{label}: the variant {} names a model that spec.models does not have",
                    quoted(variant)
                ),
                "the old operator can only fail here: AWS may not have the endpoint, or still run an earlier one",
            );
        }
    }

    fn autoscaling(&mut self, autoscaling: &Autoscaling) {
        let label = self.cr.old.label();
        if !autoscaling.policy_configuration {
            self.say(
                Code::NoPolicyConfiguration,
                Some("spec.targetTrackingScalingPolicyConfiguration"),
                format!("{label} has no target-tracking configuration, which crashes the old controller"),
                "AWS may not have its policy: look there before adopting",
            );
        }
        if autoscaling.custom_metric && autoscaling.resource_ids.len() > 1 {
            self.say(
                Code::CustomMetricDimensions,
                Some("spec.targetTrackingScalingPolicyConfiguration"),
                format!("{label} has a customized metric and {} resource ids: only the first policy has its dimensions in AWS", autoscaling.resource_ids.len()),
                "ACK adopts the policies as AWS has them; mend the others after the hand-over",
            );
        }
    }

    fn generated(&mut self, aws_name: &AwsName) {
        if aws_name.provenance == Provenance::Generated {
            let label = self.cr.old.label();
            self.say(
                Code::NameGenerated,
                None,
                format!(
                    "{label}: its AWS name {} was generated as the old operator does it, not read",
                    aws_name.name
                ),
                "look for it in AWS; a name that AWS does not have is never adopted",
            );
        }
    }

    fn say(&mut self, code: Code, field: Option<&str>, message: String, help: &str) {
        let origin = match field {
            Some(field) => self.cr.origin.at(field),
            None => self.cr.origin.clone(),
        };
        self.diagnostics
            .push(Diagnostic::new(code, &origin, message).help(help));
    }
}
