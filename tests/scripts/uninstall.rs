//! Uninstall and hand-over: what comes after clean-up.

use ack_adoption_planner::{Form, Options};
use serde_json::{Value, json};

use crate::cluster::{self, OPERATOR, OPERATOR_NAMESPACE};
use crate::old;
use crate::road::{ADOPT, BACKUP, CLEAN_UP, FREEZE, HAND_OVER, UNINSTALL, VERIFY, adopted, cleaned, shop, walk};
use crate::scene::Scene;

const SAGEMAKER: &str = "sagemaker.services.k8s.aws";

#[test]
fn the_uninstall_deletes_what_is_the_old_operators_and_definitions_last() {
    let scene = cleaned();
    let run = scene.run(UNINSTALL, &["--yes"]).done();
    let writes = run.writes();
    let deletes: Vec<&String> = writes.iter().filter(|write| write.starts_with("delete ")).collect();
    let first = deletes
        .iter()
        .position(|write| write.contains("customresourcedefinitions."))
        .unwrap();
    assert!(
        deletes[first..]
            .iter()
            .all(|write| write.contains("customresourcedefinitions.")),
        "{run}"
    );
    assert_eq!(deletes.len() - first, 8, "{run}");
    assert!(
        deletes[first..]
            .iter()
            .all(|write| write.ends_with(".sagemaker.aws.amazon.com")),
        "{run}"
    );
    assert!(
        !deletes.iter().any(|write| write.starts_with("delete namespaces ")),
        "{run}"
    );
    assert!(
        scene
            .object("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR)
            .is_none(),
        "{run}"
    );
    for (kind, namespace, name) in [
        ("ClusterRole", "", "cluster-admin"),
        ("ClusterRoleBinding", "", "team-sagemaker"),
    ] {
        assert!(
            scene
                .object("rbac.authorization.k8s.io", kind, namespace, name)
                .is_some(),
            "{name}\n{run}"
        );
    }
    assert!(
        scene
            .object("", "ServiceAccount", OPERATOR_NAMESPACE, "default")
            .is_some(),
        "{run}"
    );
    assert!(
        scene.object("apps", "Deployment", "prod", "web-shop").is_some(),
        "{run}"
    );
    assert!(scene.object("", "Namespace", "", OPERATOR_NAMESPACE).is_some(), "{run}");
    scene.run(UNINSTALL, &["--yes"]).done().writes_nothing();
}

#[test]
fn an_old_cr_in_any_namespace_keeps_the_operator_installed() {
    let scene = cleaned();
    scene.add(old::training_job("default", "newcomer", 90));
    scene.run(UNINSTALL, &["--yes"]).refused("default/newcomer");
}

#[test]
fn a_cr_made_while_it_uninstalls_keeps_the_definitions() {
    let scene = cleaned();
    scene.fault(
        json!({ "writes": true, "times": 1, "after": [{ "create": old::training_job("default", "newcomer", 90) }] }),
    );
    let run = scene.run(UNINSTALL, &["--yes"]);
    assert_ne!(run.code(), Some(0), "{run}");
    assert!(
        !run.writes()
            .iter()
            .any(|write| write.contains("customresourcedefinitions.")),
        "{run}"
    );
}

#[test]
fn an_operator_that_runs_is_not_uninstalled() {
    let scene = cleaned();
    scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
        found["spec"]["replicas"] = json!(1)
    });
    scene.run(UNINSTALL, &["--yes"]).refused(OPERATOR);
}

#[test]
fn a_plan_with_something_blocked_has_no_uninstall() {
    let mut crs = shop();
    crs[4]["spec"]["region"] = json!("nowhere");
    let scene = Scene::new(&crs);
    assert!(!scene.has_file(UNINSTALL));
    assert!(scene.has_file(CLEAN_UP));
}

#[test]
fn the_hand_over_adopts_each_twin_afresh_without_read_only() {
    let scene = cleaned();
    let before = scene.twins();
    let run = scene.run(HAND_OVER, &["--yes"]).done();
    assert_eq!(scene.twins(), before, "{run}");
    for twin in scene
        .objects()
        .iter()
        .filter(|object| object["apiVersion"].as_str().unwrap().contains("services.k8s.aws/"))
    {
        let annotations = &twin["metadata"]["annotations"];
        assert!(annotations.get("services.k8s.aws/read-only").is_none(), "{twin}");
        assert_eq!(annotations["services.k8s.aws/deletion-policy"], "retain", "{twin}");
        assert_eq!(annotations["services.k8s.aws/adopted"], "true", "{twin}");
        assert_eq!(
            twin["metadata"]["labels"]["ack-adoption-planner/plan"],
            scene.plan_id(),
            "{twin}"
        );
    }
    scene.run(HAND_OVER, &["--yes"]).done().writes_nothing();
    scene.run(VERIFY, &[]).done();
}

#[test]
fn the_hand_over_before_clean_up_is_refused() {
    adopted().run(HAND_OVER, &["--yes"]).refused(CLEAN_UP);
}

#[test]
fn the_hand_over_does_not_delete_a_twin_that_is_not_retained() {
    let scene = cleaned();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["annotations"]["services.k8s.aws/deletion-policy"] = json!("delete");
    });
    let run = scene.run(HAND_OVER, &["--yes"]);
    assert_ne!(run.code(), Some(0), "{run}");
    assert!(
        !run.writes()
            .iter()
            .any(|write| write == "delete trainingjobs.sagemaker.services.k8s.aws prod/fit"),
        "{run}"
    );
}

#[test]
fn the_hand_over_does_not_delete_a_twin_of_someone_else() {
    let scene = cleaned();
    scene.edit(SAGEMAKER, "TrainingJob", "prod", "fit", |twin| {
        twin["metadata"]["labels"] = json!({})
    });
    let run = scene.run(HAND_OVER, &["--yes"]);
    assert!(
        !run.writes()
            .iter()
            .any(|write| write == "delete trainingjobs.sagemaker.services.k8s.aws prod/fit"),
        "{run}"
    );
}

#[test]
fn a_hand_over_killed_between_delete_and_create_makes_what_is_missing() {
    let scene = cleaned();
    let before = scene.twins();
    scene.fault(json!({ "call": "^(.* )?delete( |$)", "times": 1, "kill": "after" }));
    scene.run(HAND_OVER, &["--yes"]).was_killed();
    scene.without_faults();
    scene.run(HAND_OVER, &["--yes"]).done();
    assert_eq!(scene.twins(), before);
    scene.run(HAND_OVER, &["--yes"]).done().writes_nothing();
}

#[test]
fn the_uninstall_finds_an_operator_in_another_namespace_too() {
    let scene = Scene::new(&old::training_jobs("prod", 1));
    scene.add(cluster::operator("dev", 1));
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY, CLEAN_UP, UNINSTALL]);
    assert!(scene.object("apps", "Deployment", "dev", OPERATOR).is_none());
    assert!(
        scene
            .object("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR)
            .is_none()
    );
}

#[test]
fn what_only_looks_like_the_old_operators_is_named_and_stays() {
    let scene = cleaned();
    let stranger = |kind: &str, name: &str| {
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind,
            "metadata": { "name": name, "uid": name, "resourceVersion": "1" },
        })
    };
    scene.add(stranger("ClusterRole", "team-sagemaker-k8s-operator-viewers"));
    let mut definition = scene
        .object(
            "apiextensions.k8s.io",
            "CustomResourceDefinition",
            "",
            "models.sagemaker.aws.amazon.com",
        )
        .unwrap();
    definition["metadata"]["name"] = json!("others.sagemaker.aws.amazon.com");
    definition["spec"]["names"] = json!({ "kind": "Other", "plural": "others" });
    scene.add(definition);
    scene
        .run(UNINSTALL, &["--yes"])
        .done()
        .says("team-sagemaker-k8s-operator-viewers")
        .says("others.sagemaker.aws.amazon.com");
    assert!(
        scene
            .object(
                "rbac.authorization.k8s.io",
                "ClusterRole",
                "",
                "team-sagemaker-k8s-operator-viewers"
            )
            .is_some()
    );
    assert!(
        scene
            .object(
                "apiextensions.k8s.io",
                "CustomResourceDefinition",
                "",
                "others.sagemaker.aws.amazon.com"
            )
            .is_some()
    );
}

#[test]
fn signs_of_gitops_keep_the_operator_installed() {
    let scene = cleaned();
    scene.edit("apps", "Deployment", OPERATOR_NAMESPACE, OPERATOR, |found| {
        found["metadata"]["annotations"] = json!({ "meta.helm.sh/release-name": "operator" });
    });
    scene.run(UNINSTALL, &["--yes"]).refused("--gitops-suspended");
}

#[test]
fn a_missing_right_leaves_something_and_the_definitions_are_no_worse() {
    let scene = cleaned();
    scene.deny("delete", "clusterroles.rbac.authorization.k8s.io");
    scene.run(UNINSTALL, &["--yes"]).leaves_something().says("Forbidden");
    scene.change(|state| state["deny"] = json!([]));
    scene.run(UNINSTALL, &["--yes"]).done();
}

#[test]
fn without_read_only_there_is_no_hand_over() {
    let options = Options {
        read_only: false,
        ..Options::default()
    };
    let scene = Scene::planned(&shop(), &options);
    assert!(!scene.has_file(HAND_OVER));
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY, CLEAN_UP, UNINSTALL]);
    let read_only = |twin: &Value| {
        twin["metadata"]["annotations"]
            .get("services.k8s.aws/read-only")
            .is_some()
    };
    assert!(!scene.objects().iter().any(read_only));
}

#[test]
fn the_hand_over_refuses_while_an_old_cr_is_there_again() {
    let scene = cleaned();
    scene.add(old::training_job("prod", "fit", 99));
    scene.run(HAND_OVER, &["--yes"]).refused("prod/fit");
}

#[test]
fn the_hand_over_of_adopted_resources_makes_them_anew_too() {
    let scene = Scene::planned(
        &old::training_jobs("prod", 2),
        &Options {
            form: Form::AdoptedResource,
            ..Options::default()
        },
    );
    walk(&scene, &[BACKUP, FREEZE, ADOPT, VERIFY, CLEAN_UP]);
    let before = scene.twins();
    walk(&scene, &[HAND_OVER]);
    assert_eq!(scene.twins(), before);
    for twin in scene
        .objects()
        .iter()
        .filter(|object| object["apiVersion"] == "sagemaker.services.k8s.aws/v1alpha1")
    {
        assert!(
            twin["metadata"]["annotations"]
                .get("services.k8s.aws/read-only")
                .is_none(),
            "{twin}"
        );
        assert_eq!(
            twin["metadata"]["annotations"]["services.k8s.aws/deletion-policy"], "retain",
            "{twin}"
        );
    }
    scene.run(HAND_OVER, &["--yes"]).done().writes_nothing();
}
