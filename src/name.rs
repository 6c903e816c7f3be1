//! A type for every kind of identifier, each with one fallible `parse`.
//!
//! What has one of these types may be written into a manifest, a table or a file name:
//! none of them can hold a control character, and all but [`PolicyName`] are free of blanks and quotes.

use std::fmt;

use sha2::{Digest, Sha256};
use thiserror::Error;

/// Why a text is not an identifier. The message says what was found and what is accepted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{found} is not {accepted}")]
pub(crate) struct NameError {
    found: String,
    accepted: &'static str,
}

impl NameError {
    fn new(found: &str, accepted: &'static str) -> NameError {
        NameError {
            found: crate::diagnostic::quoted(found),
            accepted,
        }
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $accepted:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $name(String);

        impl $name {
            /// The only way in.
            pub(crate) fn parse(text: &str) -> Result<$name, NameError> {
                let valid: fn(&str) -> bool = $valid;
                if valid(text) { Ok($name(text.to_owned())) } else { Err(NameError::new(text, $accepted)) }
            }

            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier! {
    /// The name of a custom resource: an RFC 1123 subdomain.
    KubernetesName, "a Kubernetes name (up to 253 lower-case letters, digits, `-` and `.`, each part beginning and ending with a letter or digit)",
    |text| text.len() <= 253 && text.split('.').all(is_label)
}

identifier! {
    /// The name of a namespace: an RFC 1123 label.
    Namespace, "a namespace's name (up to 63 lower-case letters, digits and `-`, beginning and ending with a letter or digit)",
    |text| text.len() <= 63 && is_label(text)
}

identifier! {
    /// The uid that the API server gave an object: a UUID in lower case.
    Uid, "a uid (32 hexadecimal digits in groups of 8, 4, 4, 4 and 12)",
    |text| {
        let groups: Vec<&str> = text.split('-').collect();
        groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
            && groups.iter().all(|group| group.chars().all(is_lower_hex))
    }
}

identifier! {
    /// The name of an AWS region.
    Region, "a region's name, such as us-west-2",
    |text| {
        let parts: Vec<&str> = text.split('-').collect();
        match parts.as_slice() {
            [first, middle @ .., last] => first.len() == 2
                && !middle.is_empty()
                && std::iter::once(first).chain(middle).all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase()))
                && !last.is_empty() && last.len() <= 3 && last.chars().all(|c| c.is_ascii_digit()),
            _ => false,
        }
    }
}

identifier! {
    /// A name that SageMaker takes for jobs, models, configs and endpoints.
    SageMakerName, "a SageMaker name (up to 63 letters, digits and `-`, beginning and ending with a letter or digit)",
    |text| text.len() <= 63 && is_sagemaker_name(text)
}

identifier! {
    /// What Application Auto Scaling calls a resource id: `endpoint/<endpoint>/variant/<variant>`.
    ResourceId, "a resource id of the form endpoint/<endpoint>/variant/<variant>",
    |text| matches!(
        text.split('/').collect::<Vec<_>>().as_slice(),
        ["endpoint", endpoint, "variant", variant] if is_sagemaker_name(endpoint) && is_sagemaker_name(variant)
            && endpoint.len() <= 63 && variant.len() <= 63
    )
}

identifier! {
    /// The name of a scaling policy: printable ASCII, blanks and quotes among it.
    PolicyName, "a scaling policy's name (1 to 256 printable ASCII characters)",
    |text| !text.is_empty() && text.len() <= 256 && text.bytes().all(|b| (b' '..=b'~').contains(&b))
}

identifier! {
    /// The scalable dimension of a SageMaker resource.
    ScalableDimension, "a scalable dimension of SageMaker, such as sagemaker:variant:DesiredInstanceCount",
    |text| text.strip_prefix("sagemaker:").is_some_and(|rest| {
        let parts: Vec<&str> = rest.split(':').collect();
        parts.len() == 2 && parts.iter().all(|part| is_sagemaker_name(part) && part.len() <= 63)
    })
}

identifier! {
    /// An ARN that AWS gave a resource: `arn:partition:service:region:account:resource`.
    Arn, "an ARN (arn:partition:service:region:account:resource)",
    |text| {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        text.len() <= 1024
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:/+=@,".contains(c))
            && matches!(parts.as_slice(), ["arn", partition, service, region, account, resource]
                if [partition, service, region, resource].iter().all(|part| !part.is_empty())
                    && account.len() == 12 && account.chars().all(|c| c.is_ascii_digit()))
    }
}

impl KubernetesName {
    /// The same name, not longer than 253 characters and ending with a hash of `identity`: for names that are too long or taken.
    pub(crate) fn suffixed(text: &str, identity: &str, digits: usize) -> Result<KubernetesName, NameError> {
        let suffix = hex(identity, digits);
        let kept: String = text.chars().take(253 - 1 - suffix.len()).collect();
        KubernetesName::parse(&[kept.trim_end_matches(['-', '.']), suffix.as_str()].join("-"))
    }
}

impl Uid {
    /// Without dashes, as the old operator puts it into names.
    pub(crate) fn compact(&self) -> String {
        self.0.replace('-', "")
    }
}

impl ResourceId {
    /// The endpoint's and the variant's name.
    pub(crate) fn parts(&self) -> (&str, &str) {
        match self.0.split('/').collect::<Vec<_>>().as_slice() {
            [_, endpoint, _, variant] => (endpoint, variant),
            _ => (&self.0, ""),
        }
    }
}

impl Arn {
    /// The region that the ARN names.
    pub(crate) fn region(&self) -> &str {
        self.0.split(':').nth(3).unwrap_or_default()
    }
}

/// The first `digits` (at most 64) hexadecimal digits of the text's SHA-256.
pub(crate) fn hex(text: &str, digits: usize) -> String {
    let mut out: String = Sha256::digest(text.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    out.truncate(digits);
    out
}

fn is_label(text: &str) -> bool {
    let inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.chars().all(inner) && !text.starts_with('-') && !text.ends_with('-')
}

fn is_sagemaker_name(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_lower_hex(c: char) -> bool {
    c.is_ascii_digit() || ('a'..='f').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn accepts<T>(parse: fn(&str) -> Result<T, NameError>, texts: &[&str]) {
        for text in texts {
            assert!(parse(text).is_ok(), "{text:?} should be accepted");
        }
    }

    #[track_caller]
    fn refuses<T>(parse: fn(&str) -> Result<T, NameError>, texts: &[&str]) {
        for text in texts {
            assert!(parse(text).is_err(), "{text:?} should be refused");
        }
    }

    #[test]
    fn kubernetes_names_are_rfc_1123_subdomains() {
        accepts(KubernetesName::parse, &["a", "a.b-c", "1e3", &"a".repeat(253)]);
        refuses(
            KubernetesName::parse,
            &[
                "",
                "A",
                "-a",
                "a-",
                "a..b",
                "a_b",
                "a b",
                "a\n",
                "../a",
                &"a".repeat(254),
            ],
        );
    }

    #[test]
    fn namespaces_have_no_dots() {
        accepts(Namespace::parse, &["team-a", "123"]);
        refuses(Namespace::parse, &["a.b", "", &"a".repeat(64)]);
    }

    #[test]
    fn regions_are_lower_case_words_and_a_number() {
        accepts(
            Region::parse,
            &[
                "us-west-2",
                "us-gov-east-1",
                "cn-north-1",
                "us-iso-east-1",
                "ap-southeast-2",
            ],
        );
        refuses(
            Region::parse,
            &[
                "",
                "us-2",
                "us-west",
                "US-WEST-2",
                "us-west-2;x",
                "us--2",
                "usa-west-2",
                "us-west-2-",
            ],
        );
    }

    #[test]
    fn sagemaker_names_may_be_upper_case_but_not_end_with_a_dash() {
        accepts(SageMakerName::parse, &["A", "017", "a--b", &"a".repeat(63)]);
        refuses(
            SageMakerName::parse,
            &["", "a-", "-a", "a.b", "a_b", "$(x)", &"a".repeat(64)],
        );
    }

    #[test]
    fn resource_ids_name_an_endpoint_and_a_variant() {
        accepts(ResourceId::parse, &["endpoint/E-1/variant/AllTraffic"]);
        refuses(
            ResourceId::parse,
            &[
                "endpoint/e",
                "endpoint/e/variant/",
                "x/e/variant/v",
                "endpoint/e/variant/v/w",
            ],
        );
    }

    #[test]
    fn uids_are_uuids_in_lower_case() {
        accepts(Uid::parse, &["5084a3eb-32e2-45ce-9616-e487469393f4"]);
        refuses(
            Uid::parse,
            &[
                "",
                "5084a3eb32e245ce9616e487469393f4",
                "5084A3EB-32e2-45ce-9616-e487469393f4",
            ],
        );
    }

    #[test]
    fn policy_names_are_printable_ascii() {
        accepts(PolicyName::parse, &["a b", "it's $(x)"]);
        refuses(PolicyName::parse, &["", "a\tb", "a\n", "é"]);
    }

    #[test]
    fn arns_have_an_account() {
        accepts(Arn::parse, &["arn:aws-cn:sagemaker:cn-north-1:123456789012:model/a"]);
        refuses(
            Arn::parse,
            &[
                "FakeTrainingJobArn",
                "arn:aws:sagemaker:us-west-2::model/a",
                "arn:aws:sagemaker:us-west-2:123456789012:",
            ],
        );
    }
}
