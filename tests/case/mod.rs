//! The golden cases, as the tests that use them read them: see `golden.rs` for what a case is.

use std::fs;
use std::path::{Path, PathBuf};

use ack_adoption_planner::{Options, Plan, Source, plan};

/// One folder of `tests/cases/`.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) sources: Vec<Source>,
    pub(crate) options: Options,
}

impl Case {
    pub(crate) fn plan(&self) -> Plan {
        plan(&self.sources, &self.options).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }
}

/// All cases, by name.
pub(crate) fn all() -> Vec<Case> {
    let folders = entries(&root()).into_iter().filter(|path| path.is_dir());
    folders.map(|folder| read(&folder)).collect()
}

/// The folder of all cases.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn read(folder: &Path) -> Case {
    let name = name_of(folder);
    let sources: Vec<Source> = entries(folder)
        .into_iter()
        .filter(|path| path.is_file() && !["options.json", "summary.txt", "diagnostics.txt"].contains(&&*name_of(path)))
        .map(|path| Source {
            name: name_of(&path),
            text: read_text(&path),
        })
        .collect();
    assert!(!sources.is_empty(), "{name} has no input");
    let options = folder.join("options.json");
    let options = if options.exists() {
        serde_json::from_str(&read_text(&options)).unwrap_or_else(|error| panic!("{name}/options.json: {error}"))
    } else {
        Options::default()
    };
    Case { name, sources, options }
}

/// What is in a folder, sorted by name.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

pub(crate) fn read_text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
