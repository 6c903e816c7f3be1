//! Reading JSON: the only file that reads with serde_json.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::document::Fault;

/// Whether a text means to be JSON: an object whose first key is in double quotes.
pub(crate) fn looks_like_json(text: &str) -> bool {
    text.trim_start()
        .strip_prefix('{')
        .is_some_and(|rest| rest.trim_start().starts_with(['"', '}']))
}

/// Reads one value; `text` holds nothing else.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| fault(&error))
}

/// Whole values one after another, what stops them before the end of the text, and what is left from there.
pub(crate) struct Values<'a> {
    pub(crate) whole: Vec<&'a str>,
    pub(crate) fault: Option<Fault>,
    pub(crate) rest: &'a str,
}

/// Cuts a stream of objects into its values.
pub(crate) fn stream(text: &str) -> Values<'_> {
    values(text, |rest| rest)
}

/// The items of a list, each as its text.
pub(crate) fn items(list: &str) -> Result<Vec<&str>, Fault> {
    #[derive(Deserialize)]
    struct List<'a> {
        #[serde(borrow)]
        items: Option<Vec<&'a RawValue>>,
    }
    let list: List<'_> = serde_json::from_str(list).map_err(|error| fault(&error))?;
    Ok(list.items.unwrap_or_default().into_iter().map(RawValue::get).collect())
}

/// The items of a list that breaks off, as far as they are whole.
///
/// Nothing where the text does not have `"items": [` among its first keys, as kubectl prints it.
pub(crate) fn items_of_broken_list(text: &str) -> Option<Values<'_>> {
    let (head, rest) = text.split_once("\"items\"")?;
    if head.matches('{').count() != 1 || head.contains('[') {
        return None;
    }
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('[')?;
    Some(values(rest, |rest| rest.strip_prefix(',').unwrap_or(rest)))
}

/// `skip` drops what may stand between two values.
fn values(text: &str, skip: fn(&str) -> &str) -> Values<'_> {
    let mut whole = Vec::new();
    let mut rest = text;
    let fault = loop {
        rest = skip(rest.trim_start()).trim_start();
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        match stream.next() {
            Some(Ok(value)) => {
                whole.push(value.get());
                rest = rest.get(stream.byte_offset()..).unwrap_or_default();
            }
            Some(Err(error)) => break Some(fault(&error)),
            None => break None,
        }
    };
    Values { whole, fault, rest }
}

fn fault(error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    Fault {
        message: text.strip_suffix(&place).unwrap_or(&text).to_owned(),
        line: error.line().max(1),
        column: error.column().max(1),
        open_end: error.is_eof(),
    }
}
