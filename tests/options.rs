//! Options that can't be are errors that name the option; all else about an input is a diagnostic.

use ack_adoption_planner::{FinishedJobs, Form, Options, plan};

fn read(json: &str) -> Result<Options, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}

#[test]
fn options_have_defaults() {
    let options = read("{}").expect("no option is needed");
    assert_eq!(options, Options::default());
    assert_eq!(
        (options.form, options.finished_jobs),
        (Form::Annotations, FinishedJobs::Adopt)
    );
    assert_eq!((options.read_only, options.strict), (true, false));
    assert_eq!(options.namespace, "default");
}

#[test]
fn options_are_spelled_as_in_json() {
    let options = read(r#"{"form": "adopted-resource", "readOnly": false, "finishedJobs": "clean-up-only"}"#);
    let options = options.expect("they are good");
    assert_eq!(options.form, Form::AdoptedResource);
    assert_eq!(options.finished_jobs, FinishedJobs::CleanUpOnly);
    assert!(!options.read_only);
}

#[test]
fn unknown_options_are_refused_by_name() {
    for json in [
        r#"{"fromat": "annotations"}"#,
        r#"{"read_only": false}"#,
        r#"{"deletionPolicy": "delete"}"#,
    ] {
        let name = json.split('"').nth(1).expect("it has a name");
        let error = read(json).expect_err("it is unknown");
        assert!(error.contains(name), "{error}");
    }
}

#[test]
fn a_namespace_that_can_not_be_is_refused_by_name() {
    for namespace in ["", "Team_A", "a.b", "$(x)", "-a"] {
        let options = Options {
            namespace: namespace.to_owned(),
            ..Options::default()
        };
        let error = plan(&[], &options).expect_err("it is no namespace's name").to_string();
        assert!(error.starts_with("option namespace: "), "{error}");
    }
}
