//! What the host is asked about a grant.

use std::error::Error;
use std::fmt::Debug;
use std::future::ready;

use crate::layer::grants::grant::Grant;
use crate::resolve::fetch::BoxFuture;
use crate::rules::client_id::ClientId;

/// The host's codes, refresh tokens and device codes, asked about the one that a token request names.
///
/// Both questions only read: to use a code up, or to rotate a refresh token, is the handler's, which
/// runs after them. Each has the resolver's
/// [`hook_deadline`](crate::resolve::ResolverBuilder::hook_deadline); an answer that fails or is late
/// is answered 503, and nothing is fetched.
///
/// ```
/// use std::collections::HashMap;
/// use std::error::Error;
/// use std::sync::{Arc, Mutex};
///
/// use tower_cimd::layer::grants::{Existence, Grant, Grants};
/// use tower_cimd::resolve::BoxFuture;
/// use tower_cimd::{CimdLayer, ClientId, Resolver};
///
/// /// Client_id and binding, by code or token.
/// #[derive(Clone, Debug, Default)]
/// struct Table(Arc<Mutex<HashMap<String, (String, String)>>>);
///
/// impl Grants for Table {
///     fn exists<'a>(
///         &'a self,
///         grant: Grant<'a>,
///         client_id: &'a str,
///     ) -> BoxFuture<'a, Result<Existence, Box<dyn Error + Send + Sync>>> {
///         Box::pin(async move {
///             let table = self.0.lock().map_err(|_| "poisoned")?;
///             Ok(match table.get(grant.text()) {
///                 Some((owner, _)) if owner == client_id => Existence::Exists,
///                 _ => Existence::Unknown,
///             })
///         })
///     }
///
///     fn binding_of<'a>(
///         &'a self,
///         grant: Grant<'a>,
///         _: &'a ClientId,
///     ) -> BoxFuture<'a, Result<Option<String>, Box<dyn Error + Send + Sync>>> {
///         Box::pin(async move {
///             let table = self.0.lock().map_err(|_| "poisoned")?;
///             Ok(table.get(grant.text()).map(|(_, binding)| binding.clone()))
///         })
///     }
/// }
///
/// # fn layer(resolver: Resolver) -> CimdLayer {
/// CimdLayer::new(resolver).grants(Table::default())
/// # }
/// ```
pub trait Grants: Debug + Send + Sync + 'static {
    /// Whether this server has issued the grant to the client of this client_id, which is a stranger's
    /// text.
    ///
    /// Asked before a document is fetched for a token request, and before the cache where the host
    /// has a table of [registered clients](crate::resolve::RegisteredClients); not where a document that is at
    /// hand is renewed behind those who use it. Where the answer is
    /// [`Unknown`](Existence::Unknown), the request is answered from the cache, or `invalid_grant`. By
    /// default [`Unchecked`](Existence::Unchecked).
    ///
    /// # Errors
    ///
    /// Where the host could not look.
    fn exists<'a>(
        &'a self,
        grant: Grant<'a>,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Existence, Box<dyn Error + Send + Sync>>> {
        let _ = (grant, client_id);
        Box::pin(ready(Ok(Existence::Unchecked)))
    }

    /// The [binding](crate::rules::binding) that was stored with the grant. `None`, as by default,
    /// where there is no such grant, which the handler then refuses, or none was stored with it, in
    /// which case nothing is compared.
    ///
    /// Asked once the client is known and has authenticated where it has to. Whether the grant is this client's is for the
    /// handler too, although a binding of another one is refused here.
    ///
    /// # Errors
    ///
    /// Where the host could not look.
    fn binding_of<'a>(
        &'a self,
        grant: Grant<'a>,
        client_id: &'a ClientId,
    ) -> BoxFuture<'a, Result<Option<String>, Box<dyn Error + Send + Sync>>> {
        let _ = (grant, client_id);
        Box::pin(ready(Ok(None)))
    }
}

/// The answer to [`Grants::exists`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Existence {
    /// It was issued to this client, be it used up by now.
    Exists,
    /// It was not: no document is fetched for it.
    Unknown,
    /// The host does not look: documents are fetched as if it existed.
    Unchecked,
}
