//! The keys of clients, fetched as their documents are.

use std::sync::Arc;

use crate::resolve::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};
use crate::resolve::keys::{KeyLimits, KeySets};
use crate::resolve::resolver::Resolver;

impl Resolver {
    /// The key sets of this server's clients, for an
    /// [`Authenticator`](crate::resolve::Authenticator): by the resolver's own fetcher, so through the
    /// same guard, and where that counts [dials](crate::resolve::Dials), out of the same purse (T12).
    ///
    /// Each call makes a cache of its own; layers of one server share one.
    #[cfg_attr(docsrs, doc(cfg(feature = "private-key-jwt")))]
    pub fn key_sets(&self, limits: &KeyLimits) -> KeySets {
        let clock = Arc::clone(self.clock());
        KeySets::new(Arc::new(Following(self.clone())), clock, limits)
    }
}

/// The resolver's fetcher, whichever that is by the settings of the moment.
#[derive(Debug)]
struct Following(Resolver);

impl Fetch for Following {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        let course = self.0.course();
        Box::pin(async move { course.retrieval.fetch.fetch(request).await })
    }
}
