//! Laws that hold for every input: clusters made up at random (`laws/cluster.rs`), and the golden cases.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a law that can't be read is broken"
)]

use std::collections::BTreeSet;

use ack_adoption_planner::{Form, Options, Outcome, Plan, Source, plan};
use proptest::prelude::*;
use proptest::sample::Index;

mod bundle;
mod case;
#[path = "laws/checks.rs"]
mod checks;
#[path = "laws/cluster.rs"]
mod cluster;
#[path = "laws/damage.rs"]
mod damage;
#[path = "laws/kubectl.rs"]
mod kubectl;
#[path = "laws/words.rs"]
mod words;
#[path = "laws/written.rs"]
mod written;

use bundle::{identity, kind, manifests, rows};
use checks::{counts_add_up, manifests_are_safe, names_are_those_of_the_whole, scripts_are_the_source, table_agrees};
use cluster::{Document, Fate};
use damage::{before, damage};
use written::{Format, shuffled, text};

fn planned(text: &str, options: &Options) -> Plan {
    let source = Source {
        name: "input".to_owned(),
        text: text.to_owned(),
    };
    plan(&[source], options).expect("the options are good")
}

fn options() -> impl Strategy<Value = Options> {
    (any::<bool>(), any::<bool>()).prop_map(|(old_form, read_only)| Options {
        form: if old_form {
            Form::AdoptedResource
        } else {
            Form::Annotations
        },
        read_only,
        ..Options::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_document_meets_its_fate(documents in cluster::cluster(), format in written::format(), options in options()) {
        let plan = planned(&text(&documents, format), &options);
        counts_add_up(&plan);
        prop_assert_eq!(plan.resources.len(), documents.len());
        for (resource, document) in plan.resources.iter().zip(&documents) {
            let outcome = match document.fate {
                Fate::Adopt(_) => Outcome::Adopt,
                Fate::CleanUpOnly => Outcome::CleanUpOnly,
                Fate::Blocked => Outcome::Blocked,
                Fate::Skipped => Outcome::Skipped,
            };
            prop_assert_eq!(resource.outcome, outcome, "{}", document.object);
        }
        let expected: BTreeSet<&String> = documents
            .iter()
            .filter_map(|document| match &document.fate {
                Fate::Adopt(identities) => Some(identities),
                _ => None,
            })
            .flatten()
            .collect();
        let manifests = manifests(&plan);
        let adopted: Vec<String> = manifests.iter().map(|manifest| identity(manifest, options.form)).collect();
        prop_assert_eq!(adopted.len(), expected.len(), "an AWS resource is adopted twice, or not at all");
        prop_assert_eq!(adopted.iter().collect::<BTreeSet<_>>(), expected);
        manifests_are_safe(&plan, &manifests, &options);
        table_agrees(&plan, &manifests, &options);
        scripts_are_the_source(&plan);
    }

    #[test]
    fn order_and_format_change_no_byte(
        documents in cluster::cluster(),
        order in prop::collection::vec(any::<Index>(), 100),
        format in written::format(),
        options in options(),
    ) {
        let whole = planned(&text(&documents, Format::YamlStream), &options);
        let again = planned(&text(&documents, Format::YamlStream), &options);
        prop_assert_eq!(&whole, &again);
        let shuffled = shuffled(&documents, &order);
        prop_assert_eq!(shuffled.len(), documents.len());
        let other = planned(&text(&shuffled, format), &options);
        prop_assert_eq!(&whole.id, &other.id);
        prop_assert_eq!(&whole.summary, &other.summary);
        prop_assert_eq!(&whole.phases, &other.phases);
        for (a, b) in whole.files.iter().zip(&other.files) {
            prop_assert_eq!(a, b);
        }
        prop_assert_eq!(whole.files.len(), other.files.len());
    }

    #[test]
    fn a_blocked_member_keeps_its_family(documents in cluster::cluster(), victim in any::<Index>()) {
        // A child of a deployment loses its region: neither it nor any other of its family is cleaned up.
        let mut documents = documents;
        let children: Vec<usize> = (0..documents.len()).filter(|i| owner(&documents[*i]).is_some()).collect();
        prop_assume!(!children.is_empty());
        let child = children[victim.index(children.len())];
        documents[child].object["spec"] = serde_json::json!({});
        let owner = owner(&documents[child]).unwrap();
        let plan = planned(&text(&documents, Format::YamlList), &Options::default());
        let name = |document: &Document| document.object["metadata"]["name"].as_str().unwrap_or_default().to_owned();
        let family: BTreeSet<String> = documents
            .iter()
            .filter(|document| self::owner(document).as_ref() == Some(&owner) || name(document) == owner)
            .map(name)
            .collect();
        prop_assert_eq!(plan.resources[child].outcome, Outcome::Blocked);
        for row in rows(&plan).iter().filter(|row| family.contains(&row["old_name"])) {
            prop_assert_eq!(&row["clean_up"], "no", "{:?}", row);
        }
        prop_assert!(plan.files.iter().all(|file| file.path != "60-uninstall-old-operator.sh"));
    }

    #[test]
    fn prefixes_of_a_list_name_what_the_whole_names(
        documents in cluster::cluster(),
        format in prop::sample::select(vec![Format::YamlList, Format::JsonList]),
        cut in any::<Index>(),
    ) {
        let text = text(&documents, format);
        let cut = before(&text, cut.index(text.len() + 1));
        names_are_those_of_the_whole(&planned(&text, &Options::default()), &planned(cut, &Options::default()));
    }

    #[test]
    fn what_is_written_is_read_back(policy in policy_name()) {
        for form in [Form::Annotations, Form::AdoptedResource] {
            let options = Options { form, ..Options::default() };
            let plan = planned(&autoscaling(&policy, "web"), &options);
            let manifests = manifests(&plan);
            let found = manifests.iter().find(|manifest| kind(manifest, form) == "ScalingPolicy").unwrap();
            let identity = identity(found, form);
            prop_assert_eq!(identity.splitn(6, '|').nth(5), Some(policy.as_str()));
            table_agrees(&plan, &manifests, &options);
        }
    }

    #[test]
    fn any_text_ends_without_a_panic(text in "\\PC{0,200}|(- |[a-zL:{}\\[\\]\"'&*!|>%@,. \\t\\n-]|\n---\n|kind: List\n|items:\n|apiVersion: v1\n){0,80}") {
        counts_add_up(&planned(&text, &Options::default()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_cases_are_planned_safely_or_not_at_all(
        case in any::<Index>(),
        damage in prop::collection::vec((any::<Index>(), any::<Index>(), damage()), 1..4),
    ) {
        thread_local!(static CASES: Vec<case::Case> = case::all());
        CASES.with(|cases| {
            let case = case.get(cases);
            let mut sources = case.sources.clone();
            for (source, place, damage) in &damage {
                let text = &mut source.get_mut(&mut sources).text;
                *text = damage.apply(text, *place);
            }
            let plan = plan(&sources, &case.options).unwrap();
            counts_add_up(&plan);
            let manifests = manifests(&plan);
            manifests_are_safe(&plan, &manifests, &case.options);
            table_agrees(&plan, &manifests, &case.options);
        });
    }
}

/// Printable ASCII, and more often than by chance what YAML, JSON and shells read in their own way.
fn policy_name() -> impl Strategy<Value = String> {
    let special = prop::sample::select(vec![
        "'", "\"", "\\", ": ", " #", "- ", "? ", "{", "}", "[", "]", "&a", "*a", "!t", "|", ">", "%", "@", "`", "$(x)",
        ",", "~", "null", "on", "0x1F", "1e3", "017", "1_000", ".5", " ", "---", "...", "\\n", "''", "\\u0041", "=",
        "<<",
    ]);
    let piece = prop_oneof![3 => special.prop_map(str::to_owned), 2 => "[ -~]{1,6}".prop_map(|text| text)];
    prop::collection::vec(piece, 1..12)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("fits", |name| name.len() <= 256)
}

fn autoscaling(policy: &str, endpoint: &str) -> String {
    serde_json::json!({
        "apiVersion": "sagemaker.aws.amazon.com/v1",
        "kind": "HostingAutoscalingPolicy",
        "metadata": {"name": "hap", "namespace": "team-a", "uid": "01234567-89ab-4cde-8f01-23456789abcd"},
        "spec": {"region": "eu-west-1", "policyName": policy, "resourceId": [{"endpointName": endpoint, "variantName": "v"}]},
    })
    .to_string()
}

#[test]
fn cases_planned_twice_are_identical() {
    for case in case::all() {
        let plan = case.plan();
        assert_eq!(plan, case.plan(), "{}", case.name);
        counts_add_up(&plan);
    }
}

/// Every source of every case is cut at 40 places and at each of its last 30 characters, what comes before it left whole.
#[test]
fn prefixes_of_cases_end_without_a_panic_and_name_what_the_whole_names() {
    for case in case::all() {
        for (number, source) in case.sources.iter().enumerate() {
            let text = &source.text;
            let mut sources = case.sources[..=number].to_vec();
            let whole = plan(&sources, &case.options).unwrap();
            // As kubectl prints lists: of one that begins with its kind, the end can be told from no other line's.
            let is_list = text.replace('\r', "").contains("apiVersion: v1\nitems:\n")
                && !text.contains("kind: List\nitems:")
                || text.contains("\"items\": [");
            let places = (0..text.len())
                .step_by(text.len() / 40 + 1)
                .chain(text.len().saturating_sub(30)..text.len());
            for place in places {
                sources[number].text = before(text, place).to_owned();
                let cut = plan(&sources, &case.options).unwrap();
                counts_add_up(&cut);
                if is_list {
                    names_are_those_of_the_whole(&whole, &cut);
                }
            }
        }
    }
}

#[test]
fn a_deployment_has_the_same_twins_with_and_without_its_children() {
    let cases = case::all();
    let of = |name: &str| -> BTreeSet<(String, String, String, String)> {
        let plan = cases
            .iter()
            .find(|case| case.name == name)
            .expect("the case is there")
            .plan();
        let targets = plan.resources.into_iter().flat_map(|resource| resource.targets);
        targets
            .map(|target| (target.kind, target.namespace, target.name, target.aws_name))
            .collect()
    };
    let whole = of("deployment-with-children");
    assert_eq!(whole, of("deployment-without-children"));
    let parts = of("deployment-children-only");
    let endpoint = whole
        .difference(&parts)
        .map(|(kind, ..)| kind.as_str())
        .collect::<Vec<_>>();
    assert_eq!(endpoint, ["Endpoint"]);
    assert!(parts.is_subset(&whole));
}

#[test]
fn text_of_the_input_reaches_neither_scripts_nor_the_readme() {
    let case = case::all()
        .into_iter()
        .find(|case| case.name == "hostile")
        .expect("the case is there");
    let plan = case.plan();
    scripts_are_the_source(&plan);
    let readme = plan.files.iter().find(|file| file.path == "README.md").unwrap();
    for word in [
        "pwned", "reboot", "whoami", "evil", "alert", "passwd", "script>", "Widget",
    ] {
        assert!(
            case.sources.iter().any(|source| source.text.contains(word)),
            "{word} is not in the input"
        );
        assert!(!readme.text.contains(word), "{word} is in the README");
    }
    for file in &plan.files {
        assert!(
            file.path.split('/').all(|part| part != ".." && !part.is_empty()),
            "{}",
            file.path
        );
        assert!(file.text.ends_with('\n') && !file.text.contains('\r'), "{}", file.path);
    }
}

fn owner(document: &Document) -> Option<String> {
    Some(
        document.object["metadata"]["labels"]["owner_HostingDeployment_name"]
            .as_str()?
            .to_owned(),
    )
}
