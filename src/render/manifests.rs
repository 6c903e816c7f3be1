//! `30-adopt/<namespace>/NN-<kind>.yaml`: the manifests that make ACK adopt.

use std::collections::BTreeMap;

use crate::ack;
use crate::options::Options;
use crate::order::Schedule;
use crate::plan::File;
use crate::yaml;

/// One file per namespace and kind, one document per twin.
pub(super) fn manifests(schedule: &Schedule, options: &Options) -> Vec<File> {
    let mut texts: BTreeMap<String, String> = BTreeMap::new();
    for twin in &schedule.twins {
        let text = texts.entry(twin.file()).or_default();
        text.push_str("---\n");
        text.push_str(&yaml::write(&ack::manifest(twin, options, &schedule.id)));
    }
    let file = |(path, text)| File {
        path,
        text,
        executable: false,
    };
    texts.into_iter().map(file).collect()
}
