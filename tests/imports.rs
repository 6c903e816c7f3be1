//! Which part of the planner may know which: the code is a pipeline, and stays one.
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a source that can't be read fails the test"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Each module, a file and the folder of its name, with the modules of this crate that it may name. Only `lib` knows all stages.
const MODULES: [(&str, &[&str]); 15] = [
    // What the stages share.
    ("diagnostic", &[]),
    ("name", &["diagnostic"]),
    ("options", &["name"]),
    ("plan", &["diagnostic"]),
    ("json", &["document"]),
    ("yaml", &["document"]),
    // The stages, in their order.
    ("document", &["diagnostic", "json", "options", "yaml"]),
    ("legacy", &["diagnostic", "document", "name", "yaml"]),
    ("ack", &["name", "options", "yaml"]),
    ("map", &["ack", "diagnostic", "legacy", "name", "options"]),
    ("order", &["ack", "map", "name", "options", "plan"]),
    (
        "render",
        &["ack", "diagnostic", "map", "options", "order", "plan", "yaml"],
    ),
    // The whole.
    (
        "outcome",
        &["diagnostic", "legacy", "map", "options", "order", "plan", "render"],
    ),
    ("wasm", &["options", "plan"]),
    ("lib", &[]),
];

/// Each foreign crate, with the only files that may name it.
const CRATES: [(&str, &[&str]); 6] = [
    ("serde_yaml", &["yaml.rs"]),
    ("serde_json", &["json.rs", "ack/manifest.rs", "wasm.rs"]),
    ("sha2", &["name.rs"]),
    ("wasm_bindgen", &["wasm.rs"]),
    ("serde_wasm_bindgen", &["wasm.rs"]),
    ("js_sys", &["wasm.rs"]),
];

/// The planner has no clock, no chance, no environment, no files, no network, and prints nothing.
const FORBIDDEN: [&str; 12] = [
    "std::time",
    "std::env",
    "std::fs",
    "std::net",
    "std::process",
    "std::thread",
    "std::io",
    "HashMap",
    "HashSet",
    "println!",
    "thread_local!",
    "static mut",
];

/// The sources by path below `src/`, without comments.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut folders = vec![root.clone()];
    let mut sources = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        let paths = fs::read_dir(&folder)
            .expect("src can be read")
            .map(|entry| entry.expect("and its entries").path());
        let (inner, files): (Vec<PathBuf>, Vec<PathBuf>) = paths.partition(|path| path.is_dir());
        folders.extend(inner);
        for path in files
            .into_iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        {
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .collect::<Vec<_>>()
                .join("\n");
            let below = path
                .strip_prefix(&root)
                .expect("it is below")
                .to_string_lossy()
                .into_owned();
            sources.insert(below, code);
        }
    }
    sources
}

/// `legacy/read.rs` is of the module `legacy`.
fn module(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap_or_default()
}

/// The words that follow a prefix in the code.
fn words_after<'a>(code: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let ends = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
    code.match_indices(prefix)
        .filter(|(at, _)| {
            !code
                .get(..*at)
                .is_some_and(|before| before.ends_with(|c: char| !ends(c)))
        })
        .filter_map(|(at, _)| code.get(at + prefix.len()..)?.split(ends).next())
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn modules_name_those_that_they_may() {
    let mut used: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let sources = sources();
    for (path, code) in &sources {
        let words = words_after(code, "crate::").into_iter().map(str::to_owned);
        used.entry(module(path))
            .or_default()
            .extend(words.filter(|word| word != module(path)));
    }
    for (module, names) in &used {
        let allowed = MODULES
            .iter()
            .find(|(known, _)| known == module)
            .map(|(_, allowed)| *allowed);
        let allowed = allowed.unwrap_or_else(|| panic!("src/{module}.rs is not in the table"));
        for name in names {
            assert!(allowed.contains(&name.as_str()), "src/{module} names crate::{name}");
        }
        for name in allowed {
            assert!(
                names.contains(*name),
                "src/{module} no longer names crate::{name}: take it out of the table"
            );
        }
    }
    assert_eq!(used.len(), MODULES.len());
}

#[test]
fn only_lib_calls_one_stage_after_the_other() {
    let stages = [
        "document::split",
        "legacy::read",
        "map::map",
        "order::order",
        "outcome::account",
        "outcome::conclude",
    ];
    for (path, code) in sources() {
        for stage in stages {
            let called = code.contains(&format!("{stage}("));
            assert_eq!(called, path == "lib.rs", "{path} and {stage}");
        }
    }
}

#[test]
fn foreign_crates_are_named_in_their_files_only() {
    for (path, code) in sources() {
        for (name, files) in CRATES {
            let named = !words_after(&code, &format!("{name}::")).is_empty() || code.contains(&format!("use {name}"));
            assert!(!named || files.contains(&path.as_str()), "{path} names {name}");
        }
    }
}

#[test]
fn the_planner_is_pure() {
    for (path, code) in sources() {
        for word in FORBIDDEN {
            assert!(!code.contains(word), "{path} has {word}");
        }
    }
}
