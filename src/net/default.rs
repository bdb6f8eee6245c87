//! The fetcher that a resolver gets when the host brings none.

#[cfg(feature = "reqwest")]
use crate::net::https::HttpsFetch;
use crate::resolve::builder::{BuildError, ResolverBuilder};
use crate::resolve::resolver::Resolver;

impl ResolverBuilder {
    /// Builds the resolver; without a fetcher of the host's own it gets the guarded one.
    ///
    /// # Errors
    ///
    /// [`BuildError`] where a setting contradicts another or is out of range, where the machine has
    /// no certificate authorities to trust, or where no fetcher was set and the feature `reqwest` is off.
    pub fn build(self) -> Result<Resolver, BuildError> {
        self.with_default_fetcher().assemble()
    }

    #[cfg(feature = "reqwest")]
    fn with_default_fetcher(self) -> Self {
        match self.has_recipe() {
            true => self,
            false => self.recipe(HttpsFetch::recipe("", HttpsFetch::builder)),
        }
    }

    #[cfg(not(feature = "reqwest"))]
    fn with_default_fetcher(self) -> Self {
        self
    }
}

impl Resolver {
    /// Goes by the settings of `next` from now on, for all clones and for the layers in front of
    /// them. No request is lost: those under way end by the settings that they began with, later ones
    /// go by the new ones.
    ///
    /// What has been learnt and spent stays: the cache, whose documents other rules judge anew (T8); the
    /// fetches under way; budgets, pauses and proven clients, so that new settings fill nobody's purse
    /// (T10); what was withdrawn (T9), and what the nodes that share a
    /// [`store`](crate::ResolverBuilder::store) are still to be told. So does what the host brought in code
    /// and `next` does not bring: its fetcher, policy, client tables, cache, store and observer. The clock
    /// stays in any case.
    ///
    /// With different rules the nodes of one server do not share documents (T8). While they read new
    /// settings one after the other, they hear each other's withdrawals all the same.
    ///
    /// ```
    /// use tower_cimd::Resolver;
    /// use tower_cimd::resolve::{Limits, StaticFetch};
    ///
    /// let builder = || Resolver::builder("https://as.example.com");
    /// let resolver = builder().fetch(StaticFetch::new()).build()?;
    /// resolver.replace(builder().limits(Limits::default().host(1_200)))?;
    /// # Ok::<(), tower_cimd::resolve::BuildError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`build`](ResolverBuilder::build), and [`BuildError::Fixed`] for another issuer or another
    /// [`cache_bytes`](ResolverBuilder::cache_bytes), which take a restart. Nothing is changed then.
    pub fn replace(&self, next: ResolverBuilder) -> Result<(), BuildError> {
        self.take_over(next.with_default_fetcher())
    }
}
