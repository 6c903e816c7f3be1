//! One bundle with one cluster in a temporary folder, and what running its scripts did.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use ack_adoption_planner::{Options, Source, plan};
use serde_json::{Value, json};

use crate::cluster;
use crate::old::OLD;
use crate::run::{Call, Run};

/// All that a script may call besides the stand-in: POSIX tools and no more, so a script that needs another fails here.
const TOOLS: [&str; 36] = [
    "awk", "basename", "cat", "chmod", "cmp", "comm", "cp", "cut", "date", "diff", "dirname", "env", "expr", "find",
    "grep", "head", "id", "join", "ls", "mkdir", "mktemp", "mv", "od", "paste", "printf", "rm", "rmdir", "sed", "sort",
    "tail", "tee", "test", "touch", "tr", "uname", "uniq",
];
const MORE_TOOLS: [&str; 3] = ["bash", "wc", "xargs"];
/// No script of a test may hang the whole run.
const PATIENCE: Duration = Duration::from_secs(60);

const STAND_IN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/scripts/standin");

/// The stand-in's process. It ends by itself when its standard input does, which is when the tests end.
struct Resident {
    port: u16,
    _process: Child,
}

static RESIDENT: LazyLock<Resident> = LazyLock::new(|| {
    let mut child = Command::new(found("node"))
        .arg(Path::new(STAND_IN).join("resident.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    Resident {
        port: line.trim().parse().unwrap(),
        _process: child,
    }
});

static SCENES: AtomicU32 = AtomicU32::new(0);

/// A bundle, its cluster and a PATH on which the stand-in is the only kubectl. Removed when dropped.
pub(crate) struct Scene {
    folder: PathBuf,
    bundle: RefCell<String>,
}

impl Scene {
    /// Plans these old CRs, which are in the cluster as well.
    pub(crate) fn new(crs: &[Value]) -> Scene {
        Scene::planned(crs, &Options::default())
    }

    pub(crate) fn planned(crs: &[Value], options: &Options) -> Scene {
        let scene = Scene::empty();
        let list = json!({ "apiVersion": "v1", "kind": "List", "items": crs });
        let source = Source {
            name: "cluster.json".to_owned(),
            text: list.to_string(),
        };
        for file in plan(&[source], options).unwrap().files {
            let path = scene.bundle().join(&file.path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &file.text).unwrap();
            let mode = if file.executable { 0o755 } else { 0o644 };
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        }
        scene.write_state(&cluster::state(crs));
        scene
    }

    /// A folder with an empty bundle and no cluster.
    pub(crate) fn empty() -> Scene {
        let number = SCENES.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("ack-adoption-planner-{}-{number}", std::process::id()));
        for inner in ["answers", "bin", "bundle", "home", "tmp"] {
            fs::create_dir_all(folder.join(inner)).unwrap();
        }
        let scene = Scene {
            folder,
            bundle: RefCell::new("bundle".to_owned()),
        };
        for tool in TOOLS.into_iter().chain(MORE_TOOLS) {
            symlink(found(tool), scene.folder.join("bin").join(tool)).unwrap();
        }
        for (file, tool) in [("client", "kubectl"), ("sleep", "sleep")] {
            symlink(Path::new(STAND_IN).join(file), scene.folder.join("bin").join(tool)).unwrap();
        }
        scene
    }

    /// Bundle, back-ups and cluster as they are now, to go on from here as often as wanted.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut files = Vec::new();
        remember(&self.bundle(), Path::new(""), &mut files);
        Snapshot {
            files,
            state: self.state(),
        }
    }

    /// Puts a script of the test's own beside those of the bundle.
    pub(crate) fn write_script(&self, name: &str, text: &str) {
        self.write(name, text);
        if !self.state_file().exists() {
            self.write_state(&json!({ "clusters": {} }));
        }
    }

    pub(crate) fn bundle(&self) -> PathBuf {
        self.folder.join(self.bundle.borrow().as_str())
    }

    pub(crate) fn has_file(&self, path: &str) -> bool {
        self.bundle().join(path).exists()
    }

    /// A file of the bundle.
    pub(crate) fn text(&self, path: &str) -> String {
        fs::read_to_string(self.bundle().join(path)).unwrap()
    }

    /// Gives the bundle's folder another name.
    pub(crate) fn move_bundle(&self, name: &str) {
        fs::rename(self.bundle(), self.folder.join(name)).unwrap();
        name.clone_into(&mut self.bundle.borrow_mut());
    }

    pub(crate) fn remove_kubectl(&self) {
        fs::remove_file(self.folder.join("bin/kubectl")).unwrap();
    }

    /// Rewrites a file of the bundle.
    pub(crate) fn write(&self, path: &str, text: &str) {
        fs::write(self.bundle().join(path), text).unwrap();
    }

    pub(crate) fn plan_id(&self) -> String {
        self.text("plan-id").trim_end().to_owned()
    }

    fn state_file(&self) -> PathBuf {
        self.folder.join("state.json")
    }

    pub(crate) fn state(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.state_file()).unwrap()).unwrap()
    }

    pub(crate) fn write_state(&self, state: &Value) {
        fs::write(self.state_file(), state.to_string()).unwrap();
    }

    /// Changes the state between two calls.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut state = self.state();
        change(&mut state);
        self.write_state(&state);
    }

    /// One fault more, in the form of `standin/faults.mjs`.
    pub(crate) fn fault(&self, fault: Value) {
        self.change(|state| match state["faults"].as_array_mut() {
            Some(faults) => faults.push(fault),
            None => state["faults"] = json!([fault]),
        });
    }

    /// From now on ACK stands still.
    pub(crate) fn without_ack(&self) {
        self.change(|state| state["ack"] = Value::Null);
    }

    pub(crate) fn without_faults(&self) {
        self.change(|state| state["faults"] = json!([]));
    }

    pub(crate) fn deny(&self, verb: &str, resource: &str) {
        self.change(|state| state["deny"] = json!([{ "verb": verb, "resource": resource }]));
    }

    pub(crate) fn objects(&self) -> Vec<Value> {
        self.state()["clusters"]["prod-cluster"]["objects"]
            .as_array()
            .unwrap()
            .clone()
    }

    pub(crate) fn add(&self, object: Value) {
        self.change(|state| {
            state["clusters"]["prod-cluster"]["objects"]
                .as_array_mut()
                .unwrap()
                .push(object)
        });
    }

    /// Drops every object for which `gone` holds.
    pub(crate) fn drop_objects(&self, gone: impl Fn(&Value) -> bool) {
        self.change(|state| {
            state["clusters"]["prod-cluster"]["objects"]
                .as_array_mut()
                .unwrap()
                .retain(|object| !gone(object));
        });
    }

    /// Changes the one object of this API version's group, kind, namespace and name.
    pub(crate) fn edit(&self, group: &str, kind: &str, namespace: &str, name: &str, edit: impl FnOnce(&mut Value)) {
        self.change(|state| {
            let objects = state["clusters"]["prod-cluster"]["objects"].as_array_mut().unwrap();
            let found = objects
                .iter_mut()
                .find(|object| is(object, group, kind, namespace, name));
            let object = found.unwrap_or_else(|| panic!("no {kind} {namespace}/{name} of {group}"));
            edit(object);
            let version = object["metadata"]["resourceVersion"].as_str().unwrap_or("0").to_owned();
            object["metadata"]["resourceVersion"] = json!(format!("{version}0"));
        });
    }

    pub(crate) fn object(&self, group: &str, kind: &str, namespace: &str, name: &str) -> Option<Value> {
        self.objects()
            .into_iter()
            .find(|object| is(object, group, kind, namespace, name))
    }

    /// `Kind/namespace/name` of every old CR that is left.
    pub(crate) fn old_crs(&self) -> Vec<String> {
        self.named(|object| object["apiVersion"] == OLD)
    }

    /// `Kind/namespace/name` of every ACK object.
    pub(crate) fn twins(&self) -> Vec<String> {
        self.named(|object| object["apiVersion"].as_str().unwrap().contains("services.k8s.aws/"))
    }

    fn named(&self, wanted: impl Fn(&Value) -> bool) -> Vec<String> {
        let mut names: Vec<String> = self.objects().iter().filter(|object| wanted(object)).map(key).collect();
        names.sort();
        names
    }

    pub(crate) fn replicas(&self) -> u64 {
        let operator = self.object("apps", "Deployment", cluster::OPERATOR_NAMESPACE, cluster::OPERATOR);
        operator.unwrap()["spec"]["replicas"].as_u64().unwrap()
    }

    /// Names of the folders that back-ups made.
    pub(crate) fn backups(&self) -> BTreeSet<String> {
        let Ok(entries) = fs::read_dir(self.bundle().join("backup")) else {
            return BTreeSet::new();
        };
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    }

    /// All text of these back-ups, one after another.
    pub(crate) fn backup_text(&self, folders: &BTreeSet<String>) -> String {
        let mut files = Vec::new();
        for folder in folders {
            remember(&self.bundle().join("backup").join(folder), Path::new(""), &mut files);
        }
        files.sort();
        files
            .into_iter()
            .filter_map(|(_, _, bytes)| bytes)
            .map(|bytes| String::from_utf8(bytes).unwrap())
            .collect()
    }

    pub(crate) fn remove_backups(&self) {
        fs::remove_dir_all(self.bundle().join("backup")).unwrap();
    }

    /// The permissions of a file or folder of the bundle.
    pub(crate) fn mode(&self, path: &str) -> u32 {
        fs::metadata(self.bundle().join(path)).unwrap().permissions().mode() & 0o777
    }

    /// Runs a script of the bundle in the right context.
    #[track_caller]
    pub(crate) fn run(&self, script: &str, arguments: &[&str]) -> Run {
        self.run_as_is(script, &[&["--context", "prod-cluster"], arguments].concat())
    }

    /// Runs a script of the bundle. What the old operator or ACK would have deleted in AWS fails the test at once.
    #[track_caller]
    pub(crate) fn run_as_is(&self, script: &str, arguments: &[&str]) -> Run {
        let run = self.run_once(script, arguments);
        assert!(
            !run.text().contains("stand-in: "),
            "the stand-in does not know a call\n{run}"
        );
        assert!(run.aws.is_empty(), "deleted in AWS: {:?}\n{run}", run.aws);
        run
    }

    fn run_once(&self, script: &str, arguments: &[&str]) -> Run {
        let log = self.folder.join("log");
        fs::write(&log, "").unwrap();
        // What a killed run has left there is not this one's.
        fs::remove_dir_all(self.folder.join("tmp")).unwrap();
        fs::create_dir(self.folder.join("tmp")).unwrap();
        let (out, err) = (self.folder.join("out"), self.folder.join("err"));
        let mut child = Command::new(self.folder.join("bin/bash"))
            .arg(self.bundle().join(script))
            .args(arguments)
            .current_dir(self.folder.join("home"))
            .env_clear()
            .env("PATH", self.folder.join("bin"))
            .env("HOME", self.folder.join("home"))
            .env("TMPDIR", self.folder.join("tmp"))
            .env("STANDIN_PORT", RESIDENT.port.to_string())
            .env("STANDIN_ANSWERS", self.folder.join("answers"))
            .env("STANDIN_STATE", self.state_file())
            .env("STANDIN_LOG", &log)
            .stdin(Stdio::null())
            .stdout(fs::File::create(&out).unwrap())
            .stderr(fs::File::create(&err).unwrap())
            // A group of its own, so that the stand-in can kill the script with all that it started.
            .process_group(0)
            .spawn()
            .unwrap();
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break status;
            }
            if begun.elapsed() > PATIENCE {
                Command::new("kill")
                    .args(["-9", "--", &format!("-{}", child.id())])
                    .status()
                    .unwrap();
                child.wait().unwrap();
                panic!("{script} hangs: {}", fs::read_to_string(&out).unwrap());
            }
            sleep(Duration::from_millis(5));
        };
        let aws = self.state()["aws"].as_array().cloned().unwrap_or_default();
        Run {
            command: format!("{script} {}", arguments.join(" ")),
            status,
            out: fs::read_to_string(out).unwrap(),
            err: fs::read_to_string(err).unwrap(),
            calls: fs::read_to_string(log).unwrap().lines().map(Call::read).collect(),
            aws: aws.iter().map(|line| line.as_str().unwrap().to_owned()).collect(),
            left_over: fs::read_dir(self.folder.join("tmp")).unwrap().count(),
        }
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        if env::var_os("KEEP_SCENES").is_none() {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn is(object: &Value, group: &str, kind: &str, namespace: &str, name: &str) -> bool {
    let version = object["apiVersion"].as_str().unwrap();
    let found = version.split_once('/').map_or("", |(group, _)| group);
    let metadata = &object["metadata"];
    found == group
        && object["kind"] == kind
        && metadata["name"] == name
        && metadata["namespace"].as_str().unwrap_or("") == namespace
}

pub(crate) fn key(object: &Value) -> String {
    let metadata = &object["metadata"];
    let namespace = metadata["namespace"].as_str().unwrap_or("");
    format!(
        "{}/{namespace}/{}",
        object["kind"].as_str().unwrap(),
        metadata["name"].as_str().unwrap()
    )
}

fn found(tool: &str) -> PathBuf {
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places = env::split_paths(&path).map(|folder| folder.join(tool));
    let place = places.find(|place| place.is_file());
    place.unwrap_or_else(|| panic!("the tests of the scripts need `{tool}`, which is not on PATH"))
}

/// A scene at one moment.
pub(crate) struct Snapshot {
    files: Vec<(PathBuf, u32, Option<Vec<u8>>)>,
    state: Value,
}

impl Snapshot {
    pub(crate) fn scene(&self) -> Scene {
        let scene = Scene::empty();
        for (path, mode, bytes) in &self.files {
            let path = scene.bundle().join(path);
            match bytes {
                Some(bytes) => fs::write(&path, bytes).unwrap(),
                None => fs::create_dir_all(&path).unwrap(),
            }
            fs::set_permissions(&path, fs::Permissions::from_mode(*mode)).unwrap();
        }
        scene.write_state(&self.state);
        scene
    }
}

/// Every file and folder below `root`, folders first; a folder has no bytes.
fn remember(root: &Path, inner: &Path, files: &mut Vec<(PathBuf, u32, Option<Vec<u8>>)>) {
    for entry in fs::read_dir(root.join(inner)).unwrap() {
        let entry = entry.unwrap();
        let path = inner.join(entry.file_name());
        let metadata = entry.metadata().unwrap();
        let folder = metadata.is_dir();
        let bytes = if folder {
            None
        } else {
            Some(fs::read(entry.path()).unwrap())
        };
        files.push((path.clone(), metadata.permissions().mode(), bytes));
        if folder {
            remember(root, &path, files);
        }
    }
}
