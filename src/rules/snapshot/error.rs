//! Why a text is no snapshot of the client.

use crate::rules::document::DocumentError;

/// Why a text is no snapshot of the client, or none that these rules accept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// It is longer than any snapshot is under these rules.
    #[error("longer than a snapshot can be")]
    Size,
    /// It is of a version that this crate does not read: written by a newer one.
    #[error("a snapshot of an unknown version")]
    UnknownVersion,
    /// It is cut off, padded, changed, or was never a snapshot.
    #[error("not a snapshot, or a damaged one")]
    Damaged,
    /// It is the snapshot of another client, as a table that compares without case may find (T2).
    #[error("the snapshot of another client")]
    Client,
    /// The document in it is invalid by the rules of the present.
    #[error("the document in the snapshot is invalid")]
    Document(#[source] DocumentError),
}

impl SnapshotError {
    /// The stable name of the broken rule; that of the document where its contents broke it.
    pub fn rule(&self) -> &'static str {
        match self {
            SnapshotError::Size => "snapshot.size",
            SnapshotError::UnknownVersion => "snapshot.unknown_version",
            SnapshotError::Damaged => "snapshot.damaged",
            SnapshotError::Client => "snapshot.client",
            SnapshotError::Document(error) => error.rule(),
        }
    }
}
