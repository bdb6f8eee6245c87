//! The seam to wherever used assertions are remembered.

use std::error::Error;
use std::fmt::Debug;
use std::time::SystemTime;

use crate::resolve::fetch::BoxFuture;

/// Remembers which assertions were used.
///
/// [`MemoryReplayStore`](crate::resolve::MemoryReplayStore) is one process's own. A server that
/// runs in several processes needs one store for all of them, or an assertion can be used once at
/// each.
pub trait ReplayStore: Debug + Send + Sync + 'static {
    /// Claims an assertion for its one use: of all calls with the same
    /// [`namespace`](SingleUse::namespace), [`client_id`](SingleUse::client_id) and
    /// [`jti`](SingleUse::jti) until [`until`](SingleUse::until), however many run at once and
    /// wherever, exactly one is answered with [`Claim::First`].
    ///
    /// # Errors
    ///
    /// Where it cannot say so, or could not remember it. The request is then answered 503.
    fn claim<'a>(&'a self, wanted: SingleUse<'a>) -> BoxFuture<'a, Result<Claim, ReplayError>>;
}

/// One assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SingleUse<'a> {
    /// Whose assertions they are: servers that share a store have one each.
    pub namespace: &'a str,
    /// The client that signed it. Each has its own `jti`s.
    pub client_id: &'a str,
    /// The client's name for it, of any length up to that of an assertion.
    pub jti: &'a str,
    /// When it is over and may be forgotten.
    pub until: SystemTime,
}

/// What came of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[must_use]
pub enum Claim {
    /// It was not claimed before, and now is.
    First,
    /// It was claimed before.
    Repeated,
}

/// Why a claim has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// All that may be remembered, or all of this client's share of it, is taken.
    #[error("too many assertions are remembered")]
    Full,
    /// The store could not be asked.
    #[error("the store of used assertions could not be asked")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}
