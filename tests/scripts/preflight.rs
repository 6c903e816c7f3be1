//! What the preflight finds, and what it refuses.

use ack_adoption_planner::{Form, Options};
use serde_json::json;

use crate::cluster::{self, OPERATOR, OPERATOR_NAMESPACE};
use crate::old;
use crate::road::{BACKUP, PREFLIGHT, SCRIPTS, before, shop, start, yes};
use crate::scene::Scene;

const OLD: &str = "sagemaker.aws.amazon.com";
const SAGEMAKER: &str = "sagemaker.services.k8s.aws";

#[test]
fn a_sound_cluster_passes() {
    start()
        .run(PREFLIGHT, &[])
        .done()
        .writes_nothing()
        .says(OPERATOR)
        .says("v1.9.1")
        .says("v1.4.1");
}

#[test]
fn operators_are_found_in_every_namespace_by_name_and_by_image() {
    let scene = start();
    scene.add(cluster::operator("dev", 1));
    scene.add(cluster::deployment(
        "prod",
        "renamed",
        1,
        "mirror.example:5000/x/amazon-sagemaker-operator-for-k8s@sha256:0123",
    ));
    scene.add(cluster::deployment(
        "prod",
        "lookalike",
        1,
        "mirror.example/amazon-sagemaker-operator-for-k8s-docs:v1",
    ));
    let run = scene.run(PREFLIGHT, &[]).done();
    for found in [
        &format!("{OPERATOR_NAMESPACE}/{OPERATOR}"),
        &format!("dev/{OPERATOR}"),
        "prod/renamed",
    ] {
        assert!(run.text().contains(found), "{found}\n{run}");
    }
    run.says_nothing_of("lookalike");
}

#[test]
fn a_terminating_cr_is_reported() {
    let scene = start();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z")
    });
    scene.drop_objects(|object| object["kind"] == "Deployment" && object["metadata"]["name"] == OPERATOR);
    scene
        .run(PREFLIGHT, &[])
        .says("Terminating")
        .says("prod/fit")
        .writes_nothing();
}

#[test]
fn a_terminating_namespace_is_refused() {
    let scene = start();
    scene.edit("", "Namespace", "", "prod", |found| {
        found["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z")
    });
    scene.run(PREFLIGHT, &[]).refused("prod");
}

#[test]
fn a_missing_namespace_is_refused() {
    let scene = start();
    scene.drop_objects(|object| object["kind"] == "Namespace" && object["metadata"]["name"] == "dev");
    scene.run(PREFLIGHT, &[]).refused("dev");
}

#[test]
fn missing_definitions_of_ack_are_refused() {
    let scene = start();
    scene.drop_objects(|object| object["metadata"]["name"] == "endpoints.sagemaker.services.k8s.aws");
    scene
        .run(PREFLIGHT, &[])
        .refused("endpoints.sagemaker.services.k8s.aws");
}

#[test]
fn absent_controllers_of_ack_are_a_warning() {
    let scene = start();
    scene.drop_objects(|object| object["metadata"]["namespace"] == "ack-system");
    scene.run(PREFLIGHT, &[]).done().says("warning").says("sagemaker-chart");
}

/// Puts these versions of ACK's controllers in the place of those that are there.
pub(crate) fn controllers(scene: &Scene, sagemaker: &str, autoscaling: &str) {
    scene.drop_objects(|object| object["metadata"]["namespace"] == "ack-system");
    scene.add(cluster::ack_controller("sagemaker-chart", sagemaker));
    scene.add(cluster::ack_controller("applicationautoscaling-chart", autoscaling));
}

#[test]
fn a_controller_that_does_not_know_annotations_is_refused() {
    let scene = start();
    controllers(&scene, "v1.3.9", "v1.4.1");
    scene.run(PREFLIGHT, &[]).refused("v1.3.9");
    controllers(&scene, "v1.9.1", "v1.0.20");
    scene.run(PREFLIGHT, &[]).refused("v1.0.20");
    controllers(&scene, "v1.10.0", "v1.10.0");
    scene.run(PREFLIGHT, &[]).done();
}

#[test]
fn a_controller_without_adopted_resources_is_refused_for_that_form() {
    let scene = Scene::planned(
        &shop(),
        &Options {
            form: Form::AdoptedResource,
            ..Options::default()
        },
    );
    scene.run(PREFLIGHT, &[]).refused("v1.9.1");
    controllers(&scene, "v1.5.0", "v1.1.1");
    scene.run(PREFLIGHT, &[]).done();
    controllers(&scene, "v1.5.1", "v1.1.1");
    scene.run(PREFLIGHT, &[]).refused("v1.5.1");
}

#[test]
fn a_controller_with_the_gate_of_adoption_off_is_refused() {
    let scene = start();
    scene.edit("apps", "Deployment", "ack-system", "ack-sagemaker-chart", |found| {
        found["spec"]["template"]["spec"]["containers"][0]["args"] = json!([
            "--aws-region",
            "us-west-2",
            "--feature-gates",
            "ResourceAdoption=false,ReadOnlyResources=true"
        ]);
    });
    scene.run(PREFLIGHT, &[]).refused("ResourceAdoption");
}

#[test]
fn a_controller_that_ignores_read_only_is_refused() {
    let scene = start();
    scene.edit("apps", "Deployment", "ack-system", "ack-sagemaker-chart", |found| {
        found["spec"]["template"]["spec"]["containers"][0]["args"] = json!(["--feature-gates=ReadOnlyResources=false"]);
    });
    scene.run(PREFLIGHT, &[]).refused("ReadOnlyResources");
}

#[test]
fn a_controller_that_watches_other_namespaces_is_refused() {
    let scene = start();
    scene.edit("apps", "Deployment", "ack-system", "ack-sagemaker-chart", |found| {
        found["spec"]["template"]["spec"]["containers"][0]["args"] = json!(["--watch-namespace=dev"]);
    });
    scene.run(PREFLIGHT, &[]).refused("--watch-namespace");
}

#[test]
fn an_owner_reference_on_a_planned_cr_is_refused() {
    let scene = start();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["ownerReferences"] =
            json!([{ "apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": "y" }]);
    });
    scene.run(PREFLIGHT, &[]).says("prod/fit").says("ownerReferences");
}

#[test]
fn an_ack_object_of_a_planned_name_that_is_not_ours_is_refused() {
    let scene = start();
    scene.add(json!({
        "apiVersion": "sagemaker.services.k8s.aws/v1alpha1", "kind": "TrainingJob",
        "metadata": { "name": "fit", "namespace": "prod", "uid": "someone", "generation": 1, "resourceVersion": "7" },
        "spec": { "trainingJobName": "another" },
    }));
    scene.run(PREFLIGHT, &[]).refused("prod/fit");
}

#[test]
fn a_cr_that_the_plan_does_not_know_is_listed() {
    let scene = start();
    scene.add(old::training_job("prod", "newcomer", 90));
    scene.run(PREFLIGHT, &[]).says("prod/newcomer").writes_nothing();
}

#[test]
fn the_wrong_uid_is_not_this_cluster() {
    let scene = start();
    scene.change(|state| {
        for object in state["clusters"]["prod-cluster"]["objects"].as_array_mut().unwrap() {
            if object["apiVersion"] == "sagemaker.aws.amazon.com/v1" {
                object["metadata"]["uid"] = json!(format!("f{}", &object["metadata"]["uid"].as_str().unwrap()[1..]));
            }
        }
    });
    scene.run(BACKUP, &[]).refused("prod-cluster");
}

#[test]
fn signs_of_gitops_on_a_cr_are_refused_until_it_is_suspended() {
    for (field, key, value) in [
        (
            "annotations",
            "argocd.argoproj.io/tracking-id",
            "shop:sagemaker.aws.amazon.com/TrainingJob:prod/fit",
        ),
        ("labels", "argocd.argoproj.io/instance", "shop"),
        ("labels", "kustomize.toolkit.fluxcd.io/name", "shop"),
        ("labels", "helm.toolkit.fluxcd.io/name", "shop"),
        ("labels", "app.kubernetes.io/managed-by", "Helm"),
        ("annotations", "meta.helm.sh/release-name", "shop"),
        ("labels", "app.kubernetes.io/instance", "shop"),
    ] {
        let scene = start();
        scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
            cr["metadata"][field] = json!({ key: value })
        });
        scene.run(PREFLIGHT, &[]).refused("--gitops-suspended").says("prod/fit");
        scene.run(PREFLIGHT, &["--gitops-suspended"]).done();
    }
}

#[test]
fn signs_of_gitops_on_the_operator_are_refused_until_it_is_suspended() {
    for script in [PREFLIGHT, crate::road::FREEZE, crate::road::CLEAN_UP] {
        let scene = before(script);
        scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
            found["metadata"]["labels"]["app.kubernetes.io/managed-by"] = json!("Helm");
        });
        scene
            .run(script, yes(script))
            .refused("--gitops-suspended")
            .says(OPERATOR);
        scene
            .run(script, &[yes(script), &["--gitops-suspended"]].concat())
            .done();
    }
}

#[test]
fn a_family_that_reaches_outside_the_chosen_namespaces_is_refused() {
    // One AWS endpoint with a policy in another namespace: the two policies share a target, so they are one family.
    let endpoint = old::endpoint_name("web", 1);
    let crs = [
        old::autoscaling_policy("prod", "busy", 10, &endpoint),
        old::autoscaling_policy("dev", "busy-too", 11, &endpoint),
        old::training_job("dev", "alone", 12),
    ];
    for script in SCRIPTS.into_iter().filter(|script| *script != crate::road::UNINSTALL) {
        let scene = Scene::new(&crs);
        scene
            .run(script, &["--namespace", "dev"])
            .refused("HostingAutoscalingPolicy/");
    }
}

#[test]
fn a_namespace_that_is_not_in_the_plan_is_refused() {
    start()
        .run(PREFLIGHT, &["--namespace", "kube-system"])
        .refused("kube-system");
    start().run(PREFLIGHT, &["--namespace", "no such"]).refused("no such");
}

#[test]
fn a_twin_that_someone_else_adopted_already_passes() {
    let scene = before(crate::road::CLEAN_UP);
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["labels"] = json!({})
    });
    scene.run(PREFLIGHT, &[]).done();
}
