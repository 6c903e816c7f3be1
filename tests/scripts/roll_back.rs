//! Roll-back, from every point before clean-up.

use serde_json::json;

use crate::clean_up::{OLD, SAGEMAKER};
use crate::cluster::{self, OPERATOR, OPERATOR_NAMESPACE};
use crate::old;
use crate::road::{ADOPT, BACKUP, CLEAN_UP, FREEZE, ROLL_BACK, VERIFY, adopted, frozen, shop, start, walk, yes};
use crate::scene::Scene;

#[test]
fn from_the_freeze_it_scales_the_operator_up_again() {
    let scene = frozen();
    let crs = scene.old_crs();
    scene.run(ROLL_BACK, &["--yes"]).done();
    assert_eq!(scene.replicas(), 1);
    assert_eq!(scene.old_crs(), crs);
    scene.run(ROLL_BACK, &["--yes"]).done().writes_nothing();
}

#[test]
fn from_the_adoption_it_deletes_the_twins_and_scales_up_last() {
    let scene = adopted();
    let crs = scene.old_crs();
    let run = scene.run(ROLL_BACK, &["--yes"]).done();
    assert_eq!(scene.twins(), Vec::<String>::new(), "{run}");
    assert_eq!(scene.old_crs(), crs, "{run}");
    assert_eq!(scene.replicas(), 1);
    assert!(
        !run.writes()
            .iter()
            .any(|write| write.contains(".sagemaker.aws.amazon.com ")),
        "{run}"
    );
    scene.run(ROLL_BACK, &["--yes"]).done().writes_nothing();
    // And the whole way once more.
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY, CLEAN_UP]);
}

#[test]
fn every_operator_gets_its_own_replicas_back() {
    let scene = Scene::new(&old::training_jobs("prod", 1));
    scene.add(cluster::operator("dev", 2));
    scene.add(cluster::operator("prod", 0));
    walk(&scene, &[BACKUP, FREEZE, ROLL_BACK]);
    let replicas =
        |namespace| scene.object("apps", "Deployment", namespace, OPERATOR).unwrap()["spec"]["replicas"].clone();
    assert_eq!(
        [replicas(OPERATOR_NAMESPACE), replicas("dev"), replicas("prod")],
        [json!(1), json!(2), json!(0)]
    );
}

#[test]
fn once_clean_up_began_it_is_refused() {
    let scene = adopted();
    scene.fault(json!({ "call": "^(.* )?replace( |$)", "times": 1, "kill": "after" }));
    scene.run(CLEAN_UP, &["--yes", "--settle", "0"]).was_killed();
    scene.without_faults();
    scene.run(ROLL_BACK, &["--yes"]).refused(CLEAN_UP);
    assert_eq!(scene.replicas(), 0);
}

#[test]
fn after_clean_up_it_is_refused() {
    let scene = adopted();
    walk(&scene, &[CLEAN_UP]);
    scene.run(ROLL_BACK, &["--yes"]).refused("prod");
    assert_eq!(scene.replicas(), 0);
}

#[test]
fn while_a_cr_is_terminating_it_is_refused() {
    let scene = adopted();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z")
    });
    scene.run(ROLL_BACK, &["--yes"]).refused("prod/fit");
}

#[test]
fn while_a_cr_that_the_plan_does_not_know_is_terminating_it_is_refused() {
    let scene = adopted();
    let mut cr = old::training_job("default", "newcomer", 90);
    cr["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z");
    scene.add(cr);
    scene.run(ROLL_BACK, &["--yes"]).refused("default/newcomer");
}

#[test]
fn a_twin_that_is_not_retained_is_not_deleted() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["annotations"]
            .as_object_mut()
            .unwrap()
            .remove("services.k8s.aws/deletion-policy");
    });
    let run = scene.run(ROLL_BACK, &["--yes"]);
    assert_ne!(run.code(), Some(0), "{run}");
    assert!(scene.twins().contains(&"TrainingJob/prod/fit".to_owned()), "{run}");
}

#[test]
fn a_twin_of_someone_else_is_not_deleted() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["labels"] = json!({ "ack-adoption-planner/plan": "0123456789abcdef" });
    });
    let run = scene.run(ROLL_BACK, &["--yes"]);
    assert_eq!(scene.twins(), ["TrainingJob/prod/fit"], "{run}");
}

#[test]
fn while_another_namespace_is_in_clean_up_the_operator_stays_down() {
    let scene = adopted();
    scene.fault(json!({ "call": "^(.* )?replace( |$)", "times": 1, "kill": "after" }));
    scene
        .run(CLEAN_UP, &["--yes", "--settle", "0", "--namespace", "dev"])
        .was_killed();
    scene.without_faults();
    let run = scene.run(ROLL_BACK, &["--yes", "--namespace", "prod"]);
    assert_eq!(scene.replicas(), 0, "{run}");
    run.says("dev");
}

#[test]
fn it_goes_on_after_it_was_killed() {
    let scene = adopted();
    scene.fault(json!({ "call": "^(.* )?delete( |$)", "times": 1, "kill": "after" }));
    scene.run(ROLL_BACK, &["--yes"]).was_killed();
    scene.without_faults();
    scene.run(ROLL_BACK, &["--yes"]).done();
    assert_eq!(scene.twins(), Vec::<String>::new());
    assert_eq!(scene.replicas(), 1);
}

#[test]
fn before_anything_was_done_there_is_nothing_to_roll_back() {
    let scene = start();
    let run = scene.run(ROLL_BACK, &["--yes"]).writes_nothing();
    assert!(matches!(run.code(), Some(0 | 2)), "{run}");
}

#[test]
fn adopted_resources_are_deleted_before_their_twins() {
    let options = ack_adoption_planner::Options {
        form: ack_adoption_planner::Form::AdoptedResource,
        ..Default::default()
    };
    let scene = Scene::planned(&shop(), &options);
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    let run = scene.run(ROLL_BACK, &["--yes"]).done();
    assert_eq!(scene.twins(), Vec::<String>::new(), "{run}");
    let writes = run.writes();
    let deletes: Vec<&String> = writes.iter().filter(|write| write.starts_with("delete ")).collect();
    let twin = deletes
        .iter()
        .position(|write| !write.contains(" adoptedresources.") && !write.contains("adoptedresources.services"))
        .unwrap();
    assert!(
        deletes[twin..]
            .iter()
            .all(|write| !write.contains("adoptedresources.services")),
        "{run}"
    );
    assert_eq!(scene.replicas(), 1);
}

#[test]
fn a_cr_that_becomes_terminating_meanwhile_keeps_the_operator_down() {
    let scene = adopted();
    scene.fault(json!({ "call": "^(.* )?delete( |$)", "times": 1, "after": [
        { "resource": "trainingjobs.sagemaker.aws.amazon.com", "namespace": "prod", "name": "fit",
          "merge": { "metadata": { "deletionTimestamp": "2026-01-01T00:00:00Z" } } },
    ] }));
    let run = scene.run(ROLL_BACK, &["--yes"]);
    assert_ne!(run.code(), Some(0), "{run}");
    assert_eq!(scene.replicas(), 0, "{run}");
    run.says("prod/fit");
}

#[test]
fn a_clean_up_that_begins_in_the_same_moment_wins_or_loses_whole() {
    let scene = adopted();
    scene.fault(
        json!({ "verb": "patch", "resource": "configmaps", "times": 1, "before": [
        { "resource": "configmaps", "name": "ack-adoption-planner", "merge": { "data": { "phase.prod": "clean-up" } } },
    ] }),
    );
    let run = scene.run(ROLL_BACK, &["--yes"]);
    assert_eq!(run.code(), Some(2), "{run}");
    assert_eq!(scene.replicas(), 0, "{run}");
    assert!(run.writes().iter().all(|write| write.contains("refused")), "{run}");
}

#[test]
fn a_clean_up_that_begins_before_the_scaling_keeps_the_operator_down() {
    let scene = adopted();
    scene.fault(
        json!({ "verb": "patch", "resource": "configmaps", "skip": 1, "times": 1, "before": [
        { "resource": "configmaps", "name": "ack-adoption-planner", "merge": { "data": { "phase.dev": "clean-up" } } },
    ] }),
    );
    let run = scene.run(ROLL_BACK, &["--yes", "--namespace", "prod"]);
    assert_eq!(scene.replicas(), 0, "{run}");
}

#[test]
fn what_was_cleaned_in_one_namespace_does_not_hinder_the_other() {
    let scene = adopted();
    scene
        .run(CLEAN_UP, &["--yes", "--settle", "0", "--namespace", "dev"])
        .done();
    scene.run(ROLL_BACK, &["--yes", "--namespace", "dev"]).refused("dev");
    scene.run(ROLL_BACK, &["--yes", "--namespace", "prod"]).done();
    assert_eq!(scene.replicas(), 1);
    assert_eq!(scene.twins(), ["TrainingJob/dev/try"]);
    // The other namespace sets out once more, and the end is the same as ever.
    walk(&scene, &[BACKUP, FREEZE]);
    for script in [ADOPT, VERIFY] {
        scene
            .run(script, &[yes(script), &["--namespace", "prod"]].concat())
            .done();
    }
    scene
        .run(CLEAN_UP, &["--yes", "--settle", "0", "--namespace", "prod"])
        .done();
    assert_eq!(scene.old_crs(), Vec::<String>::new());
}

#[test]
fn a_twin_that_loses_its_protection_meanwhile_stays_and_keeps_the_operator_down() {
    let scene = adopted();
    scene.fault(json!({ "verb": "patch", "resource": "configmaps", "times": 1, "after": [
        { "resource": "trainingjobs.sagemaker.services.k8s.aws", "namespace": "prod", "name": "fit", "merge": { "metadata": {
            "annotations": { "services.k8s.aws/deletion-policy": null, "services.k8s.aws/read-only": null } } } },
    ] }));
    let run = scene.run(ROLL_BACK, &["--yes"]).leaves_something().says("prod/fit");
    assert_eq!(scene.twins(), ["TrainingJob/prod/fit"], "{run}");
    assert_eq!(scene.replicas(), 0, "{run}");
}

#[test]
fn a_time_limit_with_a_zero_in_front_is_a_number_like_any_other() {
    let scene = adopted();
    let run = scene.run(ROLL_BACK, &["--yes", "--timeout", "09"]).done();
    assert!(scene.twins().is_empty(), "{run}");
}

#[test]
fn a_freeze_waits_for_a_roll_back_of_any_namespace() {
    let scene = adopted();
    scene.edit("", "ConfigMap", "kube-system", "ack-adoption-planner", |state| {
        state["data"]["phase.elsewhere"] = json!("roll-back");
    });
    scene
        .run(FREEZE, &["--yes"])
        .refused("the roll-back of namespace elsewhere is not at its end")
        .writes_nothing();
}
