//! The difference as a whole.

use std::slice;

use crate::rules::change::difference::Change;
use crate::rules::change::kinds::ChangeKinds;
use crate::rules::change::{auth_methods, display, grants, keys, other, redirects};
use crate::rules::client::Client;

/// What differs between two versions of a client, in the order of
/// [`ChangeKind::ALL`](crate::rules::change::ChangeKind::ALL).
///
/// As long as the lists in both documents together at most, and those are bounded with the
/// documents' sizes. Empty, and not allocated, where nothing differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Vec<Change>);

impl Changes {
    /// Compares two versions, the earlier one first.
    ///
    /// What is compared is what each comes to at its server, so other rules may differ on the same
    /// document. Where document and rules are the same, by their digests, nothing is read.
    pub fn between(old: &Client, new: &Client) -> Self {
        let mut changes = Vec::new();
        if is_same(old, new) {
            return Changes(changes);
        }
        if old.client_id() != new.client_id() {
            changes.push(Change::ClientId);
        }
        redirects::compare(old, new, &mut changes);
        auth_methods::compare(old, new, &mut changes);
        keys::compare(old, new, &mut changes);
        grants::compare(old, new, &mut changes);
        display::compare(old, new, &mut changes);
        other::compare(old, new, &mut changes);
        changes.sort_by_key(Change::kind);
        Changes(changes)
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The differences.
    pub fn iter(&self) -> slice::Iter<'_, Change> {
        self.0.iter()
    }

    /// The kinds of the differences.
    pub fn kinds(&self) -> ChangeKinds {
        self.iter().map(Change::kind).collect()
    }
}

impl<'c> IntoIterator for &'c Changes {
    type Item = &'c Change;
    type IntoIter = slice::Iter<'c, Change>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl From<&Changes> for ChangeKinds {
    fn from(changes: &Changes) -> Self {
        changes.kinds()
    }
}

/// The document holds its client_id, so equal digests are one client.
fn is_same(old: &Client, new: &Client) -> bool {
    old.digest() == new.digest() && old.rule_set() == new.rule_set()
}
