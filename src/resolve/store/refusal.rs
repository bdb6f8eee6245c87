//! Why something out of the store is not believed.

use crate::rules::seal::SealError;

/// Why something that the store holds, or sent, was refused.
///
/// It is told to the operator, by the event `cimd.store_refused`, and to nobody else: a node that
/// refuses something goes on as if the store did not have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum StoreRefusal {
    /// It is longer than anything that this node writes.
    #[error("longer than what a node writes")]
    Size,
    /// Its key is none of those that this node accepts.
    #[error("sealed under another key")]
    Key,
    /// Its seal is broken: it was changed, or written by somebody without the key.
    #[error("the seal is broken")]
    Seal,
    /// Its seal is right, but it is not of this version's form.
    #[error("not of a known form")]
    Form,
    /// It is something else than what was looked for, as a lease in the place of a document.
    #[error("of another kind")]
    Kind,
    /// It was written in another namespace, or under other rules (T8).
    #[error("of another configuration")]
    Configuration,
    /// It is another client's.
    #[error("of another client")]
    Client,
    /// It claims a time that has not come yet.
    #[error("from the future")]
    Future,
    /// It claims to be fresh for longer than this node lets anything be.
    #[error("fresh for longer than allowed")]
    Lifetime,
    /// This node has seen a newer document of the client, or its withdrawal.
    #[error("older than what this node has seen")]
    Rollback,
    /// It breaks a rule that its writer should have held it to.
    #[error("not a valid document")]
    Document,
}

impl StoreRefusal {
    /// Every kind, for tables and tests.
    pub const ALL: &'static [StoreRefusal] = &[
        StoreRefusal::Size,
        StoreRefusal::Key,
        StoreRefusal::Seal,
        StoreRefusal::Form,
        StoreRefusal::Kind,
        StoreRefusal::Configuration,
        StoreRefusal::Client,
        StoreRefusal::Future,
        StoreRefusal::Lifetime,
        StoreRefusal::Rollback,
        StoreRefusal::Document,
    ];

    /// The stable name of the rule.
    pub const fn rule(self) -> &'static str {
        match self {
            StoreRefusal::Size => "store.size",
            StoreRefusal::Key => "store.key",
            StoreRefusal::Seal => "store.seal",
            StoreRefusal::Form => "store.form",
            StoreRefusal::Kind => "store.kind",
            StoreRefusal::Configuration => "store.configuration",
            StoreRefusal::Client => "store.client",
            StoreRefusal::Future => "store.future",
            StoreRefusal::Lifetime => "store.lifetime",
            StoreRefusal::Rollback => "store.rollback",
            StoreRefusal::Document => "store.document",
        }
    }
}

impl From<SealError> for StoreRefusal {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Form => StoreRefusal::Form,
            SealError::Key => StoreRefusal::Key,
            SealError::Broken => StoreRefusal::Seal,
        }
    }
}
