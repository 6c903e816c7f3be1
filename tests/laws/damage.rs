//! Texts as they arrive.

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What can happen to a text on its way through a clipboard, an editor or a hostile hand.
#[derive(Clone, Debug)]
pub(super) enum Damage {
    Insert(&'static str),
    Delete(usize),
    Repeat(usize),
}

pub(super) fn damage() -> impl Strategy<Value = Damage> {
    let words = vec![
        "\n",
        "\n\n",
        "\t",
        " ",
        "  ",
        "'",
        "\"",
        "\\",
        ":",
        ": ",
        "- ",
        "\n- ",
        "#",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "|",
        ">",
        "!!int ",
        "\n---\n",
        "\n...\n",
        "\u{0}",
        "\u{feff}",
        "\u{85}",
        "\u{2028}",
        "é",
        "null",
        "~",
        "$ kubectl get x\n",
        "\nkind: List\n",
        "\nitems:\n",
        "\napiVersion: v1\n",
        "$(reboot)",
        "<b>",
        "%",
    ];
    prop_oneof![
        3 => select(words).prop_map(Damage::Insert),
        1 => (1..200_usize).prop_map(Damage::Delete),
        1 => (1..400_usize).prop_map(Damage::Repeat),
    ]
}

impl Damage {
    pub(super) fn apply(&self, text: &str, place: Index) -> String {
        let place = before(text, place.index(text.len() + 1)).len();
        let until = |length: &usize| before(text, (place + length).min(text.len())).len();
        match self {
            Damage::Insert(word) => [&text[..place], word, &text[place..]].concat(),
            Damage::Delete(length) => [&text[..place], &text[until(length)..]].concat(),
            Damage::Repeat(length) => [&text[..until(length)], &text[place..]].concat(),
        }
    }
}

/// What comes before a place, or before the character that it is in.
pub(super) fn before(text: &str, place: usize) -> &str {
    (0..=place)
        .rev()
        .find_map(|place| text.get(..place))
        .unwrap_or_default()
}
