//! What clean-up keeps: families of which one member is in doubt.

use serde_json::{Value, json};

use crate::clean_up::{OLD, SAGEMAKER, WEB, YES, is_twin};
use crate::old::{self, CHILD_FINALIZER, FINALIZER};
use crate::road::{ADOPT, BACKUP, CLEAN_UP, FREEZE, VERIFY, adopted, walk};
use crate::scene::{Scene, key};

/// What is kept is neither stripped nor deleted, all else is; and the script says what is left.
#[track_caller]
fn keeps(scene: &Scene, kept: &[&str], words: &str) {
    let before: Vec<Value> = scene
        .objects()
        .into_iter()
        .filter(|object| object["apiVersion"] == old::OLD)
        .collect();
    let run = scene.run(CLEAN_UP, &YES).leaves_something().says(words);
    assert_eq!(scene.old_crs(), kept, "{run}");
    for cr in scene.objects().iter().filter(|object| object["apiVersion"] == old::OLD) {
        assert!(before.contains(cr), "changed: {cr}\n{run}");
    }
    for name in kept {
        let name = name.split_once('/').unwrap().1;
        assert!(run.text().contains(name), "does not name {name}\n{run}");
    }
}

#[test]
fn a_missing_twin_keeps_its_old_cr() {
    let scene = adopted();
    scene.drop_objects(|object| is_twin(object) && object["metadata"]["name"] == "fit");
    keeps(&scene, &["TrainingJob/prod/fit"], "prod/fit");
}

#[test]
fn a_missing_twin_of_one_member_keeps_the_family() {
    let scene = adopted();
    scene.drop_objects(|object| is_twin(object) && object["kind"] == "Model");
    keeps(&scene, &WEB, "prod/web");
}

#[test]
fn a_twin_that_is_not_adopted_keeps_its_old_cr() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["annotations"]
            .as_object_mut()
            .unwrap()
            .remove("services.k8s.aws/adopted");
    });
    keeps(&scene, &["TrainingJob/prod/fit"], "prod/fit");
}

#[test]
fn a_twin_with_another_identity_keeps_its_old_cr() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["spec"]["trainingJobName"] = json!("another")
    });
    keeps(&scene, &["TrainingJob/prod/fit"], "prod/fit");
}

#[test]
fn a_twin_with_another_arn_keeps_the_family() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "Endpoint", "prod", "web", |twin| {
        twin["status"]["ackResourceMetadata"]["arn"] =
            json!("arn:aws:sagemaker:us-west-2:123456789012:endpoint/another");
    });
    keeps(&scene, &WEB, "prod/web");
}

#[test]
fn a_twin_that_is_being_deleted_keeps_its_old_cr() {
    let scene = adopted();
    scene.without_ack();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z");
    });
    keeps(&scene, &["TrainingJob/prod/fit"], "is being deleted");
}

#[test]
fn a_twin_without_an_arn_keeps_its_old_cr() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["status"]["ackResourceMetadata"]
            .as_object_mut()
            .unwrap()
            .remove("arn");
    });
    keeps(&scene, &["TrainingJob/prod/fit"], "has no ARN");
}

#[test]
fn a_recreated_cr_is_kept() {
    let scene = adopted();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["uid"] = json!(old::uid(99))
    });
    keeps(&scene, &["TrainingJob/prod/fit"], "plan again");
}

#[test]
fn a_cr_changed_after_planning_is_kept() {
    let scene = adopted();
    scene.edit(OLD, "HostingDeployment", "prod", "web", |cr| {
        cr["metadata"]["generation"] = json!(2)
    });
    keeps(&scene, &WEB, "plan again");
}

#[test]
fn an_unknown_child_keeps_its_family() {
    let scene = adopted();
    let mut child = old::model("prod", "mnist-2-00000001111142228333444455556666", 50);
    child["metadata"]["labels"] =
        json!({ "owner_HostingDeployment_namespace": "prod", "owner_HostingDeployment_name": "web" });
    scene.add(child);
    let mut kept = WEB.to_vec();
    kept.push("Model/prod/mnist-2-00000001111142228333444455556666");
    keeps(&scene, &kept, "mnist-2-");
}

#[test]
fn an_unknown_child_of_a_tuning_job_keeps_its_family() {
    let scene = adopted();
    let stem = &old::uid(30).replace('-', "")[..20];
    let name = format!("{stem}-003-0a1b2c3d");
    let mut child = old::training_job("prod", &name, 50);
    child["metadata"]["finalizers"] = json!([CHILD_FINALIZER, FINALIZER]);
    child["spec"]["trainingJobName"] = json!(name);
    child["spec"]["hyperParameters"] = json!([{ "name": "_tuning_objective_metric", "value": "x" }]);
    scene.add(child);
    let kept = [
        "HyperparameterTuningJob/prod/tune".to_owned(),
        format!("TrainingJob/prod/{stem}-001-0a1b2c3d"),
        format!("TrainingJob/prod/{stem}-002-0a1b2c3d"),
        format!("TrainingJob/prod/{stem}-003-0a1b2c3d"),
    ];
    keeps(&scene, &kept.each_ref().map(String::as_str), "-003-0a1b2c3d");
}

#[test]
fn children_of_a_deployment_that_the_plan_does_not_know_are_kept() {
    let mut crs = old::hosting_deployment("prod", "web", 1);
    let parent = crs.remove(0);
    let scene = Scene::new(&crs);
    scene.add(parent);
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    keeps(&scene, &WEB, "prod/web");
}

#[test]
fn a_cr_that_the_plan_does_not_know_is_left_alone() {
    let scene = adopted();
    scene.add(old::training_job("prod", "newcomer", 90));
    let run = scene.run(CLEAN_UP, &YES);
    assert_eq!(scene.old_crs(), ["TrainingJob/prod/newcomer"], "{run}");
}

#[test]
fn a_cr_that_was_not_read_from_a_cluster_is_left_alone() {
    let mut crs = old::training_jobs("prod", 2);
    crs[0]["metadata"].as_object_mut().unwrap().remove("uid");
    let scene = Scene::new(&crs);
    scene.edit(OLD, "TrainingJob", "prod", "job-001", |cr| {
        cr["metadata"]["uid"] = json!(old::uid(77))
    });
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    scene.run(CLEAN_UP, &YES);
    assert_eq!(scene.old_crs(), ["TrainingJob/prod/job-001"]);
    let cr = scene.object(OLD, "TrainingJob", "prod", "job-001").unwrap();
    assert_eq!(cr["metadata"]["finalizers"], json!([FINALIZER]));
}

#[test]
fn a_family_with_a_blocked_member_is_never_touched() {
    let mut crs = old::hosting_deployment("prod", "web", 1);
    crs[1]["spec"]["region"] = json!("nowhere");
    crs.push(old::training_job("prod", "fit", 20));
    let scene = Scene::new(&crs);
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    let web = |scene: &Scene| -> Vec<Value> {
        let named = |object: &Value| WEB.contains(&key(object).as_str());
        scene
            .objects()
            .into_iter()
            .filter(|object| object["apiVersion"] == old::OLD && named(object))
            .collect()
    };
    let before = web(&scene);
    scene
        .run(CLEAN_UP, &YES)
        .leaves_something()
        .says("HostingDeployment/prod/web is not to be deleted");
    assert_eq!(scene.old_crs(), WEB);
    assert_eq!(web(&scene), before);
}

#[test]
fn names_that_are_equal_as_numbers_are_two_families() {
    let mut crs = vec![
        old::training_job("prod", "1e3", 1),
        old::training_job("prod", "1000", 2),
    ];
    crs[0]["status"]["sageMakerTrainingJobName"] = json!("1e3");
    crs[1]["status"]["sageMakerTrainingJobName"] = json!("1000");
    let scene = Scene::new(&crs);
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    scene.drop_objects(|object| is_twin(object) && object["metadata"]["name"] == "1000");
    keeps(&scene, &["TrainingJob/prod/1000"], "prod/1000");
}

#[test]
fn text_of_any_kind_in_a_cr_changes_nothing() {
    const NASTY: &str = "a\tb\nTrainingJob\tprod\tfit\n\"finalizers\":[\"x\"],\"sageMakerEndpoint\":\"https://127.0.0.1:1\" \\\" $(kubectl delete ns prod) `id` '; rm -rf / #\u{2028}é<&>";
    let mut crs = old::training_jobs("prod", 2);
    crs[0]["metadata"]["annotations"] = json!({ "note": NASTY });
    crs[0]["spec"]["environment"] = json!([{ "name": "X", "value": NASTY }]);
    crs[0]["status"]["additional"] = json!(NASTY);
    let scene = Scene::new(&crs);
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "job-001", |twin| {
        twin["metadata"]["annotations"]["note"] = json!(NASTY);
        twin["spec"]["environment"] = json!({ "X": NASTY });
    });
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "job-002", |twin| {
        twin["spec"]["trainingJobName"] = json!(NASTY);
        twin["spec"]["note"] = json!("\"trainingJobName\":\"job-002\"");
    });
    let kept: Value = scene
        .backup_text(&scene.backups())
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find(|object| object["metadata"]["name"] == "job-001")
        .unwrap();
    assert_eq!(kept["metadata"]["annotations"]["note"], NASTY);
    keeps(&scene, &["TrainingJob/prod/job-002"], "prod/job-002");
}

#[test]
fn an_owner_whose_deletion_would_take_another_old_cr_with_it_is_kept() {
    let scene = adopted();
    let fit = scene.object(OLD, "TrainingJob", "prod", "fit").unwrap();
    scene.edit(OLD, "HostingDeployment", "prod", "web", |web| {
        web["metadata"]["ownerReferences"] =
            json!([{ "kind": "TrainingJob", "name": "fit", "uid": fit["metadata"]["uid"] }]);
    });
    keeps(&scene, &["TrainingJob/prod/fit"], "owns HostingDeployment/prod/web");
}
