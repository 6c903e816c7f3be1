//! The manifest that makes ACK adopt a resource, in its two forms.

use super::{AwsIdentity, Twin};
use crate::name::KubernetesName;
use crate::options::{Form, Options};
use crate::yaml::Node;

/// The label that holds the plan's id, on everything that the bundle makes.
const PLAN_LABEL: &str = "ack-adoption-planner/plan";

const REGION: &str = "services.k8s.aws/region";
const DELETION_POLICY: &str = "services.k8s.aws/deletion-policy";
const READ_ONLY: &str = "services.k8s.aws/read-only";
const ADOPTION_POLICY: &str = "services.k8s.aws/adoption-policy";
const ADOPTION_FIELDS: &str = "services.k8s.aws/adoption-fields";

/// The manifest of one twin. It has no `spec` of its own: ACK writes what AWS has.
pub(crate) fn manifest(twin: &Twin, options: &Options, plan_id: &str) -> Node {
    match options.form {
        Form::Annotations => annotated(twin, options, plan_id),
        Form::AdoptedResource => adopted_resource(twin, options, plan_id),
    }
}

/// All AdoptedResources of a namespace are of one kind, so the twin's kind is part of the name.
pub(crate) fn adopted_resource_name(twin: &Twin) -> KubernetesName {
    let text = [twin.kind.as_str().to_ascii_lowercase().as_str(), twin.name.as_str()].join("-");
    KubernetesName::parse(&text)
        .or_else(|_| KubernetesName::suffixed(&text, &text, 6))
        .unwrap_or_else(|_| twin.name.clone())
}

fn annotated(twin: &Twin, options: &Options, plan_id: &str) -> Node {
    let mut annotations = vec![
        (ADOPTION_POLICY, Node::text("adopt")),
        (ADOPTION_FIELDS, Node::text(adoption_fields(&twin.identity))),
    ];
    annotations.extend(safety(twin, options));
    Node::map([
        ("apiVersion", Node::text([twin.kind.group(), "v1alpha1"].join("/"))),
        ("kind", Node::text(twin.kind.as_str())),
        ("metadata", metadata(&twin.name, twin, plan_id, annotations)),
    ])
}

/// The region stands on the AdoptedResource, where it decides where AWS is read, and on the twin,
/// where it keeps the twin from drifting to the controller's region. What protects the AWS resource stands on both too.
fn adopted_resource(twin: &Twin, options: &Options, plan_id: &str) -> Node {
    Node::map([
        ("apiVersion", Node::text("services.k8s.aws/v1alpha1")),
        ("kind", Node::text("AdoptedResource")),
        (
            "metadata",
            metadata(&adopted_resource_name(twin), twin, plan_id, safety(twin, options)),
        ),
        (
            "spec",
            Node::map([
                ("aws", aws(&twin.identity)),
                (
                    "kubernetes",
                    Node::map([
                        ("group", Node::text(twin.kind.group())),
                        ("kind", Node::text(twin.kind.as_str())),
                        ("metadata", metadata(&twin.name, twin, plan_id, safety(twin, options))),
                    ]),
                ),
            ]),
        ),
    ])
}

/// What keeps AWS as it is, whatever becomes of the twin.
fn safety(twin: &Twin, options: &Options) -> Vec<(&'static str, Node)> {
    let mut annotations = vec![
        (REGION, Node::text(twin.region.as_str())),
        (DELETION_POLICY, Node::text("retain")),
    ];
    if options.read_only {
        annotations.push((READ_ONLY, Node::text("true")));
    }
    annotations
}

fn aws(identity: &AwsIdentity) -> Node {
    let fields = identity.fields();
    let (first, rest) = match fields.split_first() {
        Some(((_, first), rest)) => (*first, rest),
        None => ("", fields.as_slice()),
    };
    let name_or_id = ("nameOrID", Node::text(first));
    if rest.is_empty() {
        return Node::map([name_or_id]);
    }
    let keys = rest
        .iter()
        .map(|(key, value)| ((*key).to_owned(), Node::text(*value)))
        .collect();
    Node::map([name_or_id, ("additionalKeys", Node::Map(keys))])
}

fn adoption_fields(identity: &AwsIdentity) -> String {
    serde_json::to_string(identity).unwrap_or_default()
}

/// The metadata of the twin, and of the AdoptedResource that makes one.
fn metadata(name: &KubernetesName, twin: &Twin, plan_id: &str, annotations: Vec<(&'static str, Node)>) -> Node {
    Node::map([
        ("name", Node::text(name.as_str())),
        ("namespace", Node::text(twin.namespace.as_str())),
        ("labels", Node::map([(PLAN_LABEL, Node::text(plan_id))])),
        ("annotations", sorted(annotations)),
    ])
}

fn sorted(mut annotations: Vec<(&'static str, Node)>) -> Node {
    annotations.sort_by_key(|(key, _)| *key);
    Node::Map(
        annotations
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    )
}
