//! The files of a bundle, read by other means than those that wrote them.
#![allow(dead_code, reason = "each of the tests reads some of it")]

use std::collections::BTreeMap;
use std::io::Write as _;

use ack_adoption_planner::{Form, Plan};
use serde::Deserialize as _;
use serde_json::{Map, Value};

/// Says that a test was skipped, and why. Past the test runner, which keeps what a passing test prints to itself.
pub(crate) fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

/// Every manifest of the bundle, read with a YAML reader that is not our writer.
pub(crate) fn manifests(plan: &Plan) -> Vec<Value> {
    let files = plan.files.iter().filter(|file| file.path.starts_with("30-adopt/"));
    files
        .flat_map(|file| {
            serde_yaml::Deserializer::from_str(&file.text)
                .map(|document| Value::deserialize(document).expect("a manifest is YAML"))
                .collect::<Vec<_>>()
        })
        .collect()
}

pub(crate) fn kind(manifest: &Value, form: Form) -> &str {
    match form {
        Form::Annotations => manifest["kind"].as_str(),
        Form::AdoptedResource => manifest["spec"]["kubernetes"]["kind"].as_str(),
    }
    .expect("a manifest has a kind")
}

/// The fields by which a manifest names what to adopt; an AdoptedResource has the first of them in `nameOrID` instead.
pub(crate) fn adoption_fields(manifest: &Value, form: Form) -> Map<String, Value> {
    let fields: Value = match form {
        Form::Annotations => {
            let text = manifest["metadata"]["annotations"]["services.k8s.aws/adoption-fields"]
                .as_str()
                .unwrap();
            serde_json::from_str(text).unwrap()
        }
        Form::AdoptedResource => manifest["spec"]["aws"]["additionalKeys"].clone(),
    };
    fields.as_object().cloned().unwrap_or_default()
}

/// `Kind|region|adoption fields`, the fields in the order of the table.
pub(crate) fn identity(manifest: &Value, form: Form) -> String {
    let region = manifest["metadata"]["annotations"]["services.k8s.aws/region"]
        .as_str()
        .unwrap();
    let mut parts = vec![kind(manifest, form).to_owned(), region.to_owned()];
    if form == Form::AdoptedResource {
        parts.push(manifest["spec"]["aws"]["nameOrID"].as_str().unwrap().to_owned());
    }
    let fields = adoption_fields(manifest, form);
    let order = ["resourceID", "serviceNamespace", "scalableDimension", "policyName"];
    let (known, named): (Vec<_>, Vec<_>) = fields.iter().partition(|(key, _)| order.contains(&key.as_str()));
    parts.extend(named.iter().map(|(_, value)| value.as_str().unwrap().to_owned()));
    for key in order {
        parts.extend(
            known
                .iter()
                .filter(|(found, _)| *found == key)
                .map(|(_, value)| value.as_str().unwrap().to_owned()),
        );
    }
    parts.join("|")
}

/// The rows of `resources.tsv`, by column.
pub(crate) fn rows(plan: &Plan) -> Vec<BTreeMap<String, String>> {
    let Some(table) = plan.files.iter().find(|file| file.path == "resources.tsv") else {
        return Vec::new();
    };
    let mut lines = table
        .text
        .lines()
        .map(|line| line.split('\t').map(str::to_owned).collect::<Vec<_>>());
    let header = lines.next().expect("a table has a header");
    lines
        .map(|cells| {
            assert_eq!(cells.len(), header.len(), "{cells:?}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{cells:?}");
            header.iter().cloned().zip(cells).collect()
        })
        .collect()
}
