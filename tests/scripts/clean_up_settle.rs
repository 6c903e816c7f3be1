//! What may go wrong from the strip on: between it and the delete, and in the writes themselves.

use serde_json::json;

use crate::clean_up::{STRIP, WEB, YES};
use crate::cluster::{OPERATOR, OPERATOR_NAMESPACE};
use crate::old::FINALIZER;
use crate::road::{CLEAN_UP, FREEZE, adopted, shop, walk};
use crate::run::Call;

#[test]
fn a_finalizer_that_is_back_after_the_settle_time_stops_the_delete() {
    let scene = adopted();
    scene.fault(json!({ "call": STRIP, "times": 1, "after": [
        { "resource": "trainingjobs.sagemaker.aws.amazon.com", "namespace": "prod", "name": "fit", "merge": { "metadata": { "finalizers": [FINALIZER] } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES);
    assert!(matches!(run.code(), Some(1 | 2)), "{run}");
    let run = run.says("prod/fit");
    assert!(scene.old_crs().contains(&"TrainingJob/prod/fit".to_owned()), "{run}");
    assert!(
        !run.writes()
            .iter()
            .any(|write| write == "delete trainingjobs.sagemaker.aws.amazon.com prod/fit"),
        "{run}"
    );
}

#[test]
fn an_operator_scaled_up_between_strip_and_delete_stops_every_delete() {
    let scene = adopted();
    scene.fault(json!({ "call": STRIP, "times": 1, "after": [
        { "resource": "deployments.apps", "namespace": OPERATOR_NAMESPACE, "name": OPERATOR, "merge": { "spec": { "replicas": 1 } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES);
    assert!(matches!(run.code(), Some(1 | 2)), "{run}");
    let run = run.says(OPERATOR);
    assert!(!run.writes().iter().any(|write| write.starts_with("delete ")), "{run}");
    // Frozen again, the run is taken up where it stopped.
    scene.without_faults();
    walk(&scene, &[FREEZE, CLEAN_UP]);
    assert_eq!(scene.old_crs(), Vec::<String>::new());
}

#[test]
fn an_operator_scaled_up_after_the_parents_stops_the_children() {
    let scene = adopted();
    scene.fault(json!({ "call": "^(.* )?delete( |$)", "times": 1, "after": [
        { "resource": "deployments.apps", "namespace": OPERATOR_NAMESPACE, "name": OPERATOR, "merge": { "spec": { "replicas": 1 } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES);
    assert!(matches!(run.code(), Some(1 | 2)), "{run}");
    let deleted: Vec<String> = run
        .writes()
        .into_iter()
        .filter(|write| write.starts_with("delete "))
        .collect();
    assert!(
        !deleted
            .iter()
            .any(|write| write.contains("models.") || write.contains("endpointconfigs.")),
        "{run}"
    );
}

#[test]
fn a_cr_recreated_between_strip_and_delete_is_not_deleted() {
    let scene = adopted();
    scene.fault(json!({ "call": STRIP, "times": 1, "after": [
        { "resource": "trainingjobs.sagemaker.aws.amazon.com", "namespace": "prod", "name": "fit", "recreate": true },
    ] }));
    let run = scene.run(CLEAN_UP, &YES).leaves_something().says("prod/fit");
    assert_eq!(scene.old_crs(), ["TrainingJob/prod/fit"], "{run}");
}

#[test]
fn a_fence_that_is_gone_stops_the_delete() {
    let scene = adopted();
    scene.fault(json!({ "call": STRIP, "times": 1, "after": [
        { "resource": "trainingjobs.sagemaker.aws.amazon.com", "namespace": "prod", "name": "fit", "merge": { "spec": { "sageMakerEndpoint": null } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES);
    assert!(matches!(run.code(), Some(1 | 2)), "{run}");
    assert!(
        !run.writes()
            .iter()
            .any(|write| write == "delete trainingjobs.sagemaker.aws.amazon.com prod/fit"),
        "{run}"
    );
}

#[test]
fn a_lock_that_is_lost_during_the_settle_time_stops_every_delete() {
    let scene = adopted();
    scene.fault(json!({ "call": STRIP, "times": 1, "after": [
        { "resource": "configmaps", "name": "ack-adoption-planner", "merge": { "data": { "plan-id": "0123456789abcdef" } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES).leaves_something();
    assert!(!run.writes().iter().any(|write| write.starts_with("delete ")), "{run}");
}

#[test]
fn it_waits_as_long_as_it_says_between_strip_and_delete() {
    for (arguments, seconds) in [(vec!["--yes"], "30"), (vec!["--yes", "--settle", "7"], "7")] {
        let run = adopted().run(CLEAN_UP, &arguments).done();
        let place = |wanted: &dyn Fn(&Call) -> bool| run.calls.iter().position(wanted).unwrap();
        let last_strip = run
            .calls
            .iter()
            .rposition(|call| call.words.contains(&"replace".to_owned()))
            .unwrap();
        let wait = place(&|call| call.words == ["sleep", seconds]);
        let first_delete = place(&|call| call.words.contains(&"delete".to_owned()));
        assert!(last_strip < wait && wait < first_delete, "{run}");
        // Between the wait and the delete everything is read again.
        for what in [
            "pods",
            "deployments.apps",
            "configmaps",
            "trainingjobs.sagemaker.aws.amazon.com",
            "trainingjobs.sagemaker.services.k8s.aws",
        ] {
            let again = run.calls[wait..first_delete]
                .iter()
                .any(|call| call.words.iter().any(|word| word.contains(what)));
            assert!(again, "{what} is not read again\n{run}");
        }
    }
}

#[test]
fn a_conflict_keeps_the_family() {
    let scene = adopted();
    scene.fault(json!({ "verb": "update", "resource": "models.sagemaker.aws.amazon.com", "error": "Conflict" }));
    let run = scene.run(CLEAN_UP, &YES).leaves_something().says("prod/web");
    assert_eq!(scene.old_crs(), WEB, "{run}");
    // The next run reads anew and goes on.
    scene.without_faults();
    scene.run(CLEAN_UP, &YES).done();
    assert_eq!(scene.old_crs(), Vec::<String>::new());
}

#[test]
fn a_strip_that_is_forbidden_ends_without_a_delete() {
    let scene = adopted();
    scene.deny("update", "*");
    let run = scene.run(CLEAN_UP, &YES);
    assert!(matches!(run.code(), Some(1 | 2)), "{run}");
    assert!(!run.writes().iter().any(|write| write.starts_with("delete ")), "{run}");
    assert_eq!(scene.old_crs().len(), shop().len());
}

#[test]
fn too_many_requests_leave_something_and_the_next_run_ends_it() {
    let scene = adopted();
    scene.fault(json!({ "verb": "delete", "resource": "trainingjobs.sagemaker.aws.amazon.com", "times": 1, "error": "TooManyRequests" }));
    scene
        .run(CLEAN_UP, &[&YES[..], &["--timeout", "0"]].concat())
        .leaves_something();
    scene.run(CLEAN_UP, &YES).done();
    assert_eq!(scene.old_crs(), Vec::<String>::new());
}
