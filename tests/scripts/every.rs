//! What every script of a bundle keeps to.

use serde_json::json;

use crate::road::{BACKUP, CLEAN_UP, SCRIPTS, WRITING, before, start, yes};
use crate::run::Run;
use crate::scene::Scene;

#[test]
fn the_stand_in_is_the_only_kubectl() {
    let scene = Scene::empty();
    scene.write_script("where.sh", "type -a kubectl");
    let run = scene.run_as_is("where.sh", &[]).done();
    let places: Vec<&str> = run.out.lines().collect();
    assert_eq!(places.len(), 1, "{run}");
    assert!(
        places[0].ends_with("/bin/kubectl") && places[0].contains("ack-adoption-planner-"),
        "{run}"
    );
}

#[test]
fn every_script_prints_its_help_and_asks_no_cluster() {
    let scene = start();
    for script in SCRIPTS {
        let run = scene.run_as_is(script, &["--help"]).done();
        assert!(run.out.starts_with("Usage: "), "{run}");
        assert!(
            run.out.contains(script) && run.out.contains("--context") && run.out.contains("--namespace"),
            "{run}"
        );
        assert_eq!(run.out.contains("--yes"), WRITING.contains(&script), "{run}");
        assert_eq!(run.calls.len(), 0, "{run}");
    }
}

#[test]
fn an_unknown_argument_is_refused() {
    let scene = start();
    for script in SCRIPTS {
        for arguments in [vec!["--yess"], vec!["prod"], vec!["--context"], vec!["--namespace"]] {
            let run = scene.run_as_is(script, &arguments).refused("--");
            assert_eq!(run.calls.len(), 0, "{run}");
        }
    }
}

#[test]
fn a_dry_run_prints_what_it_would_do_and_writes_nothing() {
    for script in WRITING {
        let scene = before(script);
        scene.run(script, &[]).done().says("would").writes_nothing();
        let objects = scene.objects();
        scene.run(script, &[]).done().says("would").writes_nothing();
        assert_eq!(scene.objects(), objects, "{script} changed the cluster");
    }
}

#[test]
fn without_a_context_the_current_one_is_named() {
    for script in SCRIPTS {
        before(script)
            .run_as_is(script, &[])
            .done()
            .says("prod-cluster")
            .writes_nothing();
    }
}

#[test]
fn writing_without_a_context_says_in_which_one() {
    for script in WRITING {
        let run = before(script)
            .run_as_is(script, yes(script))
            .done()
            .says("prod-cluster");
        assert!(!run.writes().is_empty(), "{run}");
    }
}

#[test]
fn every_call_names_the_context() {
    for script in SCRIPTS {
        let run = before(script).run_as_is(script, yes(script)).done();
        for call in run.calls.iter().filter(|call| !call.is_local()) {
            assert!(
                call.words
                    .iter()
                    .any(|word| word == "--context=prod-cluster" || word == "prod-cluster"),
                "{call:?}"
            );
        }
    }
}

#[test]
fn without_any_current_context_every_script_refuses() {
    for script in SCRIPTS {
        let scene = before(script);
        scene.change(|state| state["currentContext"] = json!(null));
        scene.run_as_is(script, yes(script)).refused("--context");
    }
}

#[test]
fn a_context_that_is_not_there_is_refused() {
    for script in SCRIPTS {
        before(script)
            .run_as_is(script, &[yes(script), &["--context", "no-cluster"]].concat())
            .refused("no-cluster");
    }
}

#[test]
fn the_wrong_cluster_is_refused() {
    for script in SCRIPTS {
        let run = before(script).run_as_is(script, &[yes(script), &["--context", "other-cluster"]].concat());
        run.refused("other-cluster");
    }
}

#[test]
fn a_plan_without_any_uid_needs_the_context_named() {
    let mut crs = crate::old::training_jobs("prod", 2);
    for cr in &mut crs {
        cr["metadata"].as_object_mut().unwrap().remove("uid");
    }
    let scene = Scene::new(&crs);
    scene.run_as_is(BACKUP, &[]).refused("--context");
}

#[test]
fn a_list_that_comes_without_one_of_its_kinds_is_refused() {
    for script in SCRIPTS {
        let scene = before(script);
        scene.deny("list", "trainingjobs.sagemaker.aws.amazon.com");
        scene.run(script, yes(script)).refused("Forbidden");
    }
}

#[test]
fn without_kubectl_every_script_refuses() {
    for script in SCRIPTS {
        let scene = start();
        scene.remove_kubectl();
        scene.run_as_is(script, &[]).refused("kubectl is not on PATH");
    }
}

#[test]
fn a_table_that_was_changed_by_hand_is_refused() {
    let table = start().text("resources.tsv");
    let changes = [
        ("\tprod\t", "\tprod;id\t"),
        ("\tprod\t", "\t$(id)\t"),
        ("\tfit\t", "\t../fit\t"),
        ("\tfit\t", "\t\t"),
        ("\tyes\t", "\tmaybe\t"),
        ("trainingjobs.sagemaker.aws.amazon.com", "secrets"),
        ("trainingjobs.sagemaker.services.k8s.aws", "secrets"),
        ("30-adopt/prod/60-trainingjob.yaml", "../../etc/passwd"),
        ("outcome\t", "outcomes\t"),
        ("\tus-west-2\t", "\tus-west-2\tmore\t"),
        ("\tus-west-2\t", "\t\u{e9}\t"),
    ];
    let scene = start();
    for (from, to) in changes {
        assert!(table.contains(from), "{from}");
        scene.write("resources.tsv", &table.replacen(from, to, 1));
        let run = scene
            .run(BACKUP, &[])
            .refused("resources.tsv is not as the planner wrote it");
        assert_eq!(run.calls.len(), 0, "{run}");
    }
    scene.write("resources.tsv", "");
    scene.run(BACKUP, &[]).refused("resources.tsv");
    scene.write("resources.tsv", &table);
    scene.write("plan-id", "$(id)\n");
    scene.run(BACKUP, &[]).refused("plan-id");
}

#[test]
fn scripts_find_their_bundle_from_any_folder_and_through_blanks() {
    let scene = start();
    scene.move_bundle("a bundle's $HOME; x");
    scene.run(BACKUP, &[]).done();
}

/// Each read of a script's good run fails once, in a run of its own: none may pass for "there is none".
fn every_failed_read_is_a_refusal(script: &str) {
    let good = before(script).run(script, &[]).done();
    let reads: Vec<usize> = (0..good.calls.len()).filter(|at| !good.calls[*at].is_local()).collect();
    let scene = before(script);
    for at in reads {
        scene.without_faults();
        scene.fault(json!({ "call": "", "skip": at, "times": 1, "error": "Forbidden" }));
        let run: Run = scene.run(script, &[]);
        let asked = good.calls[at].words.join(" ");
        assert_eq!(
            run.code(),
            Some(2),
            "a failure of `kubectl {asked}` was not a refusal\n{run}"
        );
        run.writes_nothing();
    }
}

macro_rules! failed_reads {
    ($($name:ident: $script:expr;)*) => {
        $(
            #[test]
            fn $name() {
                every_failed_read_is_a_refusal($script);
            }
        )*
    };
}

failed_reads! {
    every_failed_read_of_the_preflight_is_a_refusal: crate::road::PREFLIGHT;
    every_failed_read_of_the_freeze_is_a_refusal: crate::road::FREEZE;
    every_failed_read_of_the_adoption_is_a_refusal: crate::road::ADOPT;
    every_failed_read_of_the_verification_is_a_refusal: crate::road::VERIFY;
    every_failed_read_of_the_clean_up_is_a_refusal: CLEAN_UP;
    every_failed_read_of_the_uninstall_is_a_refusal: crate::road::UNINSTALL;
    every_failed_read_of_the_hand_over_is_a_refusal: crate::road::HAND_OVER;
    every_failed_read_of_the_roll_back_is_a_refusal: crate::road::ROLL_BACK;
}
