//! Which unquoted words are strings, for Kubernetes.

/// Words that YAML 1.1 readers take for booleans or null, in any case.
const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];

/// Whether a string can be written without quotes, for every reader of YAML 1.1 or 1.2.
///
/// Only what begins with a letter and goes on with letters, digits, `.`, `_`, `/` and `-` passes, less the words.
/// So no number passes, in whichever notation, and nothing that has a meaning in YAML.
pub(crate) fn is_plain_safe(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.all(|c| c.is_ascii_alphanumeric() || "._/-".contains(c))
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

/// Whether Kubernetes reads this unquoted word as something else than a string: a boolean, null or a number.
pub(crate) fn is_no_string(word: &str) -> bool {
    word == "~" || WORDS.contains(&word.to_ascii_lowercase().as_str()) || is_number(word)
}

/// Whether `key` has the value `word` without quotes somewhere in the text, where Kubernetes does not read it as a string.
pub(crate) fn is_plain_word_of(text: &str, key: &str, word: &str) -> bool {
    is_no_string(word)
        && text.match_indices(key).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let value = text.get(at + key.len()..).and_then(|rest| rest.strip_prefix(':'));
            before.is_none_or(|c| c.is_whitespace() || "{,".contains(c))
                && value.is_some_and(|value| {
                    let value = value.trim_start_matches([' ', '\t']);
                    value
                        .strip_prefix(word)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', ',', '}']))
                })
        })
}

/// As Kubernetes' YAML library reads numbers: underscores are dropped, `0b`, `0o` and `0x` are prefixes, a leading 0 is octal where it can be.
fn is_number(word: &str) -> bool {
    let digits = word.replace('_', "");
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(&digits);
    let in_base = |prefix: &str, base: u32| {
        unsigned
            .strip_prefix(prefix)
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(base)))
    };
    if in_base("0b", 2) || in_base("0o", 8) || in_base("0x", 16) || is_special_float(unsigned) {
        return true;
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && word.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c))
        && exponent.is_none_or(|exponent| !exponent.is_empty() && all_digits(exponent))
}

fn is_special_float(unsigned: &str) -> bool {
    matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_no_strings_are_never_plain_safe() {
        for word in [
            "on", "No", "y", "NULL", "~", "017", "08", "0o17", "0b11", "0x1F", "1_000", "1e3", ".5", "5.", "-1", "+1",
        ] {
            assert!(is_no_string(word), "{word}");
            assert!(!is_plain_safe(word), "{word}");
        }
    }

    #[test]
    fn words_that_are_strings_are_told_from_numbers() {
        for word in [
            "0b2",
            "1e",
            "0x",
            "1.2.3",
            "2021-01-01",
            "12:30:45",
            "e3",
            "_1",
            "a-b",
            "=",
            "<<",
            ".",
        ] {
            assert!(!is_no_string(word), "{word}");
        }
    }

    #[test]
    fn a_plain_word_is_found_by_its_key() {
        assert!(is_plain_word_of("a:\n  name: on # x\n", "name", "on"));
        assert!(is_plain_word_of("{name: on, b: 1}", "name", "on"));
        assert!(!is_plain_word_of("name: \"on\"\nother: on\n", "name", "on"));
        assert!(!is_plain_word_of("surname: on\n", "name", "on"));
    }
}
