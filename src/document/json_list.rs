//! JSON: values one after another, and lists cut into their items.

use super::{Body, Document, ListHead, Place, item_path};
use crate::diagnostic::Code;
use crate::json;

const MEND: &str = "mend the JSON here, or paste the output of kubectl again";

/// `slice` is the whole slice, `content` its end without a `---`.
pub(super) fn split(place: &Place<'_>, slice: &str, content: &str) -> Vec<Document> {
    let lines = Lines::new(slice);
    let at = |part: &str, path: Option<String>| {
        let (line, column) = lines.place_of(part);
        place.origin(line, column, path)
    };
    let json = |origin, text: &str, inherited| Document {
        origin,
        body: Body::Json(text.to_owned()),
        inherited,
    };
    let values = json::stream(content);
    let mut documents = Vec::new();
    for value in values.whole {
        match json::read::<ListHead>(value) {
            Ok(head) if head.is_list() && head.items => match json::items(value) {
                Ok(items) => {
                    for (index, item) in items.into_iter().enumerate() {
                        documents.push(json(at(item, item_path(index)), item, head.inherited()));
                    }
                }
                Err(fault) => documents.push(Document {
                    origin: at(value, None),
                    body: Body::Broken(Code::ListUncertain, fault.message, MEND),
                    inherited: None,
                }),
            },
            _ => documents.push(json(at(value, None), value, None)),
        }
    }
    let Some(fault) = values.fault else {
        return documents;
    };
    let (rest, path) = match json::items_of_broken_list(values.rest) {
        Some(items) => {
            let path = item_path(items.whole.len());
            for (index, item) in items.whole.into_iter().enumerate() {
                documents.push(json(at(item, item_path(index)), item, None));
            }
            (items.rest, path)
        }
        None => (values.rest, None),
    };
    let (code, message, help) = if fault.open_end {
        (
            Code::CutOff,
            ["the JSON ends in the middle: ", &fault.message].concat(),
            "copy the whole output of kubectl, to its last line, and paste it again",
        )
    } else {
        (Code::Syntax, fault.message, MEND)
    };
    documents.push(Document {
        origin: at(rest, path),
        body: Body::Broken(code, message, help),
        inherited: None,
    });
    documents
}

/// Where lines begin, to find the place of a part of the text quickly.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        let starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(at, _)| at + 1))
            .collect();
        Lines { text, starts }
    }

    /// Line from 0 and column from 1 of a part of this text.
    fn place_of(&self, part: &str) -> (usize, usize) {
        let offset = (part.as_ptr() as usize)
            .saturating_sub(self.text.as_ptr() as usize)
            .min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        (line, column + 1)
    }
}
