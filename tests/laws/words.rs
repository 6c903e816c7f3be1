//! Words that YAML readers take for something else than a string.

use std::collections::BTreeMap;
use std::path::Path;

use ack_adoption_planner::{Form, Options};
use serde_json::Value;

use super::{autoscaling, planned};

/// What Kubernetes made of 80 unquoted words, recorded: no word that is no string there is ever written without quotes.
#[test]
fn no_plain_word_of_ours_is_something_else_for_kubernetes() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/recordings/yaml-words.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        super::bundle::skipped("there is no ../shared/recordings/yaml-words.json");
        return;
    };
    let words: BTreeMap<String, Value> = serde_json::from_str(&text).unwrap();
    assert!(words.len() >= 80);
    let mut quoted = 0;
    for (word, read) in words {
        let is_string = read["type"] == "string";
        let options = Options {
            form: Form::AdoptedResource,
            ..Options::default()
        };
        let plan = planned(&autoscaling(&word, "web"), &options);
        for file in plan
            .files
            .iter()
            .filter(|file| file.path.ends_with("50-scalingpolicy.yaml"))
        {
            let written = value_of(&file.text, "policyName");
            assert!(
                written != word || is_string,
                "{word} is written without quotes: Kubernetes reads {read}"
            );
            quoted += usize::from(written != word);
        }
        // A name of an object, where it can be one.
        let job = format!(
            "apiVersion: sagemaker.aws.amazon.com/v1\nkind: TrainingJob\nmetadata: {{name: '{word}', namespace: '{word}'}}\nspec: {{region: eu-west-1, trainingJobName: '{word}'}}\n"
        );
        for file in planned(&job, &options)
            .files
            .iter()
            .filter(|file| file.path.starts_with("30-adopt/"))
        {
            for key in ["name", "namespace", "nameOrID"] {
                for written in values_of(&file.text, key) {
                    assert!(written != word || is_string, "{key}: {word}");
                }
            }
        }
    }
    assert!(quoted > 40, "the recording has words that must be quoted");
}

fn value_of(text: &str, key: &str) -> String {
    values_of(text, key)
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("no {key} in {text}"))
}

fn values_of(text: &str, key: &str) -> Vec<String> {
    let prefix = format!("{key}: ");
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix(&prefix))
        .map(str::to_owned)
        .collect()
}
