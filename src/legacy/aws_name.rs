//! The AWS name of what a CR stands for: read from status, else from spec, else generated as the old operator does.

use crate::name::{KubernetesName, NameError, SageMakerName, Uid};

/// Where an AWS name comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provenance {
    Status,
    Spec,
    /// From the CR's own name and uid.
    Generated,
}

/// An AWS name and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AwsName {
    pub(crate) name: SageMakerName,
    pub(crate) provenance: Provenance,
}

/// Why there is no AWS name.
pub(crate) enum NoAwsName {
    /// The status or spec has one that can't be. It never falls back to another.
    Invalid(Provenance, NameError),
    /// Neither has one, and there is no uid to generate it from.
    Unknown,
}

/// The rule of all kinds but the autoscaling policy. An empty name counts as none: the old operator blanks it on errors.
pub(super) fn resolve(
    status: Option<&str>,
    spec: Option<&str>,
    uid: Option<&Uid>,
    name: &KubernetesName,
    longest: usize,
) -> Result<AwsName, NoAwsName> {
    let written = [(status, Provenance::Status), (spec, Provenance::Spec)]
        .into_iter()
        .find_map(|(text, provenance)| text.filter(|text| !text.is_empty()).map(|text| (text, provenance)));
    match (written, uid) {
        (Some((text, provenance)), _) => parse(text, provenance),
        (None, Some(uid)) => parse(&generated(name, uid, longest), Provenance::Generated),
        (None, None) => Err(NoAwsName::Unknown),
    }
}

fn parse(text: &str, provenance: Provenance) -> Result<AwsName, NoAwsName> {
    SageMakerName::parse(text)
        .map(|name| AwsName { name, provenance })
        .map_err(|error| NoAwsName::Invalid(provenance, error))
}

/// `name-uid`, the uid without dashes; too long, the name is cut, and when nothing of it is left, the uid stands alone.
fn generated(name: &KubernetesName, uid: &Uid, longest: usize) -> String {
    let (name, uid) = (name.as_str(), uid.compact());
    let kept: String = name.chars().take(longest.saturating_sub(uid.len() + 1)).collect();
    if kept.is_empty() {
        uid.chars().take(longest).collect()
    } else {
        [kept, uid].join("-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn generates(name: &str, longest: usize, expected: &str) {
        let name = KubernetesName::parse(name).unwrap();
        let uid = Uid::parse("5084a3eb-32e2-45ce-9616-e487469393f4").unwrap();
        assert_eq!(generated(&name, &uid, longest), expected);
    }

    #[test]
    fn names_are_cut_and_uids_are_not() {
        generates("web", 63, "web-5084a3eb32e245ce9616e487469393f4");
        generates(
            "hosting-deployment-1-5084a3eb32e245ce9616e487469393f4",
            63,
            "hosting-deployment-1-5084a3eb3-5084a3eb32e245ce9616e487469393f4",
        );
        generates("tuning", 32, "5084a3eb32e245ce9616e487469393f4");
    }
}
