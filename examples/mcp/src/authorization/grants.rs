//! What the layer asks about a code or a refresh token, before the handler uses it up.

use std::error::Error;
use std::fmt;
use std::future::ready;
use std::sync::Arc;

use tower_cimd::ClientId;
use tower_cimd::layer::Grants;
use tower_cimd::layer::grants::{Existence, Grant};
use tower_cimd::resolve::BoxFuture;

use crate::authorization::state::Server;

/// The tickets of the server: for one that nobody issued no document is fetched (T11), and one is good for
/// the client that it was issued to, as that was (T15).
#[derive(Clone)]
pub(crate) struct Issued(pub(crate) Arc<Server>);

type Answer<'a, T> = BoxFuture<'a, Result<T, Box<dyn Error + Send + Sync>>>;

impl Grants for Issued {
    fn exists<'a>(&'a self, grant: Grant<'a>, client_id: &'a str) -> Answer<'a, Existence> {
        let ticket = self.0.ticket(grant);
        let issued = ticket.is_some_and(|ticket| ticket.grant.asked.client_id == client_id);
        Box::pin(ready(Ok(match issued {
            true => Existence::Exists,
            false => Existence::Unknown,
        })))
    }

    fn binding_of<'a>(&'a self, grant: Grant<'a>, _: &'a ClientId) -> Answer<'a, Option<String>> {
        let ticket = self.0.ticket(grant);
        Box::pin(ready(Ok(ticket.map(|ticket| ticket.binding.clone()))))
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Issued")
    }
}
