//! One document to one entry of the inventory.

mod autoscaling;
mod endpoint;
mod job;
mod reading;

use self::reading::Reading;
use super::kind::{API_VERSION, GROUP, LegacyKind};
use super::raw::Head;
use super::{Blocked, Content, Entry, Mention};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::document::{Body, Document, Unreadable};
use crate::name::Namespace;

/// What most people who get stuck have left out.
const FROM_CLUSTER: &str = "paste the output of kubectl get -o yaml, which has the uid and the status";

/// Reads a document and says what is wrong with it.
pub(super) fn entry(document: &Document, namespace: &Namespace, diagnostics: &mut Vec<Diagnostic>) -> Entry {
    let blocked = |code| {
        Content::Blocked(Blocked {
            code,
            families: Vec::new(),
        })
    };
    let mut entry = Entry {
        origin: document.origin.clone(),
        mention: None,
        content: Content::Skipped(Code::OtherKind),
    };
    if let Body::Broken(code, message, help) = &document.body {
        diagnostics.push(Diagnostic::new(*code, &document.origin, message.clone()).help(*help));
        entry.content = blocked(*code);
        return entry;
    }
    let head = match document.read::<Head>() {
        Ok(head) => head,
        Err(unreadable) => {
            entry.content = blocked(report(document, "the document", unreadable, diagnostics));
            return entry;
        }
    };
    let (api_version, kind) = match (head.api_version, head.kind, &document.inherited) {
        (Some(api_version), Some(kind), _) => (api_version, kind),
        (api_version, kind, Some((list_api_version, list_kind))) => (
            api_version.unwrap_or(list_api_version.clone()),
            kind.unwrap_or(list_kind.clone()),
        ),
        _ => {
            let message =
                "the document has no apiVersion and kind, so it can't be told whether it is one of the old operator's";
            let diagnostic = Diagnostic::new(Code::NotAnObject, &document.origin, message);
            diagnostics.push(
                diagnostic.help("paste whole objects as kubectl prints them, and remove what is not YAML or JSON"),
            );
            entry.content = blocked(Code::NotAnObject);
            return entry;
        }
    };
    let metadata = head.metadata.unwrap_or_default();
    let mention = Mention {
        kind: kind.clone(),
        namespace: metadata.namespace.unwrap_or_else(|| namespace.to_string()),
        name: metadata.name.unwrap_or_else(|| "(no name)".to_owned()),
        uid: metadata.uid,
    };
    let label = mention.label();
    entry.mention = Some(mention);
    let group = api_version.split('/').next().unwrap_or_default();
    entry.content = if group == GROUP {
        match LegacyKind::parse(&kind).filter(|_| api_version == API_VERSION) {
            Some(kind) => {
                let mut reading = Reading {
                    document,
                    kind,
                    label,
                    namespace,
                    diagnostics,
                };
                match reading.cr() {
                    Ok(cr) => Content::Cr(Box::new(cr)),
                    Err(blocked) => Content::Blocked(blocked),
                }
            }
            None => {
                let message = format!(
                    "{label}: the old operator has no {} of {}",
                    quoted(&kind),
                    quoted(&api_version)
                );
                let kinds: Vec<&str> = LegacyKind::ALL.iter().map(|kind| kind.as_str()).collect();
                let help = format!("{API_VERSION} has the kinds {}", kinds.join(", "));
                diagnostics.push(Diagnostic::new(Code::UnknownOldKind, &document.origin, message).help(help));
                blocked(Code::UnknownOldKind)
            }
        }
    } else if kind == "List" {
        let message = "a list in a list can't be cut into items with certainty";
        let diagnostic = Diagnostic::new(Code::ListUncertain, &document.origin, message);
        diagnostics.push(diagnostic.help("paste the lists one after the other, with a line --- between them"));
        blocked(Code::ListUncertain)
    } else if group == "services.k8s.aws" || group.ends_with(".services.k8s.aws") {
        let message = format!("{label} is an ACK object: skipped");
        diagnostics.push(Diagnostic::new(Code::AckObject, &document.origin, message));
        Content::Skipped(Code::AckObject)
    } else {
        let message = format!("{label} is not one of the old operator's: skipped");
        diagnostics.push(Diagnostic::new(Code::OtherKind, &document.origin, message));
        Content::Skipped(Code::OtherKind)
    };
    entry
}

/// Says why a document can't be read.
fn report(document: &Document, what: &str, unreadable: Unreadable, diagnostics: &mut Vec<Diagnostic>) -> Code {
    let (code, fault) = match unreadable {
        Unreadable::Syntax(fault) => (Code::Syntax, fault),
        Unreadable::Shape(fault) => (Code::WrongShape, fault),
    };
    let line = document.text().lines().nth(fault.line - 1).unwrap_or_default();
    let help = if code == Code::WrongShape {
        "compare it with what kubectl get -o yaml prints for this object"
    } else if line.trim_start_matches(' ').starts_with('\t') {
        "YAML takes no tab for indentation: use blanks"
    } else if fault.message.contains("duplicate") {
        "put a line --- between two objects"
    } else {
        "mend it, or paste the output of kubectl get -o yaml again"
    };
    let message = format!("{what} can't be read: {}", escaped(&fault.message));
    diagnostics.push(Diagnostic::new(code, &document.origin_of(&fault), message).help(help));
    code
}

/// A parser's message may quote the input.
fn escaped(message: &str) -> String {
    message
        .chars()
        .flat_map(|c| match c {
            '"' | '\'' | '`' => vec![c],
            _ => c.escape_debug().collect(),
        })
        .take(300)
        .collect()
}
