//! What clean-up refuses before it touches anything.

use serde_json::{Value, json};

use crate::clean_up::{OLD, YES};
use crate::cluster::{self, OPERATOR, OPERATOR_NAMESPACE};
use crate::old::{self};
use crate::road::{BACKUP, CLEAN_UP, FREEZE, ROLL_BACK, adopted, shop, walk};
use crate::scene::Scene;

#[test]
fn an_operator_that_runs_is_refused() {
    for namespace in [OPERATOR_NAMESPACE, "dev"] {
        let scene = adopted();
        scene.drop_objects(|object| {
            object["metadata"]["name"] == OPERATOR && object["metadata"]["namespace"] == namespace
        });
        scene.add(cluster::operator(namespace, 1));
        scene.run(CLEAN_UP, &YES).refused(&format!("{namespace}/{OPERATOR}"));
    }
}

#[test]
fn a_renamed_operator_that_runs_is_refused() {
    let scene = adopted();
    scene.add(cluster::deployment(
        "prod",
        "renamed",
        1,
        "mirror.example:5000/amazon-sagemaker-operator-for-k8s:v1@sha256:01",
    ));
    scene.run(CLEAN_UP, &YES).refused("prod/renamed");
}

#[test]
fn a_manager_pod_without_a_deployment_is_refused() {
    let scene = adopted();
    scene.add(pod("dev", "by-hand", "amazon-sagemaker-operator-for-k8s"));
    scene.run(CLEAN_UP, &YES).refused("dev/by-hand");
}

#[test]
fn a_manager_pod_that_lingers_is_refused() {
    let scene = adopted();
    scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
        found["spec"]["replicas"] = json!(1)
    });
    scene.change(|state| state["podsLinger"] = json!(1000));
    scene.run(BACKUP, &[]);
    scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
        found["spec"]["replicas"] = json!(0)
    });
    scene.run(CLEAN_UP, &YES).refused(OPERATOR);
}

#[test]
fn a_pod_by_name_is_refused() {
    let scene = adopted();
    scene.add(pod("dev", &format!("{OPERATOR}-7c9-x"), "mirror.example/sha256-0123"));
    scene
        .run(CLEAN_UP, &YES)
        .refused(&format!("Pod dev/{OPERATOR}-7c9-x runs"));
}

#[test]
fn a_pod_by_owner_is_refused() {
    let scene = adopted();
    scene.add(cluster::deployment(
        "dev",
        "renamed",
        0,
        "mirror.example/amazon-sagemaker-operator-for-k8s:v1",
    ));
    let mut owned = pod("dev", "odd", "mirror.example/sha256-0123");
    owned["metadata"]["ownerReferences"] = json!([{ "kind": "ReplicaSet", "name": "renamed-7c9", "uid": "r" }]);
    scene.add(owned);
    scene.run(CLEAN_UP, &YES).refused("Pod dev/odd runs");
}

#[test]
fn a_pod_that_has_ended_is_no_operator() {
    let scene = adopted();
    for phase in ["Succeeded", "Failed"] {
        let mut ended = pod(
            "dev",
            &format!("{OPERATOR}-{}", phase.to_lowercase()),
            "amazon-sagemaker-operator-for-k8s",
        );
        ended["status"]["phase"] = json!(phase);
        scene.add(ended);
    }
    scene.run(CLEAN_UP, &YES).done();
}

#[test]
fn without_a_freeze_it_is_refused() {
    let scene = Scene::new(&shop());
    walk(&scene, &[BACKUP]);
    scene.drop_objects(|object| object["metadata"]["name"] == OPERATOR);
    scene
        .run(CLEAN_UP, &YES)
        .refused("there is no state of a plan")
        .says("20-freeze-old-operator.sh");
}

#[test]
fn a_back_up_of_this_plan_is_needed() {
    let scene = adopted();
    scene.remove_backups();
    scene.run(CLEAN_UP, &YES).refused("10-backup.sh");
}

#[test]
fn a_namespace_that_is_rolling_back_is_refused() {
    let scene = adopted();
    // Killed at its first write after it took the namespace.
    scene.fault(json!({ "writes": true, "skip": 1, "times": 1, "kill": "before" }));
    scene.run(ROLL_BACK, &["--yes"]).was_killed();
    scene.without_faults();
    scene.run(CLEAN_UP, &YES).refused("roll");
}

#[test]
fn another_plan_is_refused_until_it_supersedes() {
    let scene = adopted();
    let mine = scene.plan_id();
    let other = Scene::new(&old::training_jobs("prod", 1));
    other.write_state(&scene.state());
    other.add(old::training_job("prod", "job-001", 1));
    assert_ne!(other.plan_id(), mine);
    other.run(FREEZE, &["--yes"]).refused(&mine);
    other
        .run(FREEZE, &["--yes", "--supersede", "0123456789abcdef"])
        .refused(&mine);
    other.run(FREEZE, &["--yes", "--supersede", &mine]).done();
    scene.write_state(&other.state());
    scene.run(CLEAN_UP, &YES).refused(&other.plan_id());
}

#[test]
fn a_back_up_that_was_killed_counts_for_nothing() {
    let scene = adopted();
    scene.remove_backups();
    scene.fault(json!({ "call": "clusterroles", "kill": "before" }));
    scene.run(BACKUP, &[]).was_killed();
    scene.without_faults();
    assert_eq!(scene.backups().len(), 1);
    scene.run(CLEAN_UP, &YES).refused("in no complete back-up of this plan");
}

#[test]
fn a_back_up_of_another_plan_counts_for_nothing() {
    let scene = adopted();
    let name = scene.backups().into_iter().next().unwrap();
    scene.write(&format!("backup/{name}/complete"), "0123456789abcdef\n");
    scene.run(CLEAN_UP, &YES).refused("in no complete back-up of this plan");
}

#[test]
fn a_cr_that_no_back_up_has_is_refused() {
    let scene = adopted();
    let name = scene.backups().into_iter().next().unwrap();
    let path = format!("backup/{name}/uids");
    let fewer: String = scene
        .text(&path)
        .lines()
        .skip(1)
        .map(|line| format!("{line}\n"))
        .collect();
    scene.write(&path, &fewer);
    scene.run(CLEAN_UP, &YES).refused("1 old CR of the plan");
}

#[test]
fn a_roll_back_that_begins_in_the_same_moment_wins_or_loses_whole() {
    let scene = adopted();
    scene.fault(json!({ "verb": "patch", "resource": "configmaps", "times": 1, "before": [
        { "resource": "configmaps", "name": "ack-adoption-planner", "merge": { "data": { "phase.prod": "roll-back" } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES);
    assert_eq!(run.code(), Some(2), "{run}");
    assert!(run.writes().iter().all(|write| write.contains("refused")), "{run}");
    assert_eq!(scene.old_crs().len(), shop().len());
}

#[test]
fn signs_of_gitops_on_a_cr_are_looked_for_again() {
    let scene = adopted();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["annotations"] = json!({ "argocd.argoproj.io/tracking-id": "shop" });
    });
    scene.run(CLEAN_UP, &YES).refused("--gitops-suspended");
    scene
        .run(CLEAN_UP, &[&YES[..], &["--gitops-suspended"]].concat())
        .done();
}

#[test]
fn after_a_roll_back_it_is_refused_until_the_next_freeze() {
    let scene = adopted();
    scene.run(ROLL_BACK, &["--yes", "--namespace", "prod"]).done();
    scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
        found["spec"]["replicas"] = json!(0)
    });
    scene
        .run(CLEAN_UP, &[&YES[..], &["--namespace", "dev"]].concat())
        .refused("roll-back has scaled the old operator up");
}

fn pod(namespace: &str, name: &str, image: &str) -> Value {
    json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": { "name": name, "namespace": namespace, "uid": name, "resourceVersion": "1" },
        "spec": { "containers": [{ "name": "m", "image": image }] },
        "status": { "phase": "Running" },
    })
}
