//! A script killed at each of its writes, before and after it took effect, and run again: the end is the same.

use serde_json::{Value, json};

use crate::road::{ADOPT, CLEAN_UP, FREEZE, HAND_OVER, ROLL_BACK, UNINSTALL, before, yes};
use crate::scene::{Scene, key};

/// What must be the same in the end: objects without what each run numbers anew.
fn outcome(scene: &Scene) -> Vec<(String, Value)> {
    let mut objects: Vec<(String, Value)> = scene
        .objects()
        .into_iter()
        .map(|mut object| {
            for field in ["uid", "resourceVersion", "generation"] {
                object["metadata"].as_object_mut().unwrap().remove(field);
            }
            (format!("{} {}", object["apiVersion"], key(&object)), object)
        })
        .collect();
    objects.retain(|(name, _)| !name.contains("ConfigMap/"));
    objects.sort_by(|left, right| left.0.cmp(&right.0));
    objects
}

fn killed_at_each_write(script: &str) {
    let good = before(script);
    let writes = good
        .run(script, yes(script))
        .done()
        .calls
        .iter()
        .filter(|call| !call.writes.is_empty())
        .count();
    let expected = outcome(&good);
    assert!(writes > 0);
    // After one write is before the next, as far as the cluster can tell.
    let moments = (0..writes).map(|at| (at, "before")).chain([(writes - 1, "after")]);
    for (at, moment) in moments {
        let scene = before(script);
        scene.fault(json!({ "writes": true, "skip": at, "times": 1, "kill": moment }));
        scene.run(script, yes(script)).was_killed();
        scene.without_faults();
        let again = scene.run(script, yes(script)).done();
        assert_eq!(outcome(&scene), expected, "killed {moment} write {at}\n{again}");
    }
}

macro_rules! killed {
    ($($name:ident: $script:expr;)*) => {
        $(
            #[test]
            fn $name() {
                killed_at_each_write($script);
            }
        )*
    };
}

killed! {
    a_freeze_killed_at_each_write_goes_on: FREEZE;
    an_adoption_killed_at_each_write_goes_on: ADOPT;
    a_clean_up_killed_at_each_write_goes_on: CLEAN_UP;
    an_uninstall_killed_at_each_write_goes_on: UNINSTALL;
    a_hand_over_killed_at_each_write_goes_on: HAND_OVER;
    a_roll_back_killed_at_each_write_goes_on: ROLL_BACK;
}
