//! The third stage: the old operator's objects to steps. The only module that knows both sides.
//!
//! | old kind | twins |
//! |---|---|
//! | TrainingJob | TrainingJob |
//! | HyperparameterTuningJob | HyperParameterTuningJob |
//! | ProcessingJob | ProcessingJob |
//! | BatchTransformJob | TransformJob |
//! | Model | Model |
//! | EndpointConfig | EndpointConfig |
//! | HostingDeployment | Endpoint, EndpointConfig and a Model for each model name in its status |
//! | HostingAutoscalingPolicy | a ScalableTarget and a ScalingPolicy for each resource id |

mod autoscaling;
mod endpoint;
mod family;
mod job;
mod naming;
mod notes;

use std::collections::BTreeMap;

use crate::ack::{AwsIdentity, Twin};
use crate::diagnostic::Diagnostic;
use crate::legacy::{Content, Cr, Detail, Inventory, Maker, OldRef};
use crate::name::{Arn, Region, Uid};
use crate::options::{FinishedJobs, Options};

/// What is to be done with every CR that can be planned.
pub(crate) struct Steps {
    pub(crate) steps: Vec<Step>,
    /// Every twin once, ordered.
    pub(crate) twins: Vec<Twin>,
}

/// What is to be done with one CR.
pub(crate) struct Step {
    /// Its place in the inventory.
    pub(crate) entry: usize,
    pub(crate) old: OldRef,
    pub(crate) uid: Option<Uid>,
    pub(crate) generation: Option<i64>,
    pub(crate) action: Action,
    pub(crate) family: OldRef,
    pub(crate) clean_up: CleanUp,
    pub(crate) delete_order: DeleteOrder,
}

/// Whether something is adopted for a CR.
pub(crate) enum Action {
    Adopt(Vec<Adoption>),
    /// There is nothing to adopt on its own.
    CleanUpOnly,
}

/// One twin of a CR.
pub(crate) struct Adoption {
    pub(crate) twin: Twin,
    /// The ARN that the old status has for exactly this resource.
    pub(crate) arn: Option<Arn>,
}

/// Whether the scripts may strip and delete a CR once its twins are verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CleanUp {
    Yes,
    /// It is not from a cluster, or a member of its family is blocked.
    No,
}

/// An operator that wakes up re-creates missing children, so parents go first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum DeleteOrder {
    ParentsFirst,
    ChildrenLast,
}

/// An AWS resource that a CR stands for, before the twins are named and shared.
struct Wish {
    identity: AwsIdentity,
    arn: Option<Arn>,
    /// The twin's name, if nothing speaks against it.
    name: String,
}

/// Plans every CR of the inventory.
pub(crate) fn map(inventory: &Inventory, options: &Options, diagnostics: &mut Vec<Diagnostic>) -> Steps {
    let crs: Vec<(usize, &Cr)> = inventory
        .entries
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| match &entry.content {
            Content::Cr(cr) => Some((index, cr.as_ref())),
            Content::Blocked(_) | Content::Skipped(_) => None,
        })
        .collect();
    let wished: Vec<(&Cr, Vec<Wish>)> = crs.iter().map(|(_, cr)| (*cr, wishes(cr, options))).collect();
    let shared = sharers(&wished);
    let families = family::families(inventory, &shared);
    let twins = naming::twins(&wished, diagnostics);
    notes::of_crs(inventory, options, &families, diagnostics);
    notes::of_sharing(&shared, &twins, diagnostics);
    let steps = crs
        .iter()
        .zip(wished)
        .map(|((entry, cr), (_, wishes))| Step {
            entry: *entry,
            old: cr.old.clone(),
            uid: cr.uid.clone(),
            generation: cr.generation,
            action: action(cr, wishes, &twins),
            family: families.name(&cr.old),
            clean_up: match (&cr.uid, families.is_blocked(&cr.old)) {
                (Some(_), false) => CleanUp::Yes,
                _ => CleanUp::No,
            },
            delete_order: match cr.made {
                Maker::Person => DeleteOrder::ParentsFirst,
                Maker::Deployment(_) | Maker::TuningJob { .. } | Maker::KnownTuningJob(_) => DeleteOrder::ChildrenLast,
            },
        })
        .collect();
    let mut twins: Vec<Twin> = twins.into_values().collect();
    twins.sort();
    Steps { steps, twins }
}

/// An AWS resource: kind, region and name. It is adopted once, whatever the namespaces.
type AwsKey = (Region, AwsIdentity);

fn wishes(cr: &Cr, options: &Options) -> Vec<Wish> {
    let tuned = matches!(cr.made, Maker::TuningJob { .. } | Maker::KnownTuningJob(_));
    let over = options.finished_jobs == FinishedJobs::CleanUpOnly && cr.is_finished_job() && cr.uid.is_some();
    if tuned || over {
        return Vec::new();
    }
    match &cr.detail {
        Detail::Job(job) => job::wishes(cr, job),
        Detail::Model { aws_name, arn } => endpoint::model(cr, aws_name, arn.as_ref()),
        Detail::EndpointConfig { aws_name, arn } => endpoint::config(cr, aws_name, arn.as_ref()),
        Detail::Deployment(deployment) => endpoint::deployment(cr, deployment),
        Detail::Autoscaling(autoscaling) => autoscaling::wishes(cr, autoscaling),
    }
}

fn action(cr: &Cr, wishes: Vec<Wish>, twins: &BTreeMap<AwsKey, Twin>) -> Action {
    if wishes.is_empty() {
        return Action::CleanUpOnly;
    }
    let adoptions = wishes.into_iter().filter_map(|wish| {
        let twin = twins.get(&(cr.region.clone(), wish.identity))?;
        Some(Adoption {
            twin: twin.clone(),
            arn: wish.arn,
        })
    });
    Action::Adopt(adoptions.collect())
}

/// The CRs that stand for each AWS resource, the first by namespace, name and uid in front.
fn sharers<'a>(wished: &[(&'a Cr, Vec<Wish>)]) -> BTreeMap<AwsKey, Vec<&'a Cr>> {
    let mut shared: BTreeMap<AwsKey, Vec<&Cr>> = BTreeMap::new();
    for (cr, wishes) in wished {
        for wish in wishes {
            shared
                .entry((cr.region.clone(), wish.identity.clone()))
                .or_default()
                .push(cr);
        }
    }
    for crs in shared.values_mut() {
        crs.sort_by_key(|cr| precedence(cr));
    }
    shared
}

fn precedence(cr: &Cr) -> impl Ord {
    (
        cr.old.namespace.clone(),
        cr.old.name.clone(),
        cr.uid.clone(),
        cr.old.kind,
    )
}
