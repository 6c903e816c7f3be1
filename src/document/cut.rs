//! Cuts a text into the slices between its document marks, and into objects that follow each other without one.

use serde::de::IgnoredAny;

use crate::yaml;

/// A part of a source that holds one YAML document, or JSON values one after another.
pub(super) struct Slice<'a> {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    pub(super) text: &'a str,
}

/// Without a byte-order mark, and with `\n` as the only line end, so that lines count as in an editor.
pub(super) fn normalise(text: &str) -> String {
    text.strip_prefix('\u{feff}')
        .unwrap_or(text)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

/// Cuts at the marks `---` and `...` in column 0; libyaml takes them for marks even inside strings, so the cut is exact.
///
/// Slices of blanks, comments and directives only are no documents, and are left out.
pub(super) fn slices(text: &str) -> Vec<Slice<'_>> {
    let mut slices = Vec::new();
    let (mut start, mut start_line, mut at) = (0, 1, 0);
    for (number, line) in text.split_inclusive('\n').enumerate() {
        if is_mark(line, "---") || is_mark(line, "...") {
            let end = at;
            slices.push((start_line, start, end));
            (start, start_line) = if is_mark(line, "---") {
                (at, number + 1)
            } else {
                (at + line.len(), number + 2)
            };
        }
        at += line.len();
    }
    slices.push((start_line, start, text.len()));
    slices
        .into_iter()
        .filter_map(|(line, start, end)| text.get(start..end).map(|text| Slice { line, text }))
        .filter(|slice| !is_empty(slice.text))
        .collect()
}

/// Blanks the lines that come along when a terminal's text is copied: the prompt with the command, and the next prompt.
///
/// Only in column 0, where neither a key nor an item begins so; lines keep their numbers.
pub(super) fn without_prompts(text: &str) -> String {
    text.split_inclusive('\n')
        .map(|line| if is_prompt(line.trim_end()) { "\n" } else { line })
        .collect()
}

fn is_prompt(line: &str) -> bool {
    let is_key = line.ends_with(':') || line.contains(": ");
    let begins_like_yaml = line.starts_with([' ', '\t', '-', '#', '"', '\'', '{', '}', '[', ']']);
    !is_key && !begins_like_yaml && (line.contains("kubectl ") || line.ends_with(['$', '%', '>']))
}

/// Cuts a slice at each `apiVersion:` in column 0 that begins an object after another one: the outputs of several commands.
///
/// What stands before must be whole, so that the key can't stand inside a string; where it isn't, nothing more is cut.
pub(super) fn objects(slice: Slice<'_>) -> Vec<Slice<'_>> {
    let mut objects = Vec::new();
    let (mut start, mut start_line, mut at, mut begun) = (0, slice.line, 0, false);
    for (number, line) in slice.text.split_inclusive('\n').enumerate() {
        if is_mark(line, "apiVersion:") {
            let before = slice.text.get(start..at).unwrap_or_default();
            if begun {
                if yaml::read::<IgnoredAny>(before).is_err() {
                    break;
                }
                objects.push((start_line, before));
                (start, start_line) = (at, slice.line + number);
            }
            begun = true;
        }
        at += line.len();
    }
    objects.push((start_line, slice.text.get(start..).unwrap_or_default()));
    objects.into_iter().map(|(line, text)| Slice { line, text }).collect()
}

fn is_mark(line: &str, mark: &str) -> bool {
    line.strip_prefix(mark)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
}

fn is_empty(text: &str) -> bool {
    text.lines().all(|line| {
        let content = line.strip_prefix("---").unwrap_or(line).trim();
        content.is_empty() || content.starts_with('#') || line.starts_with('%')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn cuts(text: &str, expected: &[(usize, &str)]) {
        let text = normalise(text);
        let found: Vec<_> = slices(&text).iter().map(|slice| (slice.line, slice.text)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn marks_cut_and_empty_slices_are_no_documents() {
        cuts("a\n---\nb\n", &[(1, "a\n"), (2, "---\nb\n")]);
        cuts("---\n# only a comment\n---\n%YAML 1.1\n--- b\n", &[(5, "--- b\n")]);
        cuts("a\n...\nb\n", &[(1, "a\n"), (3, "b\n")]);
        cuts(" ---\n", &[(1, " ---\n")]);
        cuts("----\n", &[(1, "----\n")]);
        cuts("", &[]);
    }

    #[test]
    fn objects_without_a_mark_between_them_are_cut() {
        let cut = |text: &'static str| -> Vec<(usize, &str)> {
            let cut = objects(Slice { line: 5, text });
            cut.iter().map(|slice| (slice.line, slice.text)).collect()
        };
        assert_eq!(
            cut("apiVersion: a\nb: c\napiVersion: d\n"),
            [(5, "apiVersion: a\nb: c\n"), (7, "apiVersion: d\n")]
        );
        assert_eq!(cut("kind: a\napiVersion: b\n"), [(5, "kind: a\napiVersion: b\n")]);
        let open = "apiVersion: \"a\napiVersion: b\"\n";
        assert_eq!(cut(open), [(5, open)]);
    }

    #[test]
    fn prompts_are_blanked() {
        let text =
            "$ kubectl get models -o yaml\nkind: a\n- b: $\nme@host:~/x$ kubectl get x\n  kubectl y\nme@host:~$ \n";
        assert_eq!(without_prompts(text), "\nkind: a\n- b: $\n\n  kubectl y\n\n");
        let prices = "kubectl: a>\nb: 5 $\n";
        assert_eq!(without_prompts(prices), prices);
    }

    #[test]
    fn line_ends_and_byte_order_marks_are_made_one_kind() {
        cuts("\u{feff}a\r\n---\r\nb\rc", &[(1, "a\n"), (2, "---\nb\nc")]);
    }
}
