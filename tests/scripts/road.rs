//! The whole road, and the stations on it from which other scenarios set out.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use ack_adoption_planner::{Form, Options};
use serde_json::Value;

use crate::old;
use crate::preflight;
use crate::run::Run;
use crate::scene::{Scene, Snapshot};

pub(crate) const PREFLIGHT: &str = "00-preflight.sh";
pub(crate) const BACKUP: &str = "10-backup.sh";
pub(crate) const FREEZE: &str = "20-freeze-old-operator.sh";
pub(crate) const ADOPT: &str = "30-adopt.sh";
pub(crate) const VERIFY: &str = "40-verify.sh";
pub(crate) const CLEAN_UP: &str = "50-remove-finalizers.sh";
pub(crate) const UNINSTALL: &str = "60-uninstall-old-operator.sh";
pub(crate) const HAND_OVER: &str = "70-hand-over.sh";
pub(crate) const ROLL_BACK: &str = "rollback.sh";
pub(crate) const SCRIPTS: [&str; 9] = [
    PREFLIGHT, BACKUP, FREEZE, ADOPT, VERIFY, CLEAN_UP, UNINSTALL, HAND_OVER, ROLL_BACK,
];
/// Those that write, which do so only with `--yes`.
pub(crate) const WRITING: [&str; 6] = [FREEZE, ADOPT, CLEAN_UP, UNINSTALL, HAND_OVER, ROLL_BACK];

/// `--yes`, and no waiting where the script waits.
pub(crate) fn yes(script: &str) -> &'static [&'static str] {
    match script {
        CLEAN_UP => &["--yes", "--settle", "0"],
        _ if WRITING.contains(&script) => &["--yes"],
        _ => &[],
    }
}

/// A shop with an endpoint, its policy, a tuning job with children and a job in `prod`, and a job in `dev`.
pub(crate) fn shop() -> Vec<Value> {
    let endpoint = old::endpoint_name("web", 1);
    let mut crs = old::hosting_deployment("prod", "web", 1);
    crs.push(old::autoscaling_policy("prod", "busy", 10, &endpoint));
    crs.push(old::training_job("prod", "fit", 20));
    crs.extend(old::tuning_job("prod", "tune", 30));
    crs.push(old::training_job("dev", "try", 40));
    crs
}

/// Runs the scripts one after another, each of which must end well.
#[track_caller]
pub(crate) fn walk(scene: &Scene, scripts: &[&str]) {
    for script in scripts {
        scene.run(script, yes(script)).done();
    }
}

fn station(scripts: &[&str], before: Option<&Snapshot>) -> Snapshot {
    let scene = before.map_or_else(|| Scene::new(&shop()), Snapshot::scene);
    walk(&scene, scripts);
    scene.snapshot()
}

static START: LazyLock<Snapshot> = LazyLock::new(|| station(&[], None));
static FROZEN: LazyLock<Snapshot> = LazyLock::new(|| station(&[BACKUP, FREEZE], Some(&START)));
static ADOPTED: LazyLock<Snapshot> = LazyLock::new(|| station(&[ADOPT, VERIFY], Some(&FROZEN)));
static CLEANED: LazyLock<Snapshot> = LazyLock::new(|| station(&[CLEAN_UP], Some(&ADOPTED)));

/// The shop before anything was done.
pub(crate) fn start() -> Scene {
    START.scene()
}

/// The shop, backed up and frozen.
pub(crate) fn frozen() -> Scene {
    FROZEN.scene()
}

/// The shop with every twin adopted and verified.
pub(crate) fn adopted() -> Scene {
    ADOPTED.scene()
}

/// The shop without an old CR.
pub(crate) fn cleaned() -> Scene {
    CLEANED.scene()
}

/// The shop at the place where this script is run next.
pub(crate) fn before(script: &str) -> Scene {
    match script {
        PREFLIGHT | BACKUP | FREEZE => start(),
        ADOPT => frozen(),
        VERIFY | CLEAN_UP | ROLL_BACK => adopted(),
        _ => cleaned(),
    }
}

/// The shop with one more CR of each kind that it has not, so that all eight are there.
fn everything() -> Vec<Value> {
    let mut crs = shop();
    crs.push(old::processing_job("prod", "clean", 50));
    crs.push(old::transform_job("prod", "score", 51));
    crs.push(old::model("dev", "alone", 52));
    crs.push(old::endpoint_config("dev", "alone", 53));
    crs
}

/// Column `wanted` of the bundle's table, without `-` and without repeats.
fn column(scene: &Scene, wanted: &[&str]) -> BTreeSet<String> {
    let table = scene.text("resources.tsv");
    let mut lines = table.lines().map(|line| line.split('\t').collect::<Vec<_>>());
    let header = lines.next().unwrap();
    let places: Vec<usize> = wanted
        .iter()
        .map(|name| header.iter().position(|column| column == name).unwrap())
        .collect();
    let rows = lines.map(|line| places.iter().map(|place| line[*place]).collect::<Vec<_>>());
    rows.filter(|row| !row.contains(&"-"))
        .map(|row| format!("{} {}/{}", row[0], row[1], row[2]))
        .collect()
}

#[track_caller]
fn writes_exactly(run: &Run, expected: impl IntoIterator<Item = String>) {
    let state = " configmaps kube-system/ack-adoption-planner";
    let mut found: Vec<String> = run
        .writes()
        .into_iter()
        .filter(|write| !write.ends_with(state))
        .collect();
    let mut expected: Vec<String> = expected.into_iter().collect();
    found.sort();
    expected.sort();
    assert_eq!(found, expected, "{run}");
}

/// How the summaries of a first and of a second run begin on the whole road.
fn summaries(script: &str) -> (&'static str, &'static str) {
    match script {
        PREFLIGHT => ("the move can begin, 0 warnings", "the move can begin, 0 warnings"),
        BACKUP => (
            "complete back-up of 13 old CRs in backup/",
            "complete back-up of 13 old CRs in backup/",
        ),
        FREEZE => ("frozen, 1 Deployment scaled to 0", "frozen, 0 Deployments scaled to 0"),
        ADOPT => ("12 created, 0 there, 0 left", "0 created, 12 there, 0 left"),
        VERIFY => ("12 twins verified, 0 not", "12 twins verified, 0 not"),
        CLEAN_UP => ("13 old CRs deleted, 0 left", "nothing to delete, 0 left"),
        UNINSTALL => ("16 objects deleted, 0 left", "0 objects deleted, 0 left"),
        HAND_OVER => ("12 twins handed over, 0 left", "12 twins handed over, 0 left"),
        _ => panic!("{script} is not on the road"),
    }
}

fn whole_road(form: Form) {
    let scene = Scene::planned(
        &everything(),
        &Options {
            form,
            ..Options::default()
        },
    );
    if form == Form::AdoptedResource {
        preflight::controllers(&scene, "v1.5.0", "v1.1.1");
    }
    let old = column(&scene, &["old_resource", "old_namespace", "old_name"]);
    let twins = column(&scene, &["twin_resource", "twin_namespace", "twin_name"]);
    let made: BTreeSet<String> = match form {
        Form::Annotations => twins.clone(),
        Form::AdoptedResource => column(&scene, &["adopted_resource", "twin_namespace", "adopted_resource"])
            .into_iter()
            .map(|row| format!("adoptedresources.services.k8s.aws {}", row.split_once(' ').unwrap().1))
            .collect(),
    };
    assert_eq!(old.len(), everything().len());
    for script in SCRIPTS.into_iter().filter(|script| *script != ROLL_BACK) {
        let run = scene.run(script, yes(script)).done();
        let each = |verb: &'static str, names: &BTreeSet<String>| -> Vec<String> {
            names.iter().map(|name| format!("{verb} {name}")).collect()
        };
        match script {
            PREFLIGHT | BACKUP | VERIFY => writes_exactly(&run, []),
            FREEZE => assert_eq!(scene.replicas(), 0),
            ADOPT => writes_exactly(&run, each("create", &made)),
            CLEAN_UP => writes_exactly(&run, [each("update", &old), each("delete", &old)].concat()),
            HAND_OVER if form == Form::Annotations => {
                writes_exactly(&run, [each("delete", &twins), each("create", &twins)].concat());
            }
            _ => {}
        }
        let again = scene.run(script, yes(script)).done().writes_nothing();
        let (first, second) = summaries(script);
        assert!(run.summary().starts_with(first), "{run}");
        assert!(again.summary().starts_with(second), "{again}");
    }
    assert_eq!(scene.old_crs(), Vec::<String>::new());
    let verified = scene.run(VERIFY, &[]).done();
    for twin in twins {
        let name = twin.split_once(' ').unwrap().1;
        assert!(verified.text().contains(name), "{name}\n{verified}");
    }
}

#[test]
fn the_whole_road_ends_with_twins_and_no_old_cr() {
    whole_road(Form::Annotations);
}

#[test]
fn the_whole_road_in_the_form_of_adopted_resources() {
    whole_road(Form::AdoptedResource);
}
