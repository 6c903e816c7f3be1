//! The state that the stand-in begins with: a cluster with both operators, and the old CRs of a test.

use serde_json::{Value, json};

pub(crate) const OPERATOR_NAMESPACE: &str = "sagemaker-k8s-operator-system";
pub(crate) const OPERATOR: &str = "sagemaker-k8s-operator-controller-manager";
const OPERATOR_IMAGE: &str = "registry.example/old/amazon-sagemaker-operator-for-k8s:v1.2.2";
const SAGEMAKER: &str = "sagemaker.services.k8s.aws";
const AUTOSCALING: &str = "applicationautoscaling.services.k8s.aws";
const OLD_GROUP: &str = "sagemaker.aws.amazon.com";

/// Kind, plural and group of every custom resource that matters, with its version.
const DEFINITIONS: [(&str, &str, &str, &str); 18] = [
    ("TrainingJob", "trainingjobs", OLD_GROUP, "v1"),
    ("HyperparameterTuningJob", "hyperparametertuningjobs", OLD_GROUP, "v1"),
    ("ProcessingJob", "processingjobs", OLD_GROUP, "v1"),
    ("BatchTransformJob", "batchtransformjobs", OLD_GROUP, "v1"),
    ("Model", "models", OLD_GROUP, "v1"),
    ("EndpointConfig", "endpointconfigs", OLD_GROUP, "v1"),
    ("HostingDeployment", "hostingdeployments", OLD_GROUP, "v1"),
    (
        "HostingAutoscalingPolicy",
        "hostingautoscalingpolicies",
        OLD_GROUP,
        "v1",
    ),
    ("TrainingJob", "trainingjobs", SAGEMAKER, "v1alpha1"),
    (
        "HyperParameterTuningJob",
        "hyperparametertuningjobs",
        SAGEMAKER,
        "v1alpha1",
    ),
    ("ProcessingJob", "processingjobs", SAGEMAKER, "v1alpha1"),
    ("TransformJob", "transformjobs", SAGEMAKER, "v1alpha1"),
    ("Model", "models", SAGEMAKER, "v1alpha1"),
    ("EndpointConfig", "endpointconfigs", SAGEMAKER, "v1alpha1"),
    ("Endpoint", "endpoints", SAGEMAKER, "v1alpha1"),
    ("ScalableTarget", "scalabletargets", AUTOSCALING, "v1alpha1"),
    ("ScalingPolicy", "scalingpolicies", AUTOSCALING, "v1alpha1"),
    ("AdoptedResource", "adoptedresources", "services.k8s.aws", "v1alpha1"),
];

fn definition((kind, plural, group, version): (&str, &str, &str, &str)) -> Value {
    json!({
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": { "name": format!("{plural}.{group}"), "uid": format!("crd-{plural}.{group}"), "resourceVersion": "1" },
        "spec": {
            "group": group,
            "names": { "kind": kind, "plural": plural },
            "scope": "Namespaced",
            "versions": [{ "name": version, "served": true, "storage": true }],
        },
        "status": { "conditions": [{ "type": "Established", "status": "True" }] },
    })
}

pub(crate) fn namespace(name: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Namespace",
        "metadata": { "name": name, "uid": format!("namespace-{name}"), "resourceVersion": "1" },
        "spec": { "finalizers": ["kubernetes"] },
        "status": { "phase": "Active" },
    })
}

/// A Deployment with one container. Its pods come by themselves.
pub(crate) fn deployment(namespace: &str, name: &str, replicas: u32, image: &str) -> Value {
    let labels = json!({ "control-plane": "controller-manager" });
    json!({
        "apiVersion": "apps/v1", "kind": "Deployment",
        "metadata": {
            "name": name, "namespace": namespace, "uid": format!("deployment-{namespace}-{name}"),
            "generation": 1, "resourceVersion": "1", "labels": labels,
        },
        "spec": {
            "replicas": replicas,
            "selector": { "matchLabels": labels },
            "template": {
                "metadata": { "labels": labels },
                "spec": { "containers": [{ "name": "manager", "image": image, "args": ["--metrics-addr=127.0.0.1:8080"] }] },
            },
        },
    })
}

/// The old operator's Deployment.
pub(crate) fn operator(namespace: &str, replicas: u32) -> Value {
    deployment(namespace, OPERATOR, replicas, OPERATOR_IMAGE)
}

/// An ACK controller as its Helm chart installs it.
pub(crate) fn ack_controller(chart: &str, version: &str) -> Value {
    let mut made = deployment(
        "ack-system",
        &format!("ack-{chart}"),
        1,
        "registry.example/ack-controller:latest",
    );
    made["metadata"]["labels"] = json!({
        "app.kubernetes.io/name": chart,
        "app.kubernetes.io/instance": format!("ack-{chart}"),
        "app.kubernetes.io/version": version,
        "app.kubernetes.io/managed-by": "Helm",
    });
    made
}

fn cluster_object(api_version: &str, kind: &str, namespace: Option<&str>, name: &str) -> Value {
    let mut made = json!({
        "apiVersion": api_version, "kind": kind,
        "metadata": { "name": name, "uid": format!("{kind}-{name}"), "resourceVersion": "1" },
    });
    if let Some(namespace) = namespace {
        made["metadata"]["namespace"] = json!(namespace);
    }
    made
}

/// What the old operator's installer puts beside its Deployment, and things of others that must stay.
fn rights() -> Vec<Value> {
    const RBAC: &str = "rbac.authorization.k8s.io/v1";
    let inside = Some(OPERATOR_NAMESPACE);
    vec![
        cluster_object(RBAC, "ClusterRole", None, "sagemaker-k8s-operator-manager-role"),
        cluster_object(RBAC, "ClusterRole", None, "sagemaker-k8s-operator-proxy-role"),
        cluster_object(
            RBAC,
            "ClusterRoleBinding",
            None,
            "sagemaker-k8s-operator-manager-rolebinding",
        ),
        cluster_object(
            RBAC,
            "ClusterRoleBinding",
            None,
            "sagemaker-k8s-operator-proxy-rolebinding",
        ),
        cluster_object(RBAC, "Role", inside, "sagemaker-k8s-operator-leader-election-role"),
        cluster_object(
            RBAC,
            "RoleBinding",
            inside,
            "sagemaker-k8s-operator-leader-election-rolebinding",
        ),
        cluster_object("v1", "ServiceAccount", inside, "sagemaker-k8s-operator-default"),
        cluster_object("v1", "ServiceAccount", inside, "default"),
        cluster_object(RBAC, "ClusterRole", None, "cluster-admin"),
        cluster_object(RBAC, "ClusterRoleBinding", None, "team-sagemaker"),
    ]
}

/// A cluster named `prod-cluster` with these old CRs, its operator running and ACK adopting at once, beside one named
/// `other-cluster` that has the same definitions and nothing else.
pub(crate) fn state(crs: &[Value]) -> Value {
    let mut objects: Vec<Value> = DEFINITIONS.into_iter().map(definition).collect();
    for name in [
        "default",
        "kube-system",
        "prod",
        "dev",
        "ack-system",
        OPERATOR_NAMESPACE,
    ] {
        objects.push(namespace(name));
    }
    let other = objects.clone();
    objects.push(operator(OPERATOR_NAMESPACE, 1));
    objects.push(ack_controller("sagemaker-chart", "v1.9.1"));
    objects.push(ack_controller("applicationautoscaling-chart", "v1.4.1"));
    objects.push(deployment("prod", "web-shop", 2, "registry.example/web-shop:1"));
    objects.extend(rights());
    objects.extend_from_slice(crs);
    json!({
        "currentContext": "prod-cluster",
        "clusters": { "prod-cluster": { "objects": objects }, "other-cluster": { "objects": other } },
        "ack": {},
        "resourceVersion": 100_000,
    })
}
