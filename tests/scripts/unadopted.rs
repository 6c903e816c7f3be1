//! Old CRs that are given up by name.

use ack_adoption_planner::{Form, Options};
use serde_json::json;

use crate::clean_up::{SAGEMAKER, WEB, YES, is_twin};
use crate::old::{self};
use crate::road::{ADOPT, BACKUP, CLEAN_UP, FREEZE, VERIFY, adopted, walk};
use crate::scene::Scene;

#[test]
fn an_old_cr_that_is_named_goes_without_a_verified_twin_and_takes_the_twin_along() {
    let scene = adopted();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["annotations"]
            .as_object_mut()
            .unwrap()
            .remove("services.k8s.aws/adopted");
        twin["metadata"].as_object_mut().unwrap().remove("finalizers");
        twin.as_object_mut().unwrap().remove("spec");
        twin.as_object_mut().unwrap().remove("status");
    });
    scene.change(|state| state["ack"] = json!({ "never": ["TrainingJob/prod/fit"] }));
    scene
        .run(
            CLEAN_UP,
            &[&YES[..], &["--unadopted", "TrainingJob/prod/other"]].concat(),
        )
        .refused("TrainingJob/prod/other");
    let run = scene
        .run(CLEAN_UP, &[&YES[..], &["--unadopted", "TrainingJob/prod/fit"]].concat())
        .done();
    assert_eq!(scene.old_crs(), Vec::<String>::new(), "{run}");
    assert!(!scene.twins().contains(&"TrainingJob/prod/fit".to_owned()), "{run}");
    assert!(scene.twins().contains(&"TrainingJob/dev/try".to_owned()), "{run}");
}

#[test]
fn a_verified_twin_of_a_named_old_cr_stays() {
    let scene = adopted();
    let twins = scene.twins();
    scene.run(CLEAN_UP, &[&YES[..], &["--unadopted", "TrainingJob/prod/fit"]].concat());
    assert_eq!(scene.twins(), twins);
}

#[test]
fn giving_up_a_parent_does_not_give_up_its_children() {
    let scene = adopted();
    scene.without_ack();
    scene.drop_objects(|object| is_twin(object) && object["kind"] == "Model");
    let run = scene
        .run(
            CLEAN_UP,
            &[&YES[..], &["--unadopted", "HostingDeployment/prod/web"]].concat(),
        )
        .leaves_something();
    assert_eq!(scene.old_crs(), WEB, "{run}");
    let all = [
        &YES[..],
        &[
            "--unadopted",
            "HostingDeployment/prod/web",
            "--unadopted",
            WEB[2],
            "--unadopted",
            WEB[0],
        ],
    ]
    .concat();
    let run = scene.run(CLEAN_UP, &all).done();
    assert_eq!(scene.old_crs(), Vec::<String>::new(), "{run}");
    // What was verified stays adopted.
    assert!(scene.twins().contains(&"Endpoint/prod/web".to_owned()), "{run}");
}

#[test]
fn a_given_up_old_cr_takes_its_adopted_resource_along() {
    let scene = Scene::planned(
        &old::training_jobs("prod", 2),
        &Options {
            form: Form::AdoptedResource,
            ..Options::default()
        },
    );
    scene.change(|state| state["ack"] = json!({ "never": ["TrainingJob/prod/job-001"] }));
    walk(&scene, &[BACKUP, FREEZE, ADOPT]);
    scene
        .run(VERIFY, &["--timeout", "0"])
        .leaves_something()
        .says("prod/job-001");
    let run = scene
        .run(
            CLEAN_UP,
            &[&YES[..], &["--unadopted", "TrainingJob/prod/job-001"]].concat(),
        )
        .done();
    assert_eq!(
        scene.twins(),
        ["AdoptedResource/prod/trainingjob-job-002", "TrainingJob/prod/job-002"],
        "{run}"
    );
    // And it is not made again.
    scene.run(ADOPT, &["--yes"]).done().writes_nothing();
}

#[test]
fn a_twin_that_two_old_crs_share_stays_when_one_is_given_up() {
    let endpoint = old::endpoint_name("web", 1);
    let mut second = old::autoscaling_policy("prod", "idle", 11, &endpoint);
    second["spec"]["policyName"] = json!("keep idle");
    second["status"]["policyName"] = json!("keep idle");
    let scene = Scene::new(&[old::autoscaling_policy("prod", "busy", 10, &endpoint), second]);
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    scene.without_ack();
    let target = scene
        .twins()
        .into_iter()
        .find(|twin| twin.starts_with("ScalableTarget/"))
        .unwrap();
    let name = target.rsplit('/').next().unwrap();
    scene.edit(
        "applicationautoscaling.services.k8s.aws",
        "ScalableTarget",
        "prod",
        name,
        |twin| {
            twin["metadata"]["annotations"]
                .as_object_mut()
                .unwrap()
                .remove("services.k8s.aws/adopted");
        },
    );
    let run = scene.run(
        CLEAN_UP,
        &[&YES[..], &["--unadopted", "HostingAutoscalingPolicy/prod/busy"]].concat(),
    );
    assert!(
        !run.writes().iter().any(|write| write.contains(".services.k8s.aws ")),
        "{run}"
    );
    assert_eq!(scene.old_crs().len(), 2, "{run}");
}

#[test]
fn a_given_up_twin_of_someone_else_stays() {
    let scene = adopted();
    scene.without_ack();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["spec"]["trainingJobName"] = json!("another");
        twin["metadata"]["labels"] = json!({});
    });
    let run = scene.run(CLEAN_UP, &[&YES[..], &["--unadopted", "TrainingJob/prod/fit"]].concat());
    assert!(
        !run.writes().iter().any(|write| write.contains(".services.k8s.aws ")),
        "{run}"
    );
    run.says("is not of this plan");
}
