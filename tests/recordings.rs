//! Real clusters, recorded, and the old operator's sample CRs: read in place beside the project, where they are.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a recording that can't be read fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use ack_adoption_planner::{Code, Form, Options, Outcome, Plan, Severity, Source, plan};
use serde_json::Value;

mod bundle;

use bundle::{identity, kind, manifests, rows};

/// Beside the project, or nothing, and a word that says that the test was skipped.
fn shared(path: &str) -> Option<PathBuf> {
    let found = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if !found.exists() {
        bundle::skipped(&format!("there is no ../shared/{path}"));
        return None;
    }
    Some(found)
}

fn recorded(path: &str) -> Option<String> {
    shared(path).map(|path| fs::read_to_string(path).expect("a recording can be read"))
}

fn planned(name: &str, text: &str, options: &Options) -> Plan {
    let source = Source {
        name: name.to_owned(),
        text: text.to_owned(),
    };
    plan(&[source], options).expect("the options are good")
}

/// Which CRs a code is said of, by the document that the place of each diagnostic is in.
fn said(plan: &Plan, code: Code) -> BTreeSet<String> {
    let diagnostics = plan.diagnostics.iter().filter(|diagnostic| diagnostic.code == code);
    diagnostics
        .map(|diagnostic| {
            let path = diagnostic
                .origin
                .as_ref()
                .and_then(|origin| origin.path.clone())
                .expect("it is about an item");
            let item = path.split('.').next().map(str::to_owned);
            let resource = plan
                .resources
                .iter()
                .find(|resource| resource.origin.path == item)
                .expect("the item is there");
            let old = resource.old.as_ref().expect("it has a name");
            format!("{}/{}", old.kind, old.name)
        })
        .collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_recorded_cluster_is_planned_whole() {
    let Some(text) = recorded("recordings/old-cluster.yaml") else {
        return;
    };
    for form in [Form::Annotations, Form::AdoptedResource] {
        let plan = planned(
            "old-cluster.yaml",
            &text,
            &Options {
                form,
                ..Options::default()
            },
        );
        let summary = &plan.summary;
        assert!(plan.complete);
        assert_eq!((summary.documents, summary.manifests), (29, 28));
        assert_eq!((summary.adopt, summary.clean_up_only), (23, 6));
        assert_eq!((summary.blocked, summary.skipped, summary.already_adopted), (0, 0, 0));
        assert!(
            plan.diagnostics
                .iter()
                .all(|diagnostic| diagnostic.severity != Severity::Error)
        );
        let rows = rows(&plan);
        assert!(rows.iter().all(|row| row["clean_up"] == "yes"));
        assert_eq!(
            rows.iter().map(|row| &row["old_uid"]).collect::<BTreeSet<_>>().len(),
            29
        );
    }
}

#[test]
fn what_stands_out_in_the_recorded_cluster_is_said() {
    let Some(text) = recorded("recordings/old-cluster.yaml") else {
        return;
    };
    let plan = planned("old-cluster.yaml", &text, &Options::default());
    let job = "TrainingJob/xgboost-mnist-custom-endpoint";
    let tuning_job = "HyperparameterTuningJob/xgboost-mnist-hpo-custom-endpoint";
    let (updated, never_up) = (
        "HostingDeployment/hosting-deployment",
        "HostingDeployment/multi-model-hosting-deployment",
    );
    assert_eq!(said(&plan, Code::Terminating), set(&[job]));
    assert_eq!(
        said(&plan, Code::OperatorError),
        set(&[job, tuning_job, updated, never_up])
    );
    assert_eq!(said(&plan, Code::DeploymentIncomplete), set(&[never_up]));
    assert_eq!(said(&plan, Code::UpdateInProgress), set(&[updated, never_up]));
    assert_eq!(said(&plan, Code::TuningChild).len(), 6);
    let family = |row: &&BTreeMap<String, String>| row["family"] == "HostingDeployment/prod/hosting-deployment";
    let configs: BTreeSet<String> = rows(&plan)
        .iter()
        .filter(family)
        .filter(|row| row["old_kind"] == "EndpointConfig")
        .map(|row| row["aws_identity"].clone())
        .collect();
    assert_eq!(
        configs,
        set(&[
            "hosting-deployment-1-5084a3eb3-1e8e6364c5af494aab06cffdf5aade45",
            "hosting-deployment-2-5084a3eb3-8d5f30a395a84340a80d67b123f0650d",
        ])
    );
}

#[test]
fn the_same_cluster_in_json_gives_the_same_files() {
    let (Some(yaml), Some(json)) = (
        recorded("recordings/old-cluster.yaml"),
        recorded("recordings/old-cluster.json"),
    ) else {
        return;
    };
    let (yaml, json) = (
        planned("a", &yaml, &Options::default()),
        planned("a", &json, &Options::default()),
    );
    assert_eq!(yaml.files, json.files);
    assert_eq!(yaml.id, json.id);
    assert_eq!(yaml.summary, json.summary);
}

/// The real controllers adopted what our manifests name: same kind, region and adoption fields, and our ARNs are theirs.
#[test]
fn the_recorded_adoption_is_what_we_plan() {
    let (Some(old), Some(adopted)) = (
        recorded("recordings/old-cluster.yaml"),
        recorded("recordings/adopted-cluster.yaml"),
    ) else {
        return;
    };
    let plan = planned("old-cluster.yaml", &old, &Options::default());
    let adopted: Value = serde_yaml::from_str(&adopted).unwrap();
    let adopted = adopted["items"].as_array().unwrap();
    let theirs: BTreeMap<String, &Value> = adopted
        .iter()
        .map(|twin| (identity(twin, Form::Annotations), twin))
        .collect();
    let manifests = manifests(&plan);
    let ours: BTreeSet<String> = manifests
        .iter()
        .map(|manifest| identity(manifest, Form::Annotations))
        .collect();
    let only_ours: BTreeSet<&String> = ours.iter().filter(|identity| !theirs.contains_key(*identity)).collect();
    // The endpoint that never came up was not tried there.
    let never_up = "Endpoint|us-west-2|multi-model-hosting-deployment-";
    assert_eq!(only_ours.len(), 1);
    assert!(
        only_ours.iter().all(|identity| identity.starts_with(never_up)),
        "{only_ours:?}"
    );
    assert!(theirs.keys().all(|identity| ours.contains(identity)));
    for manifest in &manifests {
        let Some(twin) = theirs.get(&identity(manifest, Form::Annotations)) else {
            continue;
        };
        assert_eq!(
            manifest["apiVersion"],
            twin["apiVersion"],
            "{}",
            kind(manifest, Form::Annotations)
        );
        // ACK adds the one that says that it adopted, and kubectl the one that says what was applied.
        let asked = |annotations: &Value| -> BTreeMap<String, Value> {
            let annotations = annotations.as_object().unwrap().iter();
            annotations
                .filter(|(key, _)| !key.ends_with("/adopted") && !key.starts_with("kubectl."))
                .map(|(key, value)| {
                    (
                        key.clone(),
                        if key.ends_with("adoption-fields") {
                            json(value)
                        } else {
                            value.clone()
                        },
                    )
                })
                .collect()
        };
        assert_eq!(
            asked(&manifest["metadata"]["annotations"]),
            asked(&twin["metadata"]["annotations"])
        );
    }
    let by_identity =
        |row: &BTreeMap<String, String>| [&*row["twin_kind"], &row["region"], &row["aws_identity"]].join("|");
    let mut compared = 0;
    for row in rows(&plan).iter().filter(|row| row["old_arn"] != "-") {
        let Some(twin) = theirs.get(&by_identity(row)) else {
            continue;
        };
        let metadata = &twin["status"]["ackResourceMetadata"];
        assert_eq!(
            row["old_arn"].to_lowercase(),
            metadata["arn"].as_str().unwrap().to_lowercase()
        );
        assert_eq!(row["region"], metadata["region"].as_str().unwrap());
        compared += 1;
    }
    assert!(compared >= 6, "{compared} ARNs");
}

fn json(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap_or_default()).unwrap_or_default()
}

/// Samples were never submitted: what has a name for AWS is adopted and not cleaned up, and of the others it is said why not.
#[test]
fn samples_say_what_can_not_be_known() {
    let Some(folder) = shared("samples") else {
        return;
    };
    let mut blocked = BTreeMap::new();
    let mut adopted = 0;
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let plan = planned(&name, &fs::read_to_string(&path).unwrap(), &Options::default());
        assert_eq!(plan.resources.len(), 1, "{name}");
        let resource = &plan.resources[0];
        let codes: BTreeSet<Code> = plan.diagnostics.iter().map(|diagnostic| diagnostic.code).collect();
        match resource.outcome {
            Outcome::Adopt => {
                assert!(codes.contains(&Code::NotFromCluster), "{name}");
                assert!(rows(&plan).iter().all(|row| row["clean_up"] == "no"), "{name}");
                adopted += 1;
            }
            Outcome::Blocked => {
                assert!(codes.contains(&resource.reason.unwrap()), "{name}");
                assert!(plan.files.is_empty(), "{name}");
                *blocked.entry(resource.reason.unwrap()).or_insert(0) += 1;
            }
            other => unreachable!("{name} is {other:?}"),
        }
    }
    // The two autoscaling policies name their endpoints; one sample has no region but words that say to put one there.
    assert_eq!(
        (adopted, blocked),
        (
            2,
            BTreeMap::from([(Code::InvalidRegion, 1), (Code::AwsNameUnknown, 14)])
        )
    );
}
