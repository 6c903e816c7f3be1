//! A cluster as text.

use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};

use super::cluster::Document;

/// How a cluster is written down.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    YamlStream,
    YamlList,
    JsonList,
}

pub(crate) fn format() -> impl Strategy<Value = Format> {
    select(vec![Format::YamlStream, Format::YamlList, Format::JsonList])
}

pub(crate) fn text(documents: &[Document], format: Format) -> String {
    let objects: Vec<&Value> = documents.iter().map(|document| &document.object).collect();
    let list = json!({"apiVersion": "v1", "items": objects, "kind": "List", "metadata": {"resourceVersion": ""}});
    match format {
        Format::YamlStream => objects.iter().map(|object| format!("---\n{}", yaml(object))).collect(),
        Format::YamlList => yaml(&list),
        Format::JsonList => serde_json::to_string_pretty(&list).expect("JSON can be written"),
    }
}

/// As kubectl prints it: this writer leaves `on` unquoted, which the planner would rightly warn of.
fn yaml(value: &Value) -> String {
    let text = serde_yaml::to_string(value).expect("YAML can be written");
    text.replace(": on\n", ": \"on\"\n")
}

/// The same things in another order, as far as it goes.
pub(crate) fn shuffled<T: Clone>(things: &[T], order: &[Index]) -> Vec<T> {
    let mut left = things.to_vec();
    order
        .iter()
        .map_while(|index| (!left.is_empty()).then(|| left.remove(index.index(left.len()))))
        .collect()
}
