//! Golden cases: what people paste, and the whole of what the planner makes of it, to be reviewed as a diff.
//!
//! A case is a folder of `tests/cases/`:
//!
//! | file | what |
//! |---|---|
//! | `input.yaml`, or any other names | the sources, in the order of their names |
//! | `options.json` | the options, where they are not the default |
//! | `summary.txt` | expected: the counts, the phases, and a line per document with its outcome and its twins |
//! | `diagnostics.txt` | expected: the diagnostics, as a compiler prints them |
//! | `files/` | expected: the bundle, less the scripts (the same for all) and its README |
//! | `files/README.md` | expected where it is there: it is long, so one or two cases have it |
//!
//! `BLESS=1 cargo test --test golden` (`make bless`) writes what is expected anew: read the diff before you keep it.
//! To add a case, make its folder and input, bless, read. Every code, kind, outcome and option must be in a case.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't read its own files fails"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use ack_adoption_planner::{Code, File, FinishedJobs, Form, Outcome, Plan};

mod case;

use case::{Case, all, entries, name_of, read_text, root};

const OLD_KINDS: [&str; 8] = [
    "TrainingJob",
    "HyperparameterTuningJob",
    "ProcessingJob",
    "BatchTransformJob",
    "Model",
    "EndpointConfig",
    "HostingDeployment",
    "HostingAutoscalingPolicy",
];

const TWIN_KINDS: [&str; 9] = [
    "Model",
    "EndpointConfig",
    "Endpoint",
    "ScalableTarget",
    "ScalingPolicy",
    "TrainingJob",
    "HyperParameterTuningJob",
    "ProcessingJob",
    "TransformJob",
];

#[test]
fn every_case_gives_what_is_expected() {
    let bless = env::var_os("BLESS").is_some();
    let mut differences = Vec::new();
    for case in all() {
        let made = render(&case);
        if bless {
            write(&case, &made);
        } else {
            differences.extend(compare(&case, &made));
        }
    }
    assert!(
        differences.is_empty(),
        "{}\nBLESS=1 cargo test --test golden writes what is expected anew",
        differences.join("\n")
    );
}

#[test]
fn every_code_is_in_a_case() {
    let seen: BTreeSet<Code> = all()
        .iter()
        .flat_map(|case| case.plan().diagnostics)
        .map(|diagnostic| diagnostic.code)
        .collect();
    let missing: Vec<&Code> = Code::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert!(missing.is_empty(), "no case has {missing:?}");
}

#[test]
fn every_kind_is_in_a_case_in_both_forms() {
    for form in [Form::Annotations, Form::AdoptedResource] {
        let plans: Vec<Plan> = all()
            .iter()
            .filter(|case| case.options.form == form)
            .map(Case::plan)
            .collect();
        let adopted: Vec<_> = plans
            .iter()
            .flat_map(|plan| &plan.resources)
            .filter(|resource| resource.outcome == Outcome::Adopt)
            .collect();
        for kind in OLD_KINDS {
            let found = adopted
                .iter()
                .any(|resource| resource.old.as_ref().is_some_and(|old| old.kind == kind));
            assert!(found, "no case adopts a {kind} in the form {form:?}");
        }
        for kind in TWIN_KINDS {
            let found = adopted
                .iter()
                .flat_map(|resource| &resource.targets)
                .any(|target| target.kind == kind);
            assert!(found, "no case makes the twin {kind} in the form {form:?}");
        }
    }
}

#[test]
fn every_outcome_and_option_is_in_a_case() {
    let cases = all();
    // Nothing is alreadyAdopted yet: ACK objects in the input are skipped.
    for outcome in [Outcome::Adopt, Outcome::CleanUpOnly, Outcome::Blocked, Outcome::Skipped] {
        let found = cases
            .iter()
            .flat_map(|case| case.plan().resources)
            .any(|resource| resource.outcome == outcome);
        assert!(found, "no case has the outcome {outcome:?}");
    }
    let options: Vec<_> = cases.iter().map(|case| &case.options).collect();
    assert!(options.iter().any(|options| !options.read_only));
    assert!(options.iter().any(|options| options.strict));
    assert!(options.iter().any(|options| options.namespace != "default"));
    assert!(
        options
            .iter()
            .any(|options| options.finished_jobs == FinishedJobs::CleanUpOnly)
    );
}

/// The table of the README is written by `BLESS=1`, from the one place where codes are listed.
#[test]
fn the_readme_lists_every_code() {
    const HEAD: &str = "| code | severity | meaning |\n|---|---|---|\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = read_text(&path);
    let (before, rest) = readme.split_once(HEAD).expect("the README has a table of codes");
    let (_, after) = rest.split_once("\n\n").expect("the table ends with a blank line");
    let rows: Vec<String> = Code::ALL
        .iter()
        .map(|code| {
            let severity = format!("{:?}", code.severity()).to_ascii_lowercase();
            format!("| `{code}` | {severity} | {} |", code.summary())
        })
        .collect();
    let expected = [before, HEAD, &rows.join("\n"), "\n\n", after].concat();
    if env::var_os("BLESS").is_some() {
        fs::write(&path, expected).expect("the README can be written");
    } else {
        assert!(
            readme == expected,
            "README.md: the table of codes is not that of src/diagnostic.rs"
        );
    }
}

/// So that the ShellCheck-ed, tested files are what people run, whatever they paste.
#[test]
fn scripts_are_the_very_files_of_the_source() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/render/scripts");
    let sources: BTreeMap<String, String> = entries(&folder)
        .iter()
        .map(|path| (name_of(path), read_text(path)))
        .collect();
    let mut seen = BTreeSet::new();
    for case in all() {
        let plan = case.plan();
        for file in plan.files.iter().filter(|file| is_script(file)) {
            let name = &case.name;
            assert_eq!(Some(&file.text), sources.get(&file.path), "{name}: {}", file.path);
            assert_eq!(file.executable, !file.path.starts_with("lib"), "{name}: {}", file.path);
            seen.insert(file.path.clone());
        }
        assert!(plan.files.iter().all(|file| is_script(file) || !file.executable));
        let has = |path: &str| plan.files.iter().any(|file| file.path == path);
        let (bundled, blocked) = (!plan.files.is_empty(), plan.summary.blocked > 0);
        assert_eq!(
            has("60-uninstall-old-operator.sh"),
            bundled && !blocked,
            "{}",
            case.name
        );
        assert_eq!(
            has("70-hand-over.sh"),
            bundled && case.options.read_only,
            "{}",
            case.name
        );
        for phase in &plan.phases {
            assert!(has(&phase.file), "{}: {} is missing", case.name, phase.file);
        }
    }
    assert_eq!(seen, sources.into_keys().collect(), "scripts that no bundle has");
}

fn folder(case: &Case) -> PathBuf {
    root().join(&case.name)
}

/// Every expected file of a case, by path in its folder.
fn render(case: &Case) -> BTreeMap<PathBuf, String> {
    let plan = case.plan();
    let mut made = BTreeMap::from([
        (PathBuf::from("summary.txt"), summary(&plan)),
        (PathBuf::from("diagnostics.txt"), diagnostics(&plan)),
    ]);
    for file in plan.files.iter().filter(|file| !is_script(file)) {
        let path = Path::new("files").join(&file.path);
        if file.path != "README.md" || folder(case).join(&path).exists() {
            made.insert(path, file.text.clone());
        }
    }
    made
}

fn is_script(file: &File) -> bool {
    file.path.ends_with(".sh")
}

fn summary(plan: &Plan) -> String {
    let counts = &plan.summary;
    let mut text = format!(
        "plan {}, {}\n{} documents: {} adopt, {} cleanUpOnly, {} alreadyAdopted, {} blocked, {} skipped\n{} manifests\n",
        plan.id,
        if plan.complete { "complete" } else { "not complete" },
        counts.documents,
        counts.adopt,
        counts.clean_up_only,
        counts.already_adopted,
        counts.blocked,
        counts.skipped,
        counts.manifests
    );
    let phases: Vec<String> = plan
        .phases
        .iter()
        .map(|phase| format!("{} {}", phase.id, phase.resources))
        .collect();
    let _ = writeln!(
        text,
        "phases: {}",
        if phases.is_empty() {
            "none".to_owned()
        } else {
            phases.join(", ")
        }
    );
    for resource in &plan.resources {
        let origin = &resource.origin;
        let old = resource.old.as_ref().map_or("(unreadable)".to_owned(), |old| {
            let uid = old.uid.as_deref().unwrap_or("no uid");
            visible(&format!("{} {}/{} ({uid})", old.kind, old.namespace, old.name))
        });
        let reason = resource.reason.map_or(String::new(), |code| format!(" ({code})"));
        let _ = writeln!(
            text,
            "\n{}:{}:{} {}\n  {old}\n  {}{reason}",
            origin.source,
            origin.line,
            origin.column,
            origin.path.as_deref().unwrap_or("-"),
            resource.outcome.as_str()
        );
        if let Some(family) = &resource.family {
            let _ = writeln!(text, "  family {family}");
        }
        for target in &resource.targets {
            let _ = writeln!(
                text,
                "  -> {} {}/{} = {} in {}",
                target.kind, target.namespace, target.name, target.aws_name, target.region
            );
        }
    }
    text
}

fn diagnostics(plan: &Plan) -> String {
    let blocks: Vec<String> = plan
        .diagnostics
        .iter()
        .map(|diagnostic| {
            let severity = format!("{:?}", diagnostic.severity).to_ascii_lowercase();
            let mut block = format!("{severity}[{}]: {}\n", diagnostic.code, diagnostic.message);
            if let Some(origin) = &diagnostic.origin {
                let path = origin.path.as_ref().map_or(String::new(), |path| format!(" {path}"));
                let _ = writeln!(block, "  at {}:{}:{}{path}", origin.source, origin.line, origin.column);
            }
            if let Some(help) = &diagnostic.help {
                let _ = writeln!(block, "  help: {help}");
            }
            block
        })
        .collect();
    blocks.join("\n")
}

/// On one line: names that were not checked can hold anything.
fn visible(text: &str) -> String {
    text.chars()
        .flat_map(|c| match c {
            '"' | '\'' => vec![c],
            _ => c.escape_debug().collect(),
        })
        .collect()
}

fn compare(case: &Case, made: &BTreeMap<PathBuf, String>) -> Vec<String> {
    let mut differences = Vec::new();
    for (path, text) in made {
        let place = format!("{}/{}", case.name, path.display());
        match fs::read_to_string(folder(case).join(path)) {
            Ok(expected) => differences.extend(first_difference(&place, &expected, text)),
            Err(_) => differences.push(format!("{place} is not there yet")),
        }
    }
    let surplus = expected_files(case).into_iter().filter(|path| !made.contains_key(path));
    differences.extend(surplus.map(|path| format!("{}/{} is no longer made", case.name, path.display())));
    differences
}

fn first_difference(place: &str, expected: &str, made: &str) -> Option<String> {
    if expected == made {
        return None;
    }
    let lines = || expected.split('\n').zip(made.split('\n'));
    let at = lines().position(|(a, b)| a != b).unwrap_or_else(|| lines().count());
    let line = |text: &str| text.split('\n').nth(at).map_or("(nothing)".to_owned(), str::to_owned);
    Some(format!(
        "{place}:{}\n  expected {}\n  made     {}",
        at + 1,
        line(expected),
        line(made)
    ))
}

/// Replaces what is expected; an empty folder of files goes away with its last file.
fn write(case: &Case, made: &BTreeMap<PathBuf, String>) {
    let files = folder(case).join("files");
    if files.exists() {
        fs::remove_dir_all(&files).expect("the old files can be removed");
    }
    for (path, text) in made {
        let path = folder(case).join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }
}

/// What stands in the case's `files/`, by path in the case's folder.
fn expected_files(case: &Case) -> Vec<PathBuf> {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<PathBuf>) {
        for path in entries(folder) {
            if path.is_dir() {
                walk(&path, root, found);
            } else {
                found.push(path.strip_prefix(root).expect("it is below").to_owned());
            }
        }
    }
    let mut found = Vec::new();
    let files = folder(case).join("files");
    if files.exists() {
        walk(&files, &folder(case), &mut found);
    }
    found
}
