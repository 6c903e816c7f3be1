//! A small writer for what manifests are made of: maps and lists of strings.

use super::is_plain_safe;

/// What a manifest is made of. Every scalar is a string: manifests need no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// A string.
    Text(String),
    /// Keys and values, in this order.
    Map(Vec<(String, Node)>),
}

impl Node {
    pub(crate) fn text(text: impl Into<String>) -> Node {
        Node::Text(text.into())
    }

    pub(crate) fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
        Node::Map(
            entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

/// One document without its `---`, in block style with two spaces a level. An empty map is `{}`.
pub(crate) fn write(node: &Node) -> String {
    let mut out = String::new();
    match node {
        Node::Map(entries) if !entries.is_empty() => write_map(&mut out, entries, 0),
        other => {
            write_inline(&mut out, other);
            out.push('\n');
        }
    }
    out
}

fn write_map(out: &mut String, entries: &[(String, Node)], depth: usize) {
    for (key, value) in entries {
        out.push_str(&"  ".repeat(depth));
        out.push_str(&scalar(key));
        out.push(':');
        match value {
            Node::Map(inner) if !inner.is_empty() => {
                out.push('\n');
                write_map(out, inner, depth + 1);
            }
            other => {
                out.push(' ');
                write_inline(out, other);
                out.push('\n');
            }
        }
    }
}

fn write_inline(out: &mut String, node: &Node) {
    match node {
        Node::Text(text) => out.push_str(&scalar(text)),
        Node::Map(_) => out.push_str("{}"),
    }
}

/// A string as a YAML scalar on one line: plain where that is safe, else in single quotes, else in double quotes.
fn scalar(text: &str) -> String {
    if is_plain_safe(text) {
        text.to_owned()
    } else if text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) {
        ["'", &text.replace('\'', "''"), "'"].concat()
    } else {
        let escaped: String = text.chars().map(escape).collect();
        ["\"", &escaped, "\""].concat()
    }
}

fn escape(c: char) -> String {
    match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        ' '..='~' => c.to_string(),
        _ => format!("\\U{:08X}", u32::from(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_quoted_unless_plainly_safe() {
        for (text, written) in [
            ("team-a", "team-a"),
            ("services.k8s.aws/region", "services.k8s.aws/region"),
            ("on", "'on'"),
            ("017", "'017'"),
            ("", "''"),
            ("it's", "'it''s'"),
            ("{\"a\":\"b\"}", "'{\"a\":\"b\"}'"),
            ("a\nb", "\"a\\U0000000Ab\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }

    #[test]
    fn maps_nest_by_two_spaces() {
        let node = Node::map([("a", Node::map([("b", Node::text("c"))])), ("d", Node::Map(vec![]))]);
        assert_eq!(write(&node), "a:\n  b: c\nd: {}\n");
    }
}
