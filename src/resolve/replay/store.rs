//! The seam to wherever used assertions are remembered.

use std::error::Error;
use std::fmt::Debug;
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use crate::resolve::fetch::BoxFuture;

/// Remembers which assertions were used.
///
/// [`MemoryReplayStore`](crate::resolve::MemoryReplayStore) is one process's own. A server that
/// runs in several processes needs one store for all of them, or an assertion can be used once at
/// each: `net::RedisReplayStore`, of the features `redis` and `private-key-jwt`, is one.
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

impl SingleUse<'_> {
    /// A name of fixed length for this assertion, without a stranger's text in it: two assertions
    /// have the same only where their namespace, client and `jti` are the same.
    pub fn digest(&self) -> [u8; 32] {
        digest(&[self.namespace, self.client_id, self.jti])
    }

    /// The same for all assertions of the client.
    pub fn client_digest(&self) -> [u8; 32] {
        digest(&[self.namespace, self.client_id])
    }
}

/// Of the parts, each behind its length, so that no two lists have one digest.
fn digest(parts: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest.finalize().into()
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
