//! How a resolver is put together. (stub; signatures final)
use crate::resolve::clock::Clock;
use crate::resolve::fetch::Fetch;
use crate::resolve::policy::Policy;
use crate::resolve::registered::RegisteredClients;
use crate::resolve::resolver::Resolver;
use crate::rules::auth_method::AuthMethod;
use std::sync::Arc;
/// Builds a [`Resolver`].
#[derive(Debug)]
#[must_use]
pub struct ResolverBuilder {
    issuer: String,
    fetch: Option<Arc<dyn Fetch>>,
}
/// Why a resolver cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// issuer
    #[error("issuer")]
    Issuer(#[source] crate::rules::issuer::IssuerError),
    /// no fetcher: the reqwest feature is off
    #[error("no fetcher")]
    NoFetcher,
    /// the fetcher could not be built
    #[error("fetcher")]
    Fetcher(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// a limit is out of range; the setting's name
    #[error("setting {0}")]
    Setting(&'static str),
}
impl Resolver {
    /// start
    pub fn builder(issuer: impl Into<String>) -> ResolverBuilder {
        ResolverBuilder {
            issuer: issuer.into(),
            fetch: None,
        }
    }
}
impl ResolverBuilder {
    /// network
    pub fn fetch(mut self, fetch: impl Fetch) -> Self {
        self.fetch = Some(Arc::new(fetch));
        self
    }
    /// time
    pub fn clock(self, clock: impl Clock) -> Self {
        let _ = clock;
        todo!()
    }
    /// operator
    pub fn policy(self, policy: impl Policy) -> Self {
        let _ = policy;
        todo!()
    }
    /// registered clients
    pub fn registered(self, registered: impl RegisteredClients) -> Self {
        let _ = registered;
        todo!()
    }
    /// methods this server supports, default none alone
    pub fn auth_methods(self, methods: impl IntoIterator<Item = AuthMethod>) -> Self {
        let _ = methods;
        todo!()
    }
    /// grants
    pub fn grant_types<S: Into<String>>(self, grants: impl IntoIterator<Item = S>) -> Self {
        let _: Vec<String> = grants.into_iter().map(Into::into).collect();
        todo!()
    }
    /// exact client_id on our own host
    pub fn own_host_client(self, client_id: impl Into<String>) -> Self {
        let _ = client_id.into();
        todo!()
    }
    /// bytes, default 32 MiB
    pub fn cache_bytes(self, bytes: u64) -> Self {
        let _ = bytes;
        todo!()
    }
    /// change any rule
    pub fn rules(
        self,
        change: impl FnOnce(&mut crate::rules::rule_set::RuleSet) + Send + 'static,
    ) -> Self {
        let _ = Box::new(change);
        todo!()
    }
    /// whether a fetcher was set: asked by floor 2, which brings the default one
    pub(crate) fn has_fetcher(&self) -> bool {
        self.fetch.is_some()
    }
    /// with the fetcher set; the public `build` is on floor 2 (net/default.rs), which brings the default fetcher
    pub(crate) fn assemble(self) -> Result<Resolver, BuildError> {
        todo!()
    }
}
