//! From a client_id to a client. (stub; signatures final)
use crate::resolve::clock::Clock;
use crate::resolve::error::ResolveError;
use crate::resolve::policy::FetchContext;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::rule_set::RuleSet;
use std::sync::Arc;
/// Resolves client_ids through one shared cache. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Resolver {
    inner: Arc<Inner>,
}
#[derive(Debug)]
struct Inner {
    rules: RuleSet,
}
/// What came of a client_id.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Resolution {
    /// A validated client that may be used.
    Client(Client),
    /// The host knew the id before: pass on untouched.
    Registered,
    /// Not fetched, because the policy deferred it or the leg may not fetch.
    Pending(ClientId),
}
impl Resolver {
    /// The whole way for one request: registered? parse, admits, own host, cache, may_fetch, fetch, may_use.
    pub async fn resolve(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Result<Resolution, ResolveError> {
        let _ = (client_id, context);
        todo!()
    }
    /// The synchronous part of the way: None where it takes a wait (a miss, a hook). No allocation beyond the client's handle.
    pub fn resolve_now(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Option<Result<Resolution, ResolveError>> {
        let _ = (client_id, context);
        todo!()
    }
    /// its rules
    pub fn rules(&self) -> &RuleSet {
        &self.inner.rules
    }
    /// its clock
    pub fn clock(&self) -> &Arc<dyn Clock> {
        todo!()
    }
}
