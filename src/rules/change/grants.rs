//! What the client may ask for.

use std::collections::BTreeSet;

use crate::rules::change::difference::Change;
use crate::rules::client::Client;

pub(super) fn compare(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    compare_grants(old, new, changes);
    compare_scopes(old, new, changes);
    let (from, to) = (old.response_types(), new.response_types());
    let (added, removed) = (beyond(from, to), beyond(to, from));
    if !(added.is_empty() && removed.is_empty()) {
        changes.push(Change::ResponseTypes { added, removed });
    }
}

fn compare_grants(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    let added = beyond(old.grant_types(), new.grant_types());
    if !added.is_empty() {
        changes.push(Change::GrantsWidened { added });
    }
    let removed = beyond(new.grant_types(), old.grant_types());
    if !removed.is_empty() {
        changes.push(Change::GrantsNarrowed { removed });
    }
}

fn compare_scopes(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    let (before, now) = (scope(old), scope(new));
    let added: Box<[Box<str>]> = now
        .difference(&before)
        .map(|token| (*token).into())
        .collect();
    let removed: Box<[Box<str>]> = before
        .difference(&now)
        .map(|token| (*token).into())
        .collect();
    // No scope is no bound, so it is wider than every one.
    let (unbounded_before, unbounded_now) = (before.is_empty(), now.is_empty());
    if unbounded_before != unbounded_now {
        changes.push(match unbounded_now {
            true => Change::ScopeWidened { added: None },
            false => Change::ScopeNarrowed { removed: None },
        });
        return;
    }
    if !added.is_empty() {
        changes.push(Change::ScopeWidened { added: Some(added) });
    }
    if !removed.is_empty() {
        changes.push(Change::ScopeNarrowed {
            removed: Some(removed),
        });
    }
}

/// The scopes of the document: a set (RFC 6749 §3.3), empty where the document sets no bound.
pub(crate) fn scope(client: &Client) -> BTreeSet<&str> {
    let tokens = client.scope().unwrap_or_default().split(' ');
    tokens.filter(|token| !token.is_empty()).collect()
}

/// Those of `all` that are not in `base`.
fn beyond(base: &[String], all: &[String]) -> Box<[String]> {
    let missing = all.iter().filter(|name| !base.contains(name));
    missing.cloned().collect()
}
