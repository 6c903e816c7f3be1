//! The scripts, as they are: the very files under `src/render/scripts/`.

use crate::plan::{File, Phase};

macro_rules! script {
    ($name:literal) => {
        ($name, include_str!(concat!("scripts/", $name)))
    };
}

const SCRIPTS: [(&str, &str); 9] = [
    script!("00-preflight.sh"),
    script!("10-backup.sh"),
    script!("20-freeze-old-operator.sh"),
    script!("30-adopt.sh"),
    script!("40-verify.sh"),
    script!("50-remove-finalizers.sh"),
    script!("60-uninstall-old-operator.sh"),
    script!("70-hand-over.sh"),
    script!("rollback.sh"),
];

/// Read by the others, not run.
const LIBRARIES: [(&str, &str); 3] = [script!("lib.sh"), script!("lib-state.sh"), script!("lib-twins.sh")];

/// The scripts of the phases that this plan has, and what they share.
pub(super) fn scripts(phases: &[Phase]) -> Vec<File> {
    let used = SCRIPTS
        .into_iter()
        .filter(|(name, _)| phases.iter().any(|phase| phase.file == *name));
    let file = |executable| {
        move |(path, text): (&str, &str)| File {
            path: path.to_owned(),
            text: text.to_owned(),
            executable,
        }
    };
    used.map(file(true))
        .chain(LIBRARIES.into_iter().map(file(false)))
        .collect()
}
