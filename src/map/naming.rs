//! The names of twins.

use std::collections::BTreeMap;

use super::{AwsKey, Wish, precedence};
use crate::ack::{AwsIdentity, TargetKind, Twin};
use crate::diagnostic::{Code, Diagnostic};
use crate::legacy::Cr;
use crate::name::{KubernetesName, Namespace};

/// Where a twin can stand in the way of another.
type Spot = (Namespace, TargetKind, String);

/// One twin for each AWS resource, in the namespace and with the name that its first CR by precedence gives it.
pub(super) fn twins(wished: &[(&Cr, Vec<Wish>)], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<AwsKey, Twin> {
    let mut wishes: Vec<(&Cr, &Wish)> = wished
        .iter()
        .flat_map(|(cr, wishes)| wishes.iter().map(|wish| (*cr, wish)))
        .collect();
    wishes.sort_by_key(|(cr, _)| precedence(cr));
    let mut first: BTreeMap<AwsKey, (&Cr, &Wish)> = BTreeMap::new();
    for (cr, wish) in wishes {
        first
            .entry((cr.region.clone(), wish.identity.clone()))
            .or_insert((cr, wish));
    }
    let mut taken: BTreeMap<Spot, usize> = BTreeMap::new();
    for (cr, wish) in first.values() {
        *taken.entry(spot(cr, wish)).or_default() += 1;
    }
    let mut twins = BTreeMap::new();
    for (key, (cr, wish)) in first {
        let clash = taken.get(&spot(cr, wish)).is_some_and(|count| *count > 1);
        let Some(name) = name(cr, wish, clash, &taken) else {
            continue;
        };
        if name.as_str() != wish.name {
            let kind = wish.identity.kind().as_str();
            let reason = if clash {
                "another twin has that name"
            } else {
                "it is too long"
            };
            let message = format!(
                "{}: its {kind} is named {name} instead of {}, since {reason}",
                cr.old.label(),
                shortened(&wish.name)
            );
            diagnostics.push(Diagnostic::new(Code::NameCut, &cr.origin, message));
        }
        let twin = Twin {
            namespace: cr.old.namespace.clone(),
            kind: key.1.kind(),
            name,
            region: key.0.clone(),
            identity: key.1.clone(),
        };
        twins.insert(key, twin);
    }
    twins
}

/// The wished name, or one that ends with digits of the identity's hash: as many as make it free.
fn name(cr: &Cr, wish: &Wish, clash: bool, taken: &BTreeMap<Spot, usize>) -> Option<KubernetesName> {
    match KubernetesName::parse(&wish.name) {
        Ok(name) if !clash => Some(name),
        _ => (6..=64)
            .filter_map(|digits| KubernetesName::suffixed(&wish.name, &identity_text(cr, &wish.identity), digits).ok())
            .find(|name| !taken.contains_key(&(cr.old.namespace.clone(), wish.identity.kind(), name.to_string()))),
    }
}

/// What the hash is made of: kind, region and the values of the adoption fields.
fn identity_text(cr: &Cr, identity: &AwsIdentity) -> String {
    [identity.kind().as_str(), cr.region.as_str(), &identity.joined()].join("|")
}

fn spot(cr: &Cr, wish: &Wish) -> Spot {
    (cr.old.namespace.clone(), wish.identity.kind(), wish.name.clone())
}

fn shortened(name: &str) -> String {
    match name.char_indices().nth(60) {
        Some((end, _)) => [name.get(..end).unwrap_or_default(), "…"].concat(),
        None => name.to_owned(),
    }
}
