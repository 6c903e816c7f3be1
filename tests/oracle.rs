//! What we emit, judged by those who know ACK's kinds apart from us: the types of the crate kube-custom-resources-rs,
//! generated from the CRDs of 2024, and, where they are present beside the project, the CRDs of today.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "an oracle that can't be read says nothing"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ack_adoption_planner::{Form, Plan};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::ObjectMeta;
use kube_custom_resources_rs::applicationautoscaling_services_k8s_aws::v1alpha1::{scalabletargets, scalingpolicies};
use kube_custom_resources_rs::sagemaker_services_k8s_aws::v1alpha1::{
    endpointconfigs, endpoints, hyperparametertuningjobs, models, processingjobs, trainingjobs, transformjobs,
};
use kube_custom_resources_rs::services_k8s_aws::v1alpha1::adoptedresources::AdoptedResource;
use serde_json::{Value, json};

mod bundle;
mod case;

use bundle::{adoption_fields, kind, manifests, rows};

/// The plans of all cases of a form.
fn plans(form: Form) -> Vec<Plan> {
    let cases = case::all();
    let of_form = cases.iter().filter(|case| case.options.form == form);
    of_form.map(case::Case::plan).collect()
}

/// `kind` and `apiVersion` and all fields of its spec, for each kind, as the crate knows them.
fn known_kinds() -> BTreeMap<String, (String, BTreeSet<String>)> {
    let objects = [
        written(&models::Model::new("a", models::ModelSpec::default())),
        written(&endpointconfigs::EndpointConfig::new(
            "a",
            endpointconfigs::EndpointConfigSpec::default(),
        )),
        written(&endpoints::Endpoint::new("a", endpoints::EndpointSpec::default())),
        written(&scalabletargets::ScalableTarget::new(
            "a",
            scalabletargets::ScalableTargetSpec::default(),
        )),
        written(&scalingpolicies::ScalingPolicy::new(
            "a",
            scalingpolicies::ScalingPolicySpec::default(),
        )),
        written(&trainingjobs::TrainingJob::new(
            "a",
            trainingjobs::TrainingJobSpec::default(),
        )),
        written(&hyperparametertuningjobs::HyperParameterTuningJob::new(
            "a",
            hyperparametertuningjobs::HyperParameterTuningJobSpec::default(),
        )),
        written(&processingjobs::ProcessingJob::new(
            "a",
            processingjobs::ProcessingJobSpec::default(),
        )),
        written(&transformjobs::TransformJob::new(
            "a",
            transformjobs::TransformJobSpec::default(),
        )),
    ];
    objects
        .into_iter()
        .map(|object| {
            // Only what must be there is written: what adopts a resource is always among it.
            let fields = object["spec"].as_object().unwrap().keys().cloned().collect();
            let text = |key: &str| object[key].as_str().unwrap().to_owned();
            (text("kind"), (text("apiVersion"), fields))
        })
        .collect()
}

fn written(object: &impl serde::Serialize) -> Value {
    serde_json::to_value(object).expect("it can be written")
}

#[test]
fn annotated_twins_are_of_kinds_and_fields_that_the_crate_knows() {
    let known = known_kinds();
    assert_eq!(known.len(), 9);
    let mut seen = BTreeSet::new();
    for plan in plans(Form::Annotations) {
        for manifest in manifests(&plan) {
            let kind = manifest["kind"].as_str().unwrap();
            let (api_version, fields) = known.get(kind).unwrap_or_else(|| panic!("the crate knows no {kind}"));
            assert_eq!(manifest["apiVersion"], api_version.as_str());
            let adoption = &manifest["metadata"]["annotations"]["services.k8s.aws/adoption-fields"];
            let adoption: BTreeMap<String, String> = serde_json::from_str(adoption.as_str().unwrap()).unwrap();
            for field in adoption.keys() {
                assert!(fields.contains(field), "{kind} has no field {field}");
            }
            let metadata: ObjectMeta = serde_json::from_value(manifest["metadata"].clone()).unwrap();
            assert_eq!(written(&metadata), manifest["metadata"]);
            seen.insert(kind.to_owned());
        }
    }
    assert_eq!(seen, known.into_keys().collect());
}

#[test]
fn adopted_resources_are_read_whole_by_the_crate() {
    let known = known_kinds();
    let mut seen = BTreeSet::new();
    for plan in plans(Form::AdoptedResource) {
        for manifest in manifests(&plan) {
            let read: AdoptedResource = serde_json::from_value(manifest.clone()).unwrap();
            assert_eq!(written(&read), manifest, "the crate drops what it does not know");
            let target = read.spec.kubernetes;
            let (api_version, fields) = &known[&target.kind];
            assert_eq!(*api_version, format!("{}/v1alpha1", target.group));
            for field in read.spec.aws.additional_keys.unwrap_or_default().keys() {
                assert!(fields.contains(field), "{} has no field {field}", target.kind);
            }
            assert!(read.spec.aws.name_or_id.is_some_and(|name| !name.is_empty()));
            seen.insert(target.kind);
        }
    }
    assert_eq!(seen, known.into_keys().collect());
}

#[test]
fn the_crds_take_what_we_emit() {
    let Some(crds) = crds() else {
        bundle::skipped("there is no ../shared/crds/ack");
        return;
    };
    let mut seen = BTreeSet::new();
    for form in [Form::Annotations, Form::AdoptedResource] {
        for plan in plans(form) {
            for manifest in manifests(&plan) {
                let crd = &crds[manifest["kind"].as_str().unwrap()];
                let (group, version) = manifest["apiVersion"].as_str().unwrap().split_once('/').unwrap();
                assert_eq!(crd["spec"]["group"], group);
                assert_eq!(crd["spec"]["versions"][0]["name"], version);
                assert_eq!(crd["spec"]["scope"], "Namespaced");
                valid(&manifest, schema(crd), "");
                let twin = &crds[kind(&manifest, form)];
                let fields = schema(twin)["properties"]["spec"]["properties"].as_object().unwrap();
                for field in adoption_fields(&manifest, form).keys() {
                    assert_eq!(fields[field]["type"], "string", "{field}");
                }
                seen.insert(kind(&manifest, form).to_owned());
            }
            for row in rows(&plan).iter().filter(|row| row["outcome"] == "adopt") {
                let spec = &crds[&row["twin_kind"]]["spec"];
                let resource = format!(
                    "{}.{}",
                    spec["names"]["plural"].as_str().unwrap(),
                    spec["group"].as_str().unwrap()
                );
                assert_eq!(row["twin_resource"], resource);
            }
        }
    }
    assert_eq!(seen.len(), 9);
}

/// Why a manifest has no `spec` key: without one it is taken, and with an empty one it is not.
#[test]
fn the_crds_take_an_absent_spec_and_no_empty_one() {
    let Some(crds) = crds() else {
        bundle::skipped("there is no ../shared/crds/ack");
        return;
    };
    for (kind, crd) in crds.iter().filter(|(kind, _)| *kind != "AdoptedResource") {
        valid(&json!({"kind": kind}), schema(crd), "");
        let empty = json!({"spec": {}});
        let refused = std::panic::catch_unwind(|| valid(&empty, schema(crd), ""));
        assert!(refused.is_err(), "{kind}");
    }
}

/// The nine kinds and AdoptedResource, by kind.
fn crds() -> Option<BTreeMap<String, Value>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/crds/ack");
    if !folder.exists() {
        return None;
    }
    let crds: BTreeMap<String, Value> = case::entries(&folder)
        .iter()
        .map(|path| {
            let crd: Value = serde_yaml::from_str(&case::read_text(path)).expect("a CRD is YAML");
            (crd["spec"]["names"]["kind"].as_str().unwrap().to_owned(), crd)
        })
        .collect();
    assert_eq!(crds.len(), 10);
    Some(crds)
}

fn schema(crd: &Value) -> &Value {
    &crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
}

/// As the API server judges, and stricter: what the schema does not know is no good; the object's own metadata is in no schema.
fn valid(value: &Value, schema: &Value, path: &str) {
    if let Some(known) = schema["enum"].as_array() {
        assert!(known.contains(value), "{path}: {value} is none of {known:?}");
    }
    match schema["type"].as_str() {
        Some("object") => {
            let object = value
                .as_object()
                .unwrap_or_else(|| panic!("{path}: {value} is no object"));
            for required in schema["required"].as_array().into_iter().flatten() {
                assert!(
                    object.contains_key(required.as_str().unwrap()),
                    "{path}: {required} is missing"
                );
            }
            for (key, value) in object {
                let path = format!("{path}.{key}");
                let known = schema["properties"]
                    .get(key)
                    .or_else(|| schema.get("additionalProperties"));
                if let Some(schema) = known {
                    valid(value, schema, &path);
                } else {
                    assert!(path.starts_with(".metadata."), "{path} is not in the schema");
                }
            }
        }
        Some("array") => {
            let items = value.as_array().unwrap_or_else(|| panic!("{path}: {value} is no list"));
            items.iter().for_each(|item| valid(item, &schema["items"], path));
        }
        Some("string") => assert!(value.is_string(), "{path}: {value} is no string"),
        other => panic!("{path}: this test knows no {other:?}"),
    }
}
