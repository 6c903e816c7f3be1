//! Clean-up where all is well: what it writes, in which order, and what it says.

use ack_adoption_planner::{FinishedJobs, Options};
use serde_json::{Value, json};

use crate::old::{self, CHILD_FINALIZER, FINALIZER};
use crate::road::{ADOPT, BACKUP, CLEAN_UP, FREEZE, VERIFY, adopted, shop, walk};
use crate::scene::Scene;

pub(crate) const OLD: &str = "sagemaker.aws.amazon.com";

pub(crate) const SAGEMAKER: &str = "sagemaker.services.k8s.aws";

pub(crate) const YES: [&str; 3] = ["--yes", "--settle", "0"];

/// The call that strips, for faults.
pub(crate) const STRIP: &str = "^(.* )?replace( |$)";

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

pub(crate) fn is_twin(object: &Value) -> bool {
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

pub(crate) const WEB: [&str; 3] = [
    "EndpointConfig/prod/web-1-00000001111142228333444455556666",
    "HostingDeployment/prod/web",
    "Model/prod/mnist-1-00000001111142228333444455556666",
];

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
fn a_held_parent_keeps_its_children() {
    let scene = adopted();
    scene.edit(OLD, "HostingDeployment", "prod", "web", |cr| {
        cr["metadata"]["finalizers"] = json!([FINALIZER, "x.io/mine"]);
    });
    let run = scene.run(CLEAN_UP, &YES).leaves_something().says("x.io/mine");
    assert_eq!(scene.old_crs(), WEB, "{run}");
    let deleted: Vec<String> = run
        .writes()
        .into_iter()
        .filter(|write| write.starts_with("delete models."))
        .collect();
    assert_eq!(deleted, Vec::<String>::new(), "{run}");
}
