//! The fetcher that a resolver gets when the host brings none.

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
        if self.has_fetcher() {
            self.assemble()
        } else {
            self.with_default_fetcher()?.assemble()
        }
    }

    #[cfg(feature = "reqwest")]
    fn with_default_fetcher(self) -> Result<Self, BuildError> {
        let fetch = crate::net::https::HttpsFetch::builder()
            .build()
            .map_err(|error| BuildError::Fetcher(Box::new(error)))?;
        Ok(self.fetch(fetch))
    }

    #[cfg(not(feature = "reqwest"))]
    fn with_default_fetcher(self) -> Result<Self, BuildError> {
        Err(BuildError::NoFetcher)
    }
}
