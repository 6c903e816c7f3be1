//! Back-up and freeze.

use serde_json::json;

use crate::cluster::{self, OPERATOR, OPERATOR_NAMESPACE};
use crate::road::{BACKUP, CLEAN_UP, FREEZE, ROLL_BACK, SCRIPTS, adopted, before, start, yes};

#[test]
fn a_back_up_holds_every_cr_and_goes_into_a_new_folder_each_time() {
    let scene = start();
    scene.run(BACKUP, &[]).done().writes_nothing();
    let first = scene.backups();
    assert_eq!(first.len(), 1);
    let kept = scene.backup_text(&first);
    scene.run(BACKUP, &[]).done();
    let both = scene.backups();
    assert_eq!(both.len(), 2);
    assert!(first.is_subset(&both));
    assert_eq!(scene.backup_text(&first), kept, "the first back-up was changed");
    for object in scene
        .objects()
        .iter()
        .filter(|object| object["apiVersion"] == crate::old::OLD)
    {
        assert!(kept.contains(object["metadata"]["uid"].as_str().unwrap()), "{object}");
    }
    for kind in [
        "CustomResourceDefinition",
        "Deployment",
        "ClusterRole",
        "ClusterRoleBinding",
        "ServiceAccount",
    ] {
        assert!(
            kept.contains(&format!("\"kind\": \"{kind}\"")),
            "no {kind} in the back-up"
        );
    }
    for name in both {
        assert_eq!(scene.mode(&format!("backup/{name}")), 0o700);
    }
}

#[test]
fn a_back_up_that_fails_stops_everything_and_is_not_taken_for_one() {
    let scene = start();
    scene.deny("list", "roles.rbac.authorization.k8s.io");
    scene.run(BACKUP, &[]).refused("Forbidden");
    scene.change(|state| state["deny"] = json!([]));
    let scene = adopted();
    scene.remove_backups();
    scene.run(CLEAN_UP, &["--yes", "--settle", "0"]).refused("10-backup.sh");
}

#[test]
fn the_freeze_scales_every_operator_down_and_notes_the_replicas_before() {
    let scene = start();
    scene.add(cluster::operator("dev", 2));
    scene.add(cluster::deployment(
        "prod",
        "renamed",
        3,
        "mirror.example/amazon-sagemaker-operator-for-k8s:v1",
    ));
    scene.add(cluster::deployment(
        "default",
        OPERATOR,
        1,
        "mirror.example/sha256-0123",
    ));
    let run = scene.run(FREEZE, &["--yes"]).done();
    let writes = run.writes();
    let noted = writes
        .iter()
        .position(|write| write.contains("configmaps kube-system/ack-adoption-planner"))
        .unwrap();
    let scaled = writes
        .iter()
        .position(|write| write.contains("deployments/scale"))
        .unwrap();
    assert!(noted < scaled, "{run}");
    let state = scene
        .object("", "ConfigMap", "kube-system", "ack-adoption-planner")
        .unwrap()["data"]
        .to_string();
    assert!(state.contains(&scene.plan_id()), "{state}");
    for (namespace, name) in [
        (OPERATOR_NAMESPACE, OPERATOR),
        ("dev", OPERATOR),
        ("prod", "renamed"),
        ("default", OPERATOR),
    ] {
        let found = scene.object("apps", "Deployment", namespace, name).unwrap();
        assert_eq!(found["spec"]["replicas"], 0, "{namespace}/{name}\n{run}");
    }
    assert_eq!(
        scene.object("apps", "Deployment", "prod", "web-shop").unwrap()["spec"]["replicas"],
        2
    );
    scene.run(FREEZE, &["--yes"]).done().writes_nothing();
}

#[test]
fn the_freeze_waits_until_no_manager_pod_is_left() {
    let scene = start();
    scene.change(|state| state["podsLinger"] = json!(1000));
    scene
        .run(FREEZE, &["--yes", "--timeout", "0"])
        .leaves_something()
        .says(OPERATOR);
    scene.change(|state| state["podsLinger"] = json!(0));
    for pod in scene.objects().iter().filter(|object| object["kind"] == "Pod") {
        let name = pod["metadata"]["name"].as_str().unwrap().to_owned();
        scene.drop_objects(|object| object["metadata"]["name"] == name.as_str() && name.starts_with(OPERATOR));
    }
    scene.run(FREEZE, &["--yes"]).done();
}

#[test]
fn the_freeze_does_not_scale_what_only_has_the_common_label() {
    let scene = start();
    scene.add(cluster::deployment(
        "prod",
        "other-controller-manager",
        1,
        "registry.example/other:1",
    ));
    scene.run(FREEZE, &["--yes"]).done();
    let other = scene
        .object("apps", "Deployment", "prod", "other-controller-manager")
        .unwrap();
    assert_eq!(other["spec"]["replicas"], 1);
}

#[test]
fn two_plans_that_freeze_in_the_same_moment_do_not_both_hold_the_state() {
    let scene = start();
    scene.fault(
        json!({ "verb": "create", "resource": "configmaps", "times": 1, "before": [{ "create": {
        "apiVersion": "v1", "kind": "ConfigMap",
        "metadata": { "name": "ack-adoption-planner", "namespace": "kube-system" },
        "data": { "plan-id": "0123456789abcdef", "operator": "frozen" },
    } }] }),
    );
    let run = scene.run(FREEZE, &["--yes"]);
    assert_eq!(run.code(), Some(2), "{run}");
    assert!(run.writes().iter().all(|write| write.contains("refused")), "{run}");
    assert_eq!(scene.replicas(), 1);
}

#[test]
fn a_state_that_is_not_one_of_a_plan_is_refused() {
    for script in SCRIPTS {
        let scene = before(script);
        scene.drop_objects(|object| object["kind"] == "ConfigMap");
        scene.add(json!({
            "apiVersion": "v1", "kind": "ConfigMap",
            "metadata": { "name": "ack-adoption-planner", "namespace": "kube-system", "resourceVersion": "1", "uid": "x" },
            "data": { "theirs": "yes" },
        }));
        scene.run(script, yes(script)).refused("is not one of a plan");
    }
}

#[test]
fn an_operator_that_is_scaled_up_again_at_once_is_not_called_frozen() {
    let scene = start();
    scene.fault(json!({ "call": "^(.* )?scale( |$)", "after": [
        { "resource": "deployments.apps", "namespace": OPERATOR_NAMESPACE, "name": OPERATOR, "merge": { "spec": { "replicas": 1 } } },
    ] }));
    scene
        .run(FREEZE, &["--yes", "--timeout", "0"])
        .leaves_something()
        .says("not frozen");
    // What was noted first stays noted.
    scene.without_faults();
    scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
        found["spec"]["replicas"] = json!(5)
    });
    scene.run(FREEZE, &["--yes"]).done();
    scene.run(ROLL_BACK, &["--yes"]).done();
    assert_eq!(scene.replicas(), 1);
}

#[test]
fn a_freeze_that_may_not_scale_is_not_called_frozen() {
    let scene = start();
    scene.deny("patch", "deployments/scale.apps");
    let run = scene.run(FREEZE, &["--yes", "--timeout", "0"]).leaves_something();
    assert!(run.text().contains("Forbidden"), "{run}");
    assert_eq!(scene.replicas(), 1);
}
