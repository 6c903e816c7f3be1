//! The same CR more than once.

use std::collections::BTreeMap;

use super::{Blocked, Content, Cr, Entry, OldRef};
use crate::diagnostic::{Code, Diagnostic};
use crate::name::Uid;

/// Keeps the first of several documents that say the same, and blocks those that disagree.
///
/// A manifest without a uid beside the live CR of that name is that CR's source, and adds nothing.
pub(super) fn settle(entries: &mut [Entry], diagnostics: &mut Vec<Diagnostic>) {
    let mut by_ref: BTreeMap<OldRef, Vec<usize>> = BTreeMap::new();
    let mut by_uid: BTreeMap<Uid, OldRef> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
        if let Content::Cr(cr) = &entry.content {
            // A uid under two names is one conflict: both are compared as what bore the uid first.
            let old = match &cr.uid {
                Some(uid) => by_uid.entry(uid.clone()).or_insert_with(|| cr.old.clone()).clone(),
                None => cr.old.clone(),
            };
            by_ref.entry(old).or_default().push(index);
        }
    }
    for (old, indexes) in by_ref.into_iter().filter(|(_, indexes)| indexes.len() > 1) {
        let crs: Vec<(usize, &Cr)> = indexes
            .iter()
            .filter_map(|index| Some((*index, cr(entries.get(*index)?)?)))
            .collect();
        let live: Vec<&(usize, &Cr)> = crs.iter().filter(|(_, cr)| cr.uid.is_some()).collect();
        let compared = if live.is_empty() { crs.iter().collect() } else { live };
        let Some((first, kept)) = compared.first() else {
            continue;
        };
        let lines: Vec<String> = crs.iter().map(|(_, cr)| cr.origin.short()).collect();
        let conflict = compared.iter().any(|(_, cr)| !cr.same_as(kept));
        let mut changes = Vec::new();
        for (index, cr) in &crs {
            if conflict {
                let message = format!(
                    "{} stands in the input with different contents, at {}",
                    old.label(),
                    lines.join(" and ")
                );
                diagnostics.push(
                    Diagnostic::new(Code::ConflictingDuplicate, &cr.origin, message)
                        .help("paste one cluster's output once, taken at one time"),
                );
                changes.push((
                    *index,
                    Content::Blocked(Blocked {
                        code: Code::ConflictingDuplicate,
                        families: families(entries, cr),
                    }),
                ));
            } else if index != first {
                let message = format!(
                    "{} stands in the input already, at {}",
                    old.label(),
                    kept.origin.short()
                );
                diagnostics.push(Diagnostic::new(Code::Duplicate, &cr.origin, message));
                changes.push((*index, Content::Skipped(Code::Duplicate)));
            }
        }
        for (index, content) in changes {
            if let Some(entry) = entries.get_mut(index) {
                entry.content = content;
            }
        }
    }
}

/// The CR's own family, and those of the policies that share a scalable target with it: they are one unit.
fn families(entries: &[Entry], blocked: &Cr) -> Vec<OldRef> {
    let sharers = entries
        .iter()
        .filter_map(cr)
        .filter(|other| other.shares_target_with(blocked))
        .map(|other| other.old.clone());
    std::iter::once(blocked.unit().clone()).chain(sharers).collect()
}

fn cr(entry: &Entry) -> Option<&Cr> {
    match &entry.content {
        Content::Cr(cr) => Some(cr),
        _ => None,
    }
}
