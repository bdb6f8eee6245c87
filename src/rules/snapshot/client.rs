//! What a client offers of all this.

use crate::rules::client::{Client, Source};
use crate::rules::client_id::ClientId;
use crate::rules::rule_set::RuleSet;
use crate::rules::snapshot::error::SnapshotError;
use crate::rules::snapshot::record::{self, AROUND};
use crate::rules::snapshot::text;

/// The length of the longest snapshot under `rules`, in bytes of ASCII: what a column must hold.
///
/// With the default rules that is 9,691: documents of 5,120 bytes and client_ids of 2,048. A usual
/// snapshot has about a thousand.
pub fn max_bytes(rules: &RuleSet) -> usize {
    let texts = rules
        .document
        .max_bytes
        .saturating_add(rules.client_id.max_bytes);
    text::length(texts.saturating_add(AROUND))
}

/// Snapshots: what a host keeps in its own table. See [`snapshot`](crate::rules::snapshot).
impl Client {
    /// The client as a text of ASCII: letters, digits, `-`, `_` and `.`.
    pub fn to_snapshot(&self) -> String {
        text::print(record::write(self))
    }

    /// The client of a stored snapshot, judged by `rules`, with [`Source::Snapshot`].
    ///
    /// `client_id` is whose snapshot it has to be, byte for byte. The times are those of the
    /// fetch: nothing is fresh for having been read.
    ///
    /// # Errors
    ///
    /// A text that is no snapshot of this client, or whose document these rules refuse.
    pub fn from_snapshot(
        client_id: &ClientId,
        stored: &str,
        rules: &RuleSet,
    ) -> Result<Client, SnapshotError> {
        let octets = text::read(stored, max_bytes(rules))?;
        let record = record::read(&octets).ok_or(SnapshotError::Damaged)?;
        if record.client_id != client_id.as_str() {
            return Err(SnapshotError::Client);
        }
        let (provenance, terms) = (record.provenance, record.terms);
        Client::derive_on(client_id, &record.publication, rules, provenance, terms)
            .map(|client| client.with_source(Source::Snapshot))
            .map_err(SnapshotError::Document)
    }
}
