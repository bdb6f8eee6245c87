//! Which client_ids the host knew before CIMD came along.

use std::error::Error;
use std::fmt::Debug;

use crate::resolve::fetch::BoxFuture;

/// The host's own client table, asked before anything is resolved.
///
/// A retrofit server keeps its registered clients: where this hook knows an id, even one in URL
/// form, the request passes on untouched.
pub trait RegisteredClients: Debug + Send + Sync + 'static {
    /// Looks `client_id` up by its exact bytes.
    ///
    /// # Errors
    ///
    /// Where the table could not be asked; to be later than
    /// [`hook_deadline`](crate::resolve::ResolverBuilder::hook_deadline) is the same. The request is answered 503 and nothing is fetched: an
    /// outage must never turn a registered client into an unknown one.
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>>;
}

/// A row of the host's client table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The row's client_id. A hit counts only where it equals the request's byte for byte, so that
    /// a table that compares without case does not answer for another client (T2).
    pub client_id: String,
    /// How the row came into the table.
    pub origin: Origin,
}

impl Known {
    /// A row that was registered, with its client_id.
    pub fn registered(client_id: impl Into<String>) -> Self {
        Known {
            client_id: client_id.into(),
            origin: Origin::Registered,
        }
    }
}

/// How a row came into the host's client table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Origin {
    /// Registered by hand or by Dynamic Client Registration: the request passes on untouched.
    Registered,
    /// [Materialised](crate::resolve::table) from a client metadata document: it goes on down the
    /// CIMD path, so that a block, a removed redirect URI or a 404 still counts (T2).
    Cimd,
}
