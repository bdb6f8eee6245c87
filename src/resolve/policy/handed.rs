//! A policy behind a pointer.

use std::sync::Arc;

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

impl Policy for Arc<dyn Policy> {
    fn admits(&self, client_id: &ClientId) -> Admission {
        (**self).admits(client_id)
    }

    fn may_fetch<'a>(
        &'a self,
        client_id: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        (**self).may_fetch(client_id, context)
    }

    fn may_use(&self, client: &Client) -> MayUse {
        (**self).may_use(client)
    }

    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        (**self).may_ask(client, leg, request)
    }

    fn is_off(&self) -> bool {
        (**self).is_off()
    }

    fn mode(&self) -> Mode {
        (**self).mode()
    }

    fn in_mode(&self, mode: Mode) -> Option<Arc<dyn Policy>> {
        (**self).in_mode(mode)
    }

    fn lifetime(&self, client_id: &ClientId) -> LifetimeBounds {
        (**self).lifetime(client_id)
    }

    fn pair(&self) -> Option<(&dyn Policy, &dyn Policy)> {
        (**self).pair()
    }

    fn presentation(&self, client: &Client) -> Presentation {
        (**self).presentation(client)
    }
}
