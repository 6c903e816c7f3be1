//! The first stage: texts to documents.
//!
//! A document is a manifest or one item of a list. Cutting comes before reading, so that a broken document
//! costs only itself, and every document keeps its place in the text.

mod cut;
mod json_list;
mod pinpoint;
mod yaml_list;

pub(crate) use pinpoint::pinpoint;

use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Code, Origin};
use crate::options::Source;
use crate::{json, yaml};

/// Why a text could not be read. Line and column count within that text, from 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) message: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The text ended inside a quoted string or a flow collection: what follows may belong to it.
    pub(crate) open_end: bool,
}

/// What a reader says of a text that it can't read.
pub(crate) enum Unreadable {
    /// Not YAML or JSON at all.
    Syntax(Fault),
    /// Well formed, but not what was asked for.
    Shape(Fault),
}

/// One document and where it begins.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) origin: Origin,
    pub(crate) body: Body,
    /// `apiVersion` and `kind` for items that leave them to their list, as typed lists may.
    pub(crate) inherited: Option<(String, String)>,
}

/// A document's text, or why there is none.
#[derive(Debug)]
pub(crate) enum Body {
    Yaml(String),
    Json(String),
    /// Blocked, with a code, what is wrong and what to do.
    Broken(Code, String, &'static str),
}

impl Document {
    /// Reads the document as a type. Faults carry the place within the document.
    pub(crate) fn read<T: DeserializeOwned>(&self) -> Result<T, Unreadable> {
        let (typed, any) = match &self.body {
            Body::Yaml(text) => (yaml::read::<T>(text), yaml::read::<IgnoredAny> as fn(&str) -> _),
            Body::Json(text) => (json::read::<T>(text), json::read::<IgnoredAny> as fn(&str) -> _),
            Body::Broken(_, message, _) => {
                return Err(Unreadable::Syntax(Fault {
                    message: message.clone(),
                    line: 1,
                    column: 1,
                    open_end: false,
                }));
            }
        };
        typed.map_err(|fault| match any(self.text()) {
            Ok(IgnoredAny) => Unreadable::Shape(fault),
            Err(fault) => Unreadable::Syntax(fault),
        })
    }

    /// The document's own text.
    pub(crate) fn text(&self) -> &str {
        match &self.body {
            Body::Yaml(text) | Body::Json(text) => text,
            Body::Broken(..) => "",
        }
    }

    /// The place of a fault in the whole source.
    pub(crate) fn origin_of(&self, fault: &Fault) -> Origin {
        Origin {
            line: self.origin.line + fault.line - 1,
            // An item of a YAML list keeps its columns, a JSON value begins where it begins.
            column: match (&self.body, fault.line) {
                (Body::Json(_), 1) => self.origin.column + fault.column - 1,
                _ => fault.column,
            },
            ..self.origin.clone()
        }
    }
}

/// What tells a list from a manifest.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ListHead {
    api_version: Option<String>,
    kind: Option<String>,
    metadata: Option<IgnoredAny>,
    /// Whether the key is there, whatever its value: a list of nothing may have `null`.
    #[serde(default, deserialize_with = "present")]
    items: bool,
}

fn present<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|IgnoredAny| true)
}

impl ListHead {
    fn is_list(&self) -> bool {
        self.kind.as_deref().is_some_and(|kind| kind.ends_with("List"))
    }

    /// What items inherit: `TrainingJobList` is a list of `TrainingJob`s.
    fn inherited(&self) -> Option<(String, String)> {
        let kind = self
            .kind
            .as_deref()?
            .strip_suffix("List")
            .filter(|kind| !kind.is_empty())?;
        Some((self.api_version.clone()?, kind.to_owned()))
    }
}

/// Every document of every source, in the order of the text.
pub(crate) fn split(sources: &[Source]) -> Vec<Document> {
    sources
        .iter()
        .enumerate()
        .flat_map(|(index, source)| split_source(index, source))
        .collect()
}

fn split_source(index: usize, source: &Source) -> Vec<Document> {
    let text = cut::without_prompts(&cut::normalise(&source.text));
    cut::slices(&text)
        .into_iter()
        .flat_map(|slice| {
            let place = Place {
                index,
                source: &source.name,
                line: slice.line,
            };
            let content = slice.text.strip_prefix("---").unwrap_or(slice.text);
            if json::looks_like_json(content) {
                return json_list::split(&place, slice.text, content);
            }
            let objects = cut::objects(slice).into_iter();
            objects
                .flat_map(|object| {
                    let place = Place {
                        line: object.line,
                        ..place
                    };
                    yaml_list::split(&place, object.text)
                })
                .collect()
        })
        .collect()
}

/// Where a slice of a source begins; makes origins from lines and columns within it.
struct Place<'a> {
    index: usize,
    source: &'a str,
    line: usize,
}

impl Place<'_> {
    /// `line` counts from 0 within the slice, `column` from 1.
    fn origin(&self, line: usize, column: usize, path: Option<String>) -> Origin {
        Origin {
            index: self.index,
            source: self.source.to_owned(),
            line: self.line + line,
            column,
            path,
        }
    }

    fn whole(&self, body: Body) -> Document {
        Document {
            origin: self.origin(0, 1, None),
            body,
            inherited: None,
        }
    }
}

fn item_path(index: usize) -> Option<String> {
    Some(format!("items[{index}]"))
}
