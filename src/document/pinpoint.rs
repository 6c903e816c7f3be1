//! Finds the line of a field, so that a diagnostic about it points there and not at the document's first line.

use std::collections::BTreeMap;

use super::{Body, Document};
use crate::diagnostic::Diagnostic;

/// Moves each diagnostic that names a field to that field's line, as far as the field can be found; paths stay as they are.
pub(crate) fn pinpoint(documents: &[Document], diagnostics: &mut [Diagnostic]) {
    let begins: BTreeMap<(usize, usize, usize), &Document> = documents
        .iter()
        .map(|document| {
            (
                (document.origin.index, document.origin.line, document.origin.column),
                document,
            )
        })
        .collect();
    for origin in diagnostics
        .iter_mut()
        .filter_map(|diagnostic| diagnostic.origin.as_mut())
    {
        let Some(document) = begins.get(&(origin.index, origin.line, origin.column)) else {
            continue;
        };
        let Some(field) = field_of(document, origin.path.as_deref()) else {
            continue;
        };
        let (line, column) = find(document.text(), field);
        if line > 0 {
            origin.line += line;
            origin.column = column;
        }
    }
}

/// The path less what leads to the document itself.
fn field_of<'a>(document: &Document, path: Option<&'a str>) -> Option<&'a str> {
    match (&document.body, &document.origin.path) {
        (Body::Broken(..), _) => None,
        (_, None) => path,
        (_, Some(own)) => path?.strip_prefix(own.as_str())?.strip_prefix('.'),
    }
}

/// Follows keys from line to deeper line, as kubectl prints them; stops at the last one that is there.
/// The line counts from 0, the column from 1.
fn find(text: &str, field: &str) -> (usize, usize) {
    let mut found = (0, 1);
    let mut depth: Option<usize> = None;
    let mut lines = text.lines().enumerate();
    for key in field.split('.') {
        let plain = [key, ":"].concat();
        let quoted = ["\"", key, "\":"].concat();
        let inner = lines.by_ref().find_map(|(number, line)| {
            let content = line.trim_start();
            let indent = line.chars().count() - content.chars().count();
            let is_key = content.starts_with(&plain) || content.starts_with(&quoted);
            (is_key && depth.is_none_or(|depth| indent > depth)).then_some((number, indent))
        });
        let Some((number, indent)) = inner else { break };
        found = (number, indent + 1);
        depth = Some(indent);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn fields_are_found_by_their_keys() {
        let text = "  kind: Model\n  metadata:\n    name: a\n  spec:\n    containers:\n    - name: b\n    region: x\n";
        assert_eq!(find(text, "spec.region"), (6, 5));
        assert_eq!(find(text, "metadata.name"), (2, 5));
        assert_eq!(find(text, "spec.nothing"), (3, 3));
        assert_eq!(find(text, "status"), (0, 1));
        assert_eq!(
            find("{\n  \"spec\": {\n    \"region\": \"x\"\n  }\n}", "spec.region"),
            (2, 5)
        );
    }
}
