//! Why an order is not given.

use crate::resolve::error::ResolveError;
use crate::resolve::pin::PinError;
use crate::resolve::rulebook::ClientPatternError;

/// Why an order of the operator's was not given. Nothing has changed then, but where
/// [`Store`](OrderError::Store) says otherwise.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OrderError {
    /// The text says nothing about clients.
    #[error("not a client identifier url, a host or hosts below a name")]
    Pattern(#[source] ClientPatternError),
    /// Who orders it is not said, or a text is longer than it may be: 128 bytes for who, 512 for why,
    /// 2,048 for which clients.
    #[error("who orders it is empty, or a text is too long")]
    Text,
    /// There are as many orders as there may be: 1,024 blocks, 64 pins, 1 MiB of all.
    #[error("there are as many orders as there may be")]
    Full,
    /// The document cannot be pinned.
    #[error("the document cannot be pinned")]
    Pin(#[source] PinError),
    /// No document of the client is held that could be pinned, or it is too large: 64 KiB.
    #[error("no document is held that could be pinned")]
    NotHeld,
    /// The pin would have expired already.
    #[error("the pin would have expired already")]
    Expired,
    /// What is to be taken back was not ordered.
    #[error("there is no such order")]
    Unknown,
    /// Another change is under way, on this node or another. Try again.
    #[error("another change is under way")]
    Contended,
    /// The shared store did not take it. It is not in force on this node; where the store did take it and its
    /// answer was lost, all nodes go by it within a second.
    #[error("the shared store did not take it")]
    Store,
    /// The document could not be had anew.
    #[error("the document could not be had anew")]
    Refresh(#[source] ResolveError),
}

impl OrderError {
    /// The stable name of the kind.
    pub fn rule(&self) -> &'static str {
        match self {
            OrderError::Pattern(_) => "order.pattern",
            OrderError::Text => "order.text",
            OrderError::Full => "order.full",
            OrderError::Pin(error) => error.rule(),
            OrderError::NotHeld => "order.not_held",
            OrderError::Expired => "order.expired",
            OrderError::Unknown => "order.unknown",
            OrderError::Contended => "order.contended",
            OrderError::Store => "order.store",
            OrderError::Refresh(error) => error.cause(),
        }
    }
}
