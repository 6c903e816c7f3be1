//! Which CRs are one unit: what happens to one of them depends on all.

use std::collections::{BTreeMap, BTreeSet};

use super::AwsKey;
use crate::legacy::{Content, Cr, Inventory, Maker, OldRef};

/// The families of an inventory, each named after its first member.
pub(super) struct Families {
    names: BTreeMap<OldRef, OldRef>,
    blocked: BTreeSet<OldRef>,
}

impl Families {
    pub(super) fn name(&self, old: &OldRef) -> OldRef {
        self.names.get(old).unwrap_or(old).clone()
    }

    /// Whether a member of its family is blocked.
    pub(super) fn is_blocked(&self, old: &OldRef) -> bool {
        self.blocked.contains(&self.name(old))
    }
}

/// A deployment or tuning job and its children are one unit, and so are CRs that stand for the same AWS resource.
pub(super) fn families(inventory: &Inventory, shared: &BTreeMap<AwsKey, Vec<&Cr>>) -> Families {
    let mut links: Vec<(OldRef, OldRef)> = Vec::new();
    let mut members: BTreeSet<(Rank, OldRef)> = BTreeSet::new();
    for entry in &inventory.entries {
        if let Content::Cr(cr) = &entry.content {
            members.insert((rank(cr), cr.old.clone()));
            if let Maker::Deployment(parent) | Maker::KnownTuningJob(parent) = &cr.made {
                links.push((cr.old.clone(), parent.clone()));
            }
        }
    }
    for crs in shared.values() {
        for pair in crs.windows(2) {
            if let [a, b] = pair {
                links.push((a.old.clone(), b.old.clone()));
            }
        }
    }
    let roots = unite(&links);
    let root = |old: &OldRef| roots.get(old).unwrap_or(old).clone();
    let mut first: BTreeMap<OldRef, OldRef> = BTreeMap::new();
    for (_, member) in &members {
        first.entry(root(member)).or_insert_with(|| member.clone());
    }
    let name = |old: &OldRef| first.get(&root(old)).unwrap_or(old).clone();
    let blocked = inventory.entries.iter().flat_map(|entry| match &entry.content {
        Content::Blocked(blocked) => blocked.families.iter().map(&name).collect(),
        Content::Cr(_) | Content::Skipped(_) => Vec::new(),
    });
    Families {
        blocked: blocked.collect(),
        names: members
            .iter()
            .map(|(_, member)| (member.clone(), name(member)))
            .collect(),
    }
}

/// A family is named after a parent, where it has one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Parent,
    Child,
}

fn rank(cr: &Cr) -> Rank {
    if cr.unit() == &cr.old {
        Rank::Parent
    } else {
        Rank::Child
    }
}

/// The root of everything that a link reaches: a union-find over names.
fn unite(links: &[(OldRef, OldRef)]) -> BTreeMap<OldRef, OldRef> {
    let mut parents: BTreeMap<OldRef, OldRef> = BTreeMap::new();
    for (a, b) in links {
        let (a, b) = (find(&mut parents, a), find(&mut parents, b));
        if a != b {
            let (small, large) = if a < b { (a, b) } else { (b, a) };
            parents.insert(large, small);
        }
    }
    let all: BTreeSet<OldRef> = links.iter().flat_map(|(a, b)| [a.clone(), b.clone()]).collect();
    all.into_iter()
        .map(|old| (old.clone(), find(&mut parents, &old)))
        .collect()
}

fn find(parents: &mut BTreeMap<OldRef, OldRef>, old: &OldRef) -> OldRef {
    let mut root = old.clone();
    while let Some(parent) = parents.get(&root) {
        root = parent.clone();
    }
    if root != *old {
        parents.insert(old.clone(), root.clone());
    }
    root
}
