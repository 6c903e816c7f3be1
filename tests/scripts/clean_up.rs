//! Clean-up: what it refuses, what it keeps, and that it deletes nothing but old CRs of the plan.

use ack_adoption_planner::{FinishedJobs, Form, Options};
use serde_json::{Value, json};

use crate::cluster::{self, OPERATOR, OPERATOR_NAMESPACE};
use crate::old::{self, CHILD_FINALIZER, FINALIZER};
use crate::road::{ADOPT, BACKUP, CLEAN_UP, FREEZE, ROLL_BACK, VERIFY, adopted, shop, walk};
use crate::scene::{Call, Scene, key};

const OLD: &str = "sagemaker.aws.amazon.com";
const SAGEMAKER: &str = "sagemaker.services.k8s.aws";
const YES: [&str; 3] = ["--yes", "--settle", "0"];

/// The call that strips, for faults.
const STRIP: &str = "^(.* )?replace( |$)";

#[test]
fn clean_up_leaves_no_old_cr_and_touches_no_twin() {
    let scene = adopted();
    let twins: Vec<Value> = scene.objects().into_iter().filter(is_twin).collect();
    let run = scene.run(CLEAN_UP, &YES).done();
    assert_eq!(scene.old_crs(), Vec::<String>::new());
    let after: Vec<Value> = scene.objects().into_iter().filter(is_twin).collect();
    assert_eq!(after, twins, "{run}");
    assert!(
        !run.writes().iter().any(|write| write.contains("services.k8s.aws")),
        "{run}"
    );
    scene.run(CLEAN_UP, &YES).done().writes_nothing();
}

fn is_twin(object: &Value) -> bool {
    object["apiVersion"].as_str().unwrap().contains("services.k8s.aws/")
}

#[test]
fn it_says_what_it_does_line_by_line() {
    let scene = Scene::new(&old::training_jobs("prod", 2));
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY]);
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "job-002", |twin| {
        twin["spec"]["trainingJobName"] = json!("another");
    });
    let head = |words: &str| {
        let plan = scene.plan_id();
        format!("50-remove-finalizers.sh: plan {plan}, context \"prod-cluster\", all namespaces of the plan\n{words}")
    };
    let left = "  left      TrainingJob/prod/job-002 twin TrainingJob/prod/job-002 has another trainingJobName in AWS: another\n";
    let dry = scene.run(CLEAN_UP, &[]).leaves_something().writes_nothing();
    let would = "dry run: nothing is written; with --yes it is done\n  would     delete TrainingJob/prod/job-001\n";
    assert_eq!(
        dry.timeless(),
        head(&format!(
            "{would}{left}summary: would delete 1 old CR, 1 left; took N s\n"
        ))
    );
    let run = scene.run(CLEAN_UP, &YES).leaves_something();
    let did = "  entered   clean-up of prod \n  stripping 1 old CR, parents and single ones\n\
               \x20 settling  0 s, then everything is looked at again\n  deleting  1 old CR: parents and single ones\n\
               \x20 deleted   TrainingJob/prod/job-001\n";
    assert_eq!(
        run.timeless(),
        head(&format!("{did}{left}summary: 1 old CR deleted, 1 left; took N s\n"))
    );
    assert_eq!(run.err, "");
}

#[test]
fn the_strip_takes_exactly_two_finalizers_and_fences_in_one_write() {
    let scene = adopted();
    let held = [("HostingAutoscalingPolicy", "busy"), ("TrainingJob", "fit")];
    for (kind, name) in held {
        scene.edit(OLD, kind, "prod", name, |cr| {
            cr["metadata"]["finalizers"] = json!(["x.io/mine", FINALIZER]);
        });
    }
    // Killed right after each write, so that what it left can be looked at.
    let mut killed = 0;
    loop {
        scene.without_faults();
        scene.fault(json!({ "call": STRIP, "kill": "after", "times": 1 }));
        if scene
            .run(CLEAN_UP, &[&YES[..], &["--timeout", "0"]].concat())
            .code()
            .is_some()
        {
            break;
        }
        killed += 1;
        for cr in scene.objects().iter().filter(|object| object["apiVersion"] == old::OLD) {
            let finalizers: Vec<&str> = list(&cr["metadata"]["finalizers"]);
            let stripped = !finalizers.contains(&FINALIZER) && !finalizers.contains(&CHILD_FINALIZER);
            let fenced = cr["spec"]["sageMakerEndpoint"] == "https://127.0.0.1:1";
            assert_eq!(stripped, fenced, "stripped and fenced are one write: {cr}");
            let policy = cr["kind"] == "HostingAutoscalingPolicy";
            assert_eq!(cr["spec"]["region"] == "fenced", policy && stripped, "{cr}");
        }
    }
    assert!(killed > 1);
    assert_eq!(scene.old_crs(), held.map(|(kind, name)| format!("{kind}/prod/{name}")));
    for cr in scene.objects().iter().filter(|object| object["apiVersion"] == old::OLD) {
        assert_eq!(cr["metadata"]["finalizers"], json!(["x.io/mine"]));
    }
}

fn list(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .map(|items| items.iter().map(|item| item.as_str().unwrap()).collect())
        .unwrap_or_default()
}

#[test]
fn a_foreign_finalizer_stays_and_is_reported() {
    let scene = adopted();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["finalizers"] = json!([FINALIZER, "x.io/mine"])
    });
    scene
        .run(CLEAN_UP, &[&YES[..], &["--timeout", "0"]].concat())
        .leaves_something()
        .says("x.io/mine")
        .says("prod/fit");
    assert_eq!(scene.old_crs(), ["TrainingJob/prod/fit"]);
    let cr = scene.object(OLD, "TrainingJob", "prod", "fit").unwrap();
    assert_eq!(cr["metadata"]["finalizers"], json!(["x.io/mine"]));
    // Its owner lets go: a later run finds that all is done.
    scene.drop_objects(|object| object["apiVersion"] == old::OLD);
    scene.run(CLEAN_UP, &YES).done();
}

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
    scene.add(json!({
        "apiVersion": "v1", "kind": "Pod",
        "metadata": { "name": "by-hand", "namespace": "dev", "uid": "p", "resourceVersion": "1" },
        "spec": { "containers": [{ "name": "m", "image": "amazon-sagemaker-operator-for-k8s" }] },
        "status": { "phase": "Running" },
    }));
    scene.change(|state| state["faults"] = json!([]));
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
fn without_a_freeze_it_is_refused() {
    let scene = Scene::new(&shop());
    walk(&scene, &[BACKUP]);
    scene.drop_objects(|object| object["metadata"]["name"] == OPERATOR);
    scene.run(CLEAN_UP, &YES).refused("20-freeze-old-operator.sh");
}

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

const WEB: [&str; 3] = [
    "EndpointConfig/prod/web-1-00000001111142228333444455556666",
    "HostingDeployment/prod/web",
    "Model/prod/mnist-1-00000001111142228333444455556666",
];

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

#[test]
fn parents_are_deleted_before_children() {
    let scene = adopted();
    let run = scene.run(CLEAN_UP, &YES).done();
    let writes = run.writes();
    let place = |start: &str| writes.iter().position(|write| write.starts_with(start)).unwrap();
    let parent = place("delete hostingdeployments.");
    assert!(
        parent < place("delete models.") && parent < place("delete endpointconfigs."),
        "{run}"
    );
    let child = format!(
        "delete trainingjobs.sagemaker.aws.amazon.com prod/{}",
        &old::uid(30).replace('-', "")[..20]
    );
    assert!(place("delete hyperparametertuningjobs.") < place(&child), "{run}");
}

#[test]
fn a_terminating_cr_under_a_frozen_operator_goes_with_its_finalizer() {
    let scene = adopted();
    scene.edit(OLD, "TrainingJob", "prod", "fit", |cr| {
        cr["metadata"]["deletionTimestamp"] = json!("2026-01-01T00:00:00Z");
        cr["metadata"]["generation"] = json!(2);
    });
    let run = scene.run(CLEAN_UP, &YES).done();
    assert_eq!(scene.old_crs(), Vec::<String>::new(), "{run}");
    let fit: Vec<String> = run
        .writes()
        .into_iter()
        .filter(|write| write.ends_with("prod/fit"))
        .collect();
    assert_eq!(fit, ["update trainingjobs.sagemaker.aws.amazon.com prod/fit"], "{run}");
}

#[test]
fn one_namespace_is_cleaned_and_the_other_is_not() {
    let scene = adopted();
    scene
        .run(CLEAN_UP, &[&YES[..], &["--namespace", "dev"]].concat())
        .done();
    assert_eq!(scene.old_crs().len(), shop().len() - 1);
    assert!(!scene.old_crs().contains(&"TrainingJob/dev/try".to_owned()));
    // The other may still go back, but the operator stays down: it is for both.
    scene.run(CLEAN_UP, &YES).done();
    assert_eq!(scene.old_crs(), Vec::<String>::new());
}

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
fn a_lock_that_is_lost_during_the_settle_time_stops_every_delete() {
    let scene = adopted();
    scene.fault(json!({ "call": STRIP, "times": 1, "after": [
        { "resource": "configmaps", "name": "ack-adoption-planner", "merge": { "data": { "plan-id": "0123456789abcdef" } } },
    ] }));
    let run = scene.run(CLEAN_UP, &YES).leaves_something();
    assert!(!run.writes().iter().any(|write| write.starts_with("delete ")), "{run}");
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
fn jobs_that_are_only_cleaned_up_need_no_twin() {
    let mut crs = old::training_jobs("prod", 2);
    crs[0]["status"]["trainingJobStatus"] = json!("Completed");
    let scene = Scene::planned(
        &crs,
        &Options {
            finished_jobs: FinishedJobs::CleanUpOnly,
            ..Options::default()
        },
    );
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY, CLEAN_UP]);
    assert_eq!(scene.twins(), ["TrainingJob/prod/job-002"]);
    assert_eq!(scene.old_crs(), Vec::<String>::new());
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
    assert!(scene.twins().contains(&target), "{run}");
    assert_eq!(scene.old_crs().len(), 2, "{run}");
}
