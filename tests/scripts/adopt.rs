//! Adoption, and what counts as a verified twin.

use serde_json::json;

use crate::road::{ADOPT, VERIFY, adopted, frozen, start};
use crate::scene::Scene;

const SAGEMAKER: &str = "sagemaker.services.k8s.aws";
const AUTOSCALING: &str = "applicationautoscaling.services.k8s.aws";

#[test]
fn adoption_creates_each_twin_once_and_nothing_else() {
    let scene = frozen();
    let run = scene.run(ADOPT, &["--yes"]).done();
    let creates: Vec<String> = run
        .writes()
        .into_iter()
        .filter(|write| write.contains("services.k8s.aws"))
        .collect();
    assert_eq!(creates.len(), scene.twins().len(), "{run}");
    assert!(creates.iter().all(|write| write.starts_with("create ")), "{run}");
    let again = scene.run(ADOPT, &["--yes"]).done().writes_nothing();
    assert!(again.calls.len() <= run.calls.len(), "{again}");
}

#[test]
fn adoption_creates_only_what_is_missing() {
    let scene = frozen();
    scene.run(ADOPT, &["--yes"]).done();
    scene.drop_objects(|object| {
        object["apiVersion"] == "sagemaker.services.k8s.aws/v1alpha1" && object["metadata"]["name"] == "fit"
    });
    scene
        .run(ADOPT, &["--yes"])
        .done()
        .wrote(&["create trainingjobs.sagemaker.services.k8s.aws prod/fit"]);
}

#[test]
fn adoption_leaves_an_object_that_is_not_ours_as_it_is() {
    let scene = frozen();
    scene.add(json!({
        "apiVersion": "sagemaker.services.k8s.aws/v1alpha1", "kind": "TrainingJob",
        "metadata": { "name": "fit", "namespace": "prod", "uid": "someone", "generation": 1, "resourceVersion": "7" },
        "spec": { "trainingJobName": "another" },
    }));
    let run = scene.run(ADOPT, &["--yes"]);
    assert_ne!(run.code(), Some(0), "{run}");
    let run = run.says("prod/fit");
    assert!(
        !run.writes()
            .iter()
            .any(|write| write.ends_with("prod/fit") && !write.starts_with("create")),
        "{run}"
    );
    let found = scene.object(SAGEMAKER, "TrainingJob", "prod", "fit").unwrap();
    assert_eq!(found["spec"]["trainingJobName"], "another");
}

#[test]
fn adoption_in_one_namespace_leaves_the_other_alone() {
    let scene = frozen();
    let run = scene.run(ADOPT, &["--yes", "--namespace", "dev"]).done();
    let twins: Vec<String> = run
        .writes()
        .into_iter()
        .filter(|write| write.contains("services.k8s.aws"))
        .collect();
    assert_eq!(
        twins,
        ["create trainingjobs.sagemaker.services.k8s.aws dev/try"],
        "{run}"
    );
}

#[test]
fn verification_passes_when_every_twin_is_adopted() {
    adopted().run(VERIFY, &[]).done().writes_nothing();
}

#[test]
fn verification_waits_for_slow_adoption() {
    let scene = frozen();
    scene.change(|state| state["ack"] = json!({ "afterCalls": 12 }));
    scene.run(ADOPT, &["--yes"]).done();
    scene.run(VERIFY, &[]).done();
}

/// A scene whose twins are all adopted but for a change to one.
fn with_twin(group: &str, kind: &str, name: &str, change: impl FnOnce(&mut serde_json::Value)) -> Scene {
    let scene = adopted();
    scene.without_ack();
    scene.edit(group, kind, "prod", name, change);
    scene
}

#[test]
fn every_part_of_the_proof_is_needed() {
    type Change = fn(&mut serde_json::Value);
    let changes: [(&str, Change); 7] = [
        ("never adopted", |twin| {
            twin["metadata"]["annotations"]["services.k8s.aws/adopted"] = json!("false")
        }),
        ("no annotation", |twin| {
            drop(
                twin["metadata"]["annotations"]
                    .as_object_mut()
                    .unwrap()
                    .remove("services.k8s.aws/adopted"),
            )
        }),
        ("no finalizer of ACK", |twin| {
            twin["metadata"]["finalizers"] = json!(["x.io/other"])
        }),
        ("another name in AWS", |twin| {
            twin["spec"]["endpointName"] = json!("another")
        }),
        ("no name in AWS", |twin| {
            drop(twin["spec"].as_object_mut().unwrap().remove("endpointName"))
        }),
        ("another region", |twin| {
            twin["status"]["ackResourceMetadata"]["region"] = json!("eu-west-1")
        }),
        ("another ARN", |twin| {
            twin["status"]["ackResourceMetadata"]["arn"] = json!("arn:aws:sagemaker:us-west-2:123456789012:endpoint/x");
        }),
    ];
    for (what, change) in changes {
        let scene = with_twin(SAGEMAKER, "Endpoint", "web", change);
        let run = scene.run(VERIFY, &["--timeout", "0"]);
        assert_eq!(run.code(), Some(1), "{what}\n{run}");
        run.writes_nothing().says("prod/web");
    }
}

#[test]
fn another_account_with_the_same_name_is_not_the_twin() {
    let scene = with_twin(SAGEMAKER, "Endpoint", "web", |twin| {
        let metadata = &mut twin["status"]["ackResourceMetadata"];
        metadata["ownerAccountID"] = json!("999999999999");
    });
    scene
        .run(VERIFY, &["--timeout", "0"])
        .leaves_something()
        .says("prod/web");
}

#[test]
fn an_arn_in_other_case_is_the_same() {
    let scene = with_twin(SAGEMAKER, "Endpoint", "web", |twin| {
        let metadata = &mut twin["status"]["ackResourceMetadata"];
        metadata["arn"] = json!(
            metadata["arn"]
                .as_str()
                .unwrap()
                .replace("endpoint/web", "endpoint/WEB")
        );
    });
    scene.run(VERIFY, &["--timeout", "0"]).done();
}

#[test]
fn each_key_of_a_policy_counts() {
    for field in ["resourceID", "serviceNamespace", "scalableDimension", "policyName"] {
        let scene = adopted();
        let twins = scene.twins();
        let policy = twins.iter().find(|twin| twin.starts_with("ScalingPolicy/")).unwrap();
        let name = policy.rsplit('/').next().unwrap();
        scene.edit(AUTOSCALING, "ScalingPolicy", "prod", name, |twin| {
            twin["spec"][field] = json!("another")
        });
        scene.run(VERIFY, &["--timeout", "0"]).leaves_something().says(name);
    }
}

#[test]
fn names_that_look_like_numbers_are_compared_as_strings() {
    let mut crs = crate::old::training_jobs("prod", 1);
    crs[0]["status"]["sageMakerTrainingJobName"] = json!("1e3");
    let scene = Scene::new(&crs);
    crate::road::walk(&scene, &[crate::road::BACKUP, crate::road::FREEZE, ADOPT, VERIFY]);
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "job-001", |twin| {
        twin["spec"]["trainingJobName"] = json!("1000");
    });
    scene.run(VERIFY, &["--timeout", "0"]).leaves_something();
}

#[test]
fn adoption_before_the_freeze_is_refused_or_harmless() {
    let scene = start();
    let run = scene.run(ADOPT, &["--yes"]);
    assert!(
        run.writes()
            .iter()
            .all(|write| write.starts_with("create ") || write.contains("ack-adoption-planner")),
        "{run}"
    );
}
