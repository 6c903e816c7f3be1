//! Reading and writing YAML: the only file that names serde_yaml.
//!
//! What we write is read by Kubernetes, whose YAML is of its own kind: `on`, `017` and `1_000` are no strings there.
//! So the writer is ours, and quotes every string that is not plainly safe.

use serde::de::DeserializeOwned;

use crate::document::Fault;

mod word;
mod write;

pub(crate) use word::{is_plain_safe, is_plain_word_of};
pub(crate) use write::{Node, write};

/// Reads one document; `text` holds nothing else. Lines and columns of a fault count within `text`, from 1.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_yaml::from_str(text).map_err(|error| {
        let text = error.to_string();
        let (line, column) = error.location().map_or((1, 1), |place| (place.line(), place.column()));
        Fault {
            message: without_places(&text),
            line: line.max(1),
            column: column.max(1),
            open_end: text.contains("while scanning a quoted scalar")
                || text.contains("while parsing a flow mapping")
                || text.contains("while parsing a flow sequence"),
        }
    })
}

/// A parser's message less its places, which count within a part of the text that people don't see.
fn without_places(message: &str) -> String {
    if message.contains("more than one document") {
        return "the text goes on after the end of the object".to_owned();
    }
    let mut parts = message.split(" at line ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        let rest = rest.strip_prefix(" column ").unwrap_or(rest);
        text + rest.trim_start_matches(|c: char| c.is_ascii_digit())
    })
}
