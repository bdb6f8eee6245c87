//! The keys of clients, fetched as their documents are.

use std::sync::Arc;

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
        let retrieval = &self.course().retrieval;
        let clock = Arc::clone(self.clock());
        KeySets::new(Arc::clone(&retrieval.fetch), clock, limits)
    }
}
