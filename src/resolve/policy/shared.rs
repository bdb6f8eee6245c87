//! A policy that can be replaced while requests are under way.

use std::sync::{Arc, PoisonError, RwLock};

use crate::resolve::fetch::BoxFuture;
use crate::resolve::policy::answer::{Admission, MayFetch, MayUse, Presentation};
use crate::resolve::policy::context::FetchContext;
use crate::resolve::policy::mode::Mode;
use crate::resolve::policy::questions::Policy;
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::LifetimeBounds;
use crate::rules::leg::Leg;

/// A handle on a policy that can be replaced at run time. Clones share it.
///
/// Give the resolver one clone and keep another. Every question is put to the policy of that moment, as
/// nothing that a policy has answered is kept (T8): a new one acts on the next use of each client, and no
/// request waits or is lost.
///
/// ```
/// use tower_cimd::resolve::patterns::AllowedClients;
/// use tower_cimd::resolve::SharedPolicy;
///
/// let handle = SharedPolicy::new(AllowedClients::any());
/// let for_the_resolver = handle.clone();
/// handle.replace(AllowedClients::matching(["*.example.com"])?);
/// # fn is_policy(_: impl tower_cimd::resolve::Policy) {}
/// # is_policy(for_the_resolver);
/// # Ok::<(), tower_cimd::resolve::patterns::PatternError>(())
/// ```
#[derive(Debug)]
pub struct SharedPolicy<P>(Arc<RwLock<Arc<P>>>);

impl<P: Policy> SharedPolicy<P> {
    /// A handle on `policy`.
    pub fn new(policy: P) -> Self {
        SharedPolicy(Arc::new(RwLock::new(Arc::new(policy))))
    }

    /// Puts `policy` in the place of the present one, for all clones.
    pub fn replace(&self, policy: P) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(policy);
    }

    /// The policy of this moment.
    pub fn current(&self) -> Arc<P> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl<P> Clone for SharedPolicy<P> {
    fn clone(&self) -> Self {
        SharedPolicy(Arc::clone(&self.0))
    }
}

impl<P: Policy> Policy for SharedPolicy<P> {
    fn admits(&self, client_id: &ClientId) -> Admission {
        self.current().admits(client_id)
    }

    fn may_fetch<'a>(
        &'a self,
        client_id: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        let policy = self.current();
        Box::pin(async move { policy.may_fetch(client_id, context).await })
    }

    fn may_use(&self, client: &Client) -> MayUse {
        self.current().may_use(client)
    }

    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        self.current().may_ask(client, leg, request)
    }

    fn is_off(&self) -> bool {
        self.current().is_off()
    }

    fn mode(&self) -> Mode {
        self.current().mode()
    }

    fn in_mode(&self, mode: Mode) -> Option<Arc<dyn Policy>> {
        self.current().in_mode(mode)
    }

    fn lifetime(&self, client_id: &ClientId) -> LifetimeBounds {
        self.current().lifetime(client_id)
    }

    fn presentation(&self, client: &Client) -> Presentation {
        self.current().presentation(client)
    }
}
