//! The real kubectl reads what we write: `kubectl create --dry-run=client`, as the bundle creates it.
//!
//! kubectl asks a server which kinds there are, even for a dry run: this test answers it, and knows nothing else.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use ack_adoption_planner::{Form, Options};
use serde::Deserialize as _;
use serde_json::{Value, json};

use super::planned;

/// Names that Kubernetes takes and that YAML readers take for something else than a string.
const NAMES: [&str; 19] = [
    "on",
    "off",
    "yes",
    "no",
    "y",
    "n",
    "true",
    "false",
    "null",
    "123",
    "017",
    "08",
    "0o17",
    "0b11",
    "0x1f",
    "1e3",
    "1-0",
    "2021-01-01",
    "e3",
];

/// The same for AWS names, which may be upper case.
const AWS_NAMES: [&str; 6] = ["0x1F", "ON", "Null", "1E3", "0123456789", "NaN"];

#[test]
fn kubectl_reads_every_name_as_the_string_that_we_mean() {
    let found = Command::new("kubectl")
        .args(["version", "--client"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !found.is_ok_and(|status| status.success()) {
        super::bundle::skipped("there is no kubectl on PATH");
        return;
    }
    let port = discovery();
    for form in [Form::Annotations, Form::AdoptedResource] {
        let options = Options {
            form,
            ..Options::default()
        };
        let plan = planned(&input(), &options);
        let written: String = plan
            .files
            .iter()
            .filter(|file| file.path.starts_with("30-adopt/"))
            .map(|file| file.text.as_str())
            .collect();
        let meant: Vec<Value> = serde_yaml::Deserializer::from_str(&written)
            .map(|document| Value::deserialize(document).expect("our YAML can be read"))
            .collect();
        assert_eq!(meant.len(), NAMES.len() + AWS_NAMES.len());
        let read = created(port, &written);
        assert_eq!(read, meant);
        for name in NAMES {
            let is_named = |object: &&Value| object["metadata"]["namespace"] == name;
            assert_eq!(read.iter().filter(is_named).count(), 1, "{name}");
        }
        for name in AWS_NAMES {
            let text = format!("{{\"trainingJobName\":\"{name}\"}}");
            let is_named = |object: &&Value| match form {
                Form::Annotations => {
                    object["metadata"]["annotations"]["services.k8s.aws/adoption-fields"] == text.as_str()
                }
                Form::AdoptedResource => object["spec"]["aws"]["nameOrID"] == name,
            };
            assert_eq!(read.iter().filter(is_named).count(), 1, "{name}");
        }
    }
}

/// A training job of each name in a namespace of that name, and one of each AWS name.
fn input() -> String {
    let job = |name: &str, namespace: &str, aws_name: &str| {
        json!({
            "apiVersion": "sagemaker.aws.amazon.com/v1",
            "kind": "TrainingJob",
            "metadata": {"name": name, "namespace": namespace},
            "spec": {"region": "eu-west-1", "trainingJobName": aws_name},
        })
        .to_string()
    };
    let names = NAMES.iter().map(|name| job(name, name, name));
    let aws_names = AWS_NAMES
        .iter()
        .enumerate()
        .map(|(index, name)| job(&format!("job-{index}"), "team-a", name));
    names.chain(aws_names).collect()
}

/// What kubectl would create, in its order.
fn created(port: u16, manifests: &str) -> Vec<Value> {
    // Discovery is cached in the home folder: not in that of the person who runs this.
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kubectl-home");
    let mut kubectl = Command::new("kubectl")
        .env("HOME", &home)
        .env("KUBECONFIG", home.join("none"))
        .arg(format!("--server=http://127.0.0.1:{port}"))
        .args([
            "create",
            "--dry-run=client",
            "--validate=false",
            "-o",
            "json",
            "-f",
            "-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("kubectl starts");
    kubectl
        .stdin
        .take()
        .expect("it reads")
        .write_all(manifests.as_bytes())
        .expect("it reads all");
    let output = kubectl.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let objects = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
    objects.map(|object| object.expect("it prints JSON")).collect()
}

/// A server on a free port that knows the kinds of our manifests; it ends with the test.
fn discovery() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("it has an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(&stream));
        }
    });
    port
}

fn answer(stream: &TcpStream) -> Option<()> {
    let mut lines = BufReader::new(stream.take(1 << 16)).lines();
    let request = lines.next()?.ok()?;
    while !lines.next()?.ok()?.is_empty() {}
    let path = request.split_whitespace().nth(1)?.split('?').next()?;
    let body = known(path).to_string();
    let status = if body == "null" { "404 Not Found" } else { "200 OK" };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = stream;
    stream.write_all([head, body].concat().as_bytes()).ok()
}

fn known(path: &str) -> Value {
    let groups = ["sagemaker.services.k8s.aws", "services.k8s.aws"];
    match path {
        "/api" => json!({"kind": "APIVersions", "versions": []}),
        "/apis" => {
            let group = |name: &str| {
                let version = json!({"groupVersion": format!("{name}/v1alpha1"), "version": "v1alpha1"});
                json!({"name": name, "versions": [version], "preferredVersion": version})
            };
            json!({"kind": "APIGroupList", "apiVersion": "v1", "groups": groups.map(group)})
        }
        _ => {
            let resource = |name: &str, kind: &str| json!({"name": name, "singularName": "", "namespaced": true, "kind": kind, "verbs": ["create"]});
            let resources = [
                resource("trainingjobs", "TrainingJob"),
                resource("adoptedresources", "AdoptedResource"),
            ];
            match groups.iter().find(|group| path == format!("/apis/{group}/v1alpha1")) {
                Some(group) => {
                    json!({"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": format!("{group}/v1alpha1"), "resources": resources})
                }
                None => Value::Null,
            }
        }
    }
}
