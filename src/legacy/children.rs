//! Which tuning job made a training job, and whose family a blocked document may belong to.

use super::{Blocked, Content, Detail, Entry, LegacyKind, Maker, Mention, OldRef};
use crate::diagnostic::{Code, Diagnostic};
use crate::name::{KubernetesName, Namespace};

/// What stands before the number in the name of a tuning job's child: `<prefix>-<number>-<hash>`.
pub(super) fn tuning_prefix(name: &str) -> Option<&str> {
    let mut parts = name.rsplitn(3, '-');
    let (_hash, _number) = (parts.next(), parts.next());
    parts.next()
}

/// Finds the tuning job of each child, by the rule that a child's name begins with the first 20 characters of the
/// tuning job's AWS name. None or several: the child is blocked, since it can't be known what it belongs to.
pub(super) fn settle(entries: &mut [Entry], diagnostics: &mut Vec<Diagnostic>) {
    let parents = Parents::of(entries);
    for entry in entries {
        match &mut entry.content {
            Content::Cr(cr) => {
                let Maker::TuningJob { prefix } = &cr.made else {
                    continue;
                };
                let found = parents.tuning_jobs(cr.old.namespace.as_str(), prefix);
                if let [parent] = found.as_slice() {
                    let message = format!(
                        "{} was made by {}: it is cleaned up with it, and not adopted on its own",
                        cr.old.label(),
                        parent.label()
                    );
                    diagnostics.push(Diagnostic::new(Code::TuningChild, &cr.origin, message));
                    cr.made = Maker::KnownTuningJob(parent.clone());
                } else {
                    let count = match found.len() {
                        0 => "no tuning job".to_owned(),
                        several => format!("{several} tuning jobs"),
                    };
                    let message = format!(
                        "{} was made by a tuning job whose AWS name begins with {prefix:?}, and the input has {count} of that name in its namespace",
                        cr.old.label()
                    );
                    diagnostics.push(
                        Diagnostic::new(Code::TuningJobUnknown, &cr.origin, message)
                            .help("paste the HyperparameterTuningJobs of its namespace too, all in one paste"),
                    );
                    entry.content = Content::Blocked(Blocked {
                        code: Code::TuningJobUnknown,
                        families: found,
                    });
                }
            }
            Content::Blocked(blocked) => {
                if let Some(mention) = &entry.mention {
                    blocked.families.extend(parents.possible(mention));
                }
            }
            Content::Skipped(_) => {}
        }
    }
}

/// The CRs of the input that make others.
struct Parents {
    /// With their AWS names.
    tuning_jobs: Vec<(OldRef, String)>,
    /// With their uids without dashes, which end the names of their children.
    deployments: Vec<(OldRef, String)>,
}

impl Parents {
    fn of(entries: &[Entry]) -> Parents {
        let crs = || {
            entries.iter().filter_map(|entry| match &entry.content {
                Content::Cr(cr) => Some(cr),
                _ => None,
            })
        };
        Parents {
            tuning_jobs: crs()
                .filter_map(|cr| match &cr.detail {
                    Detail::Job(job) if cr.old.kind == LegacyKind::HyperparameterTuningJob => {
                        Some((cr.old.clone(), job.aws_name.name.to_string()))
                    }
                    _ => None,
                })
                .collect(),
            deployments: crs()
                .filter(|cr| cr.old.kind == LegacyKind::HostingDeployment)
                .filter_map(|cr| Some((cr.old.clone(), cr.uid.as_ref()?.compact())))
                .collect(),
        }
    }

    fn tuning_jobs(&self, namespace: &str, prefix: &str) -> Vec<OldRef> {
        let found = self
            .tuning_jobs
            .iter()
            .filter(|(old, aws_name)| old.namespace.as_str() == namespace && aws_name.starts_with(prefix));
        found.map(|(old, _)| old.clone()).collect()
    }

    /// The blocked document itself and the makers that it may have: what is wrong with it may be what would tell.
    fn possible(&self, mention: &Mention) -> Vec<OldRef> {
        let (Some(kind), Ok(namespace), Ok(name)) = (
            LegacyKind::parse(&mention.kind),
            Namespace::parse(&mention.namespace),
            KubernetesName::parse(&mention.name),
        ) else {
            return Vec::new();
        };
        let mut families = match kind {
            LegacyKind::TrainingJob => tuning_prefix(name.as_str())
                .map(|prefix| self.tuning_jobs(namespace.as_str(), prefix))
                .unwrap_or_default(),
            LegacyKind::Model | LegacyKind::EndpointConfig => self
                .deployments
                .iter()
                .filter(|(old, uid)| old.namespace == namespace && name.as_str().ends_with(uid.as_str()))
                .map(|(old, _)| old.clone())
                .collect(),
            _ => Vec::new(),
        };
        families.push(OldRef { kind, namespace, name });
        families
    }
}
