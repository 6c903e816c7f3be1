//! YAML: one document, or a list cut into its items at their dashes.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Body, Document, ListHead, Place, item_path};
use crate::diagnostic::Code;
use crate::yaml;

const CUT_OFF: &str = "copy the whole output of kubectl, to its last line, and paste it again";
const UNCERTAIN: &str = "mend what is broken, or paste the output of kubectl get -o yaml or -o json again";

/// Cuts a slice that is a list into its items; any other slice is one document.
pub(super) fn split(place: &Place<'_>, slice: &str) -> Vec<Document> {
    let lines: Vec<&str> = slice.split_inclusive('\n').collect();
    let whole = || vec![place.whole(Body::Yaml(slice.to_owned()))];
    let Some(layout) = Layout::of(&lines) else {
        // Reading twice is dear: only what can be a list is asked.
        if !slice.contains("List") {
            return whole();
        }
        return match (yaml::read::<ListHead>(slice), yaml::read::<CountedList>(slice)) {
            (Ok(head), Ok(list)) if head.is_list() && head.items => match list.items {
                Some(items) if !items.is_empty() => vec![uncertain(place, "its items are not one below the other")],
                _ => Vec::new(),
            },
            _ => whole(),
        };
    };
    let head: String = layout.head(&lines);
    let (kind, inherited) = match yaml::read::<ListHead>(&head) {
        // Nothing follows the items of a list that begins with its kind: its last line may be half a name.
        Ok(head) if head.is_list() && layout.end == lines.len() && !slice.ends_with('\n') => {
            (Kind::CutOff, head.inherited())
        }
        Ok(head) if head.is_list() => (Kind::List, head.inherited()),
        // What is cut off in the middle of `kind: List` has no metadata yet; every object that is no list has some.
        Ok(head) if head.kind.is_some() && head.metadata.is_some() => (Kind::Manifest, None),
        _ => (Kind::CutOff, None),
    };
    if kind == Kind::Manifest {
        return whole();
    }
    let items: Vec<(usize, String)> = layout.items(&lines);
    let broken = match yaml::read::<CountedList>(slice) {
        Ok(list) if list.items.as_ref().map_or(0, Vec::len) == items.len() => vec![None; items.len()],
        Ok(_) => return vec![uncertain(place, "its items can't be told apart")],
        Err(_) => items
            .iter()
            .map(|(_, text)| yaml::read::<IgnoredAny>(text).err())
            .collect(),
    };
    let last = items.len().saturating_sub(1);
    if broken.iter().take(last).flatten().any(|fault| fault.open_end) {
        return vec![uncertain(
            place,
            "a quotation or bracket in one of its items is not closed",
        )];
    }
    items
        .into_iter()
        .enumerate()
        .map(|(index, (line, text))| Document {
            origin: place.origin(line, layout.indent + 3, item_path(index)),
            body: if kind == Kind::CutOff && index == last {
                let message = "the list ends in the middle of a line or without its `kind: List`, so its last item may be incomplete";
                Body::Broken(Code::CutOff, message.to_owned(), CUT_OFF)
            } else {
                Body::Yaml(text)
            },
            inherited: inherited.clone(),
        })
        .collect()
}

fn uncertain(place: &Place<'_>, why: &str) -> Document {
    let message = ["the list can't be cut into items with certainty: ", why].concat();
    place.whole(Body::Broken(Code::ListUncertain, message, UNCERTAIN))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    List,
    Manifest,
    /// kubectl prints `kind` after `items`: without it, the end is missing. So it is in the middle of a line.
    CutOff,
}

/// A list as far as its items count.
#[derive(Deserialize)]
struct CountedList {
    items: Option<Vec<IgnoredAny>>,
}

/// Which lines of a document are the items of its top-level `items:`.
struct Layout {
    /// The column of the dashes, from 0.
    indent: usize,
    /// The lines on which items begin.
    starts: Vec<usize>,
    /// The line of `items:`.
    key: usize,
    /// The first line after the items.
    end: usize,
}

impl Layout {
    fn of(lines: &[&str]) -> Option<Layout> {
        let key = lines
            .iter()
            .position(|line| line.strip_prefix("items:").is_some_and(is_blank))?;
        let after = || {
            lines
                .iter()
                .enumerate()
                .skip(key + 1)
                .filter(|(_, line)| !is_blank(line))
        };
        let (_, first) = after().next()?;
        let indent = dash(first)?;
        let starts: Vec<usize> = after()
            .filter(|(_, line)| dash(line) == Some(indent))
            .map(|(number, _)| number)
            .collect();
        let last = starts.last().copied()?;
        let end = after()
            .find(|(number, line)| *number > last && indent_of(line) <= indent)
            .map_or(lines.len(), |(number, _)| number);
        Some(Layout {
            indent,
            starts,
            key,
            end,
        })
    }

    /// The document without its items.
    fn head(&self, lines: &[&str]) -> String {
        let before = lines.iter().take(self.key);
        before.chain(lines.iter().skip(self.end)).copied().collect()
    }

    /// The line and the text of each item, its dash turned into a blank: columns stay.
    fn items(&self, lines: &[&str]) -> Vec<(usize, String)> {
        let ends = self.starts.iter().skip(1).copied().chain([self.end]);
        self.starts
            .iter()
            .zip(ends)
            .map(|(start, end)| {
                let text: String = lines.iter().take(end).skip(*start).copied().collect();
                (*start, text.replacen('-', " ", 1))
            })
            .collect()
    }
}

fn is_blank(line: &str) -> bool {
    let content = line.trim_start();
    content.is_empty() || content.starts_with('#')
}

fn indent_of(line: &str) -> usize {
    line.chars().take_while(|c| *c == ' ').count()
}

/// The column of the dash of a line that begins a list's item.
fn dash(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(' ').strip_prefix('-')?;
    rest.starts_with([' ', '\n', '\t']).then(|| indent_of(line))
}
