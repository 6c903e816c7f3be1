//! The number of kubectl processes does not grow with the number of resources.

use crate::old;
use crate::road::{ROLL_BACK, SCRIPTS, yes};
use crate::scene::Scene;

#[test]
fn sixty_resources_take_as_many_calls_as_three() {
    let few = Scene::new(&old::training_jobs("prod", 3));
    let many = Scene::new(&old::training_jobs("prod", 60));
    for script in SCRIPTS.into_iter().filter(|script| *script != ROLL_BACK) {
        let calls = |scene: &Scene| scene.run(script, yes(script)).done().calls.len();
        assert_eq!(calls(&few), calls(&many), "{script}");
    }
}

#[test]
fn a_roll_back_of_sixty_takes_as_many_calls_as_one_of_three() {
    let few = Scene::new(&old::training_jobs("prod", 3));
    let many = Scene::new(&old::training_jobs("prod", 60));
    for scene in [&few, &many] {
        crate::road::walk(
            scene,
            &[
                crate::road::BACKUP,
                crate::road::FREEZE,
                crate::road::ADOPT,
                crate::road::VERIFY,
            ],
        );
    }
    let calls = |scene: &Scene| scene.run(ROLL_BACK, &["--yes"]).done().calls.len();
    assert_eq!(calls(&few), calls(&many));
}
