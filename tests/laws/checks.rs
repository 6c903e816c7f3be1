//! What every plan must keep, whatever it was made from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use ack_adoption_planner::{Form, Options, Outcome, Plan, Resource};
use serde_json::Value;

use crate::bundle::{identity, kind, manifests, rows};
use crate::case;

pub(super) fn counts_add_up(plan: &Plan) {
    let summary = &plan.summary;
    let outcomes = [
        summary.adopt,
        summary.clean_up_only,
        summary.already_adopted,
        summary.blocked,
        summary.skipped,
    ];
    assert_eq!(summary.documents, outcomes.iter().sum::<usize>());
    assert_eq!(summary.documents, plan.resources.len());
    assert_eq!(summary.manifests, manifests(plan).len());
    let count = |outcome| {
        plan.resources
            .iter()
            .filter(|resource| resource.outcome == outcome)
            .count()
    };
    assert_eq!(outcomes[0], count(Outcome::Adopt));
    assert_eq!(outcomes[1], count(Outcome::CleanUpOnly));
    assert_eq!(outcomes[2], count(Outcome::AlreadyAdopted));
    assert_eq!(outcomes[3], count(Outcome::Blocked));
    assert_eq!(outcomes[4], count(Outcome::Skipped));
    for resource in &plan.resources {
        let has_targets = !resource.targets.is_empty();
        assert_eq!(has_targets, resource.outcome == Outcome::Adopt, "{:?}", resource.old);
        let explained =
            resource.reason.is_some() || matches!(resource.outcome, Outcome::Adopt | Outcome::AlreadyAdopted);
        assert!(explained, "{:?}", resource.old);
    }
}

pub(super) fn manifests_are_safe(plan: &Plan, manifests: &[Value], options: &Options) {
    let (mut twins, mut objects) = (BTreeSet::new(), BTreeSet::new());
    for manifest in manifests {
        let twin = match options.form {
            Form::Annotations => {
                assert!(manifest.get("spec").is_none(), "a spec would be enforced: {manifest}");
                manifest
            }
            Form::AdoptedResource => &manifest["spec"]["kubernetes"],
        };
        for metadata in [&manifest["metadata"], &twin["metadata"]] {
            let annotations = &metadata["annotations"];
            assert_eq!(annotations["services.k8s.aws/deletion-policy"], "retain");
            assert_eq!(
                annotations["services.k8s.aws/region"],
                manifest["metadata"]["annotations"]["services.k8s.aws/region"]
            );
            let read_only = annotations.get("services.k8s.aws/read-only").and_then(Value::as_str);
            assert_eq!(read_only, options.read_only.then_some("true"));
            assert_eq!(metadata["labels"]["ack-adoption-planner/plan"], plan.id.as_str());
        }
        let namespace = twin["metadata"]["namespace"].as_str().unwrap();
        assert_eq!(manifest["metadata"]["namespace"], namespace);
        let name = twin["metadata"]["name"].as_str().unwrap();
        for name in [name, manifest["metadata"]["name"].as_str().unwrap()] {
            assert!(is_subdomain(name), "{name} is no name for Kubernetes");
        }
        assert!(
            twins.insert((kind(manifest, options.form), namespace, name)),
            "two twins are named {namespace}/{name}"
        );
        let object = (
            manifest["kind"].as_str(),
            namespace,
            manifest["metadata"]["name"].as_str(),
        );
        assert!(objects.insert(object), "two objects are named {object:?}");
    }
}

pub(super) fn is_subdomain(name: &str) -> bool {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    name.len() <= 253
        && name
            .split('.')
            .all(|part| part.starts_with(edge) && part.ends_with(edge) && part.chars().all(|c| edge(c) || c == '-'))
}

/// The table, which the scripts act by, says of each twin what its manifest says, and of each CR what the plan says.
pub(super) fn table_agrees(plan: &Plan, manifests: &[Value], options: &Options) {
    let rows = rows(plan);
    let twins: BTreeSet<[String; 5]> = rows
        .iter()
        .filter(|row| row["outcome"] == "adopt")
        .map(|row| {
            ["twin_kind", "twin_namespace", "twin_name", "region", "aws_identity"].map(|column| row[column].clone())
        })
        .collect();
    let written: BTreeSet<[String; 5]> = manifests
        .iter()
        .map(|manifest| {
            let metadata = match options.form {
                Form::Annotations => &manifest["metadata"],
                Form::AdoptedResource => &manifest["spec"]["kubernetes"]["metadata"],
            };
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let identity = identity(manifest, options.form);
            [
                kind(manifest, options.form).to_owned(),
                text(&metadata["namespace"]),
                text(&metadata["name"]),
                text(&metadata["annotations"]["services.k8s.aws/region"]),
                identity.splitn(3, '|').nth(2).unwrap().to_owned(),
            ]
        })
        .collect();
    assert_eq!(twins, written);
    let planned = plan
        .resources
        .iter()
        .filter(|resource| matches!(resource.outcome, Outcome::Adopt | Outcome::CleanUpOnly));
    let expected: usize = planned.map(|resource| resource.targets.len().max(1)).sum();
    assert_eq!(rows.len(), if plan.files.is_empty() { 0 } else { expected });
    for row in &rows {
        assert!(row["clean_up"] == "no" || row["old_uid"] != "-", "{row:?}");
        let made = row["adopted_resource"] != "-";
        assert_eq!(made, row["outcome"] == "adopt" && options.form == Form::AdoptedResource);
        // CRs that stand for one twin are one unit, and a unit is cleaned up whole or not at all.
        for other in &rows {
            let twin = ["twin_kind", "twin_namespace", "twin_name"].map(|column| (&row[column], &other[column]));
            let same_twin = row["twin_name"] != "-" && twin.iter().all(|(a, b)| a == b);
            assert!(!same_twin || row["family"] == other["family"], "{row:?} and {other:?}");
            let both_live = row["old_uid"] != "-" && other["old_uid"] != "-";
            let same_unit = row["family"] == other["family"] && both_live;
            assert!(
                !same_unit || row["clean_up"] == other["clean_up"],
                "{row:?} and {other:?}"
            );
        }
        if row["file"] != "-" {
            assert!(plan.files.iter().any(|file| file.path == row["file"]), "{row:?}");
        }
    }
}

/// Each CR of the cut text is adopted as what it is in the whole, unless the whole blocks or skips it.
pub(super) fn names_are_those_of_the_whole(whole: &Plan, cut: &Plan) {
    let adopted_in_whole: BTreeMap<String, &Resource> = whole
        .resources
        .iter()
        .filter_map(|resource| Some((old(resource)?, resource)))
        .rev()
        .collect();
    for resource in cut
        .resources
        .iter()
        .filter(|resource| resource.outcome == Outcome::Adopt)
    {
        let name = old(resource).expect("what is adopted has a name");
        let Some(in_whole) = adopted_in_whole.get(&name) else {
            // A list that the whole can't cut with certainty may begin well.
            let unreadable = whole.resources.iter().any(|resource| resource.old.is_none());
            assert!(unreadable, "{name} is not in the whole");
            continue;
        };
        match in_whole.outcome {
            Outcome::Adopt => assert_eq!(aws(resource), aws(in_whole), "{name}"),
            Outcome::Blocked | Outcome::Skipped => {}
            other => panic!("{name} is adopted, and in the whole {other:?}"),
        }
    }
}

pub(super) fn old(resource: &Resource) -> Option<String> {
    let old = resource.old.as_ref()?;
    Some(format!("{}/{}/{}", old.kind, old.namespace, old.name))
}

pub(super) fn aws(resource: &Resource) -> Vec<(&str, &str, &str)> {
    let targets = resource.targets.iter();
    targets
        .map(|target| (target.kind.as_str(), target.aws_name.as_str(), target.region.as_str()))
        .collect()
}

pub(super) fn scripts_are_the_source(plan: &Plan) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/scripts");
    for file in plan.files.iter().filter(|file| file.path.ends_with(".sh")) {
        assert!(
            file.text == case::read_text(&folder.join(&file.path)),
            "{} is not the source's",
            file.path
        );
    }
}
