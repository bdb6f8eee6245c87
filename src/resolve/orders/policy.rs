//! The host's policy, in the mode that the operator has ordered.

use std::sync::Arc;

use crate::resolve::error::Question;
use crate::resolve::event::{self, Throttle};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::orders::asking::Asking;
use crate::resolve::orders::live::LiveOrders;
use crate::resolve::policy::{
    Admission, FetchContext, MayFetch, MayUse, Mode, Policy, Presentation,
};
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::LifetimeBounds;
use crate::rules::leg::Leg;

/// Stands in front of the host's policy, and asks it in the mode that is ordered (T3).
#[derive(Debug)]
pub(crate) struct OrderedPolicy {
    host: Arc<dyn Policy>,
    orders: Arc<LiveOrders>,
    throttle: Arc<Throttle>,
}

/// How a question is put.
enum Way<'a> {
    /// To the host's policy as it is: no mode is ordered.
    AsItIs,
    In(Asking<'a>),
    /// To nobody: everything is refused.
    Off,
}

impl OrderedPolicy {
    pub(crate) fn new(
        host: Arc<dyn Policy>,
        orders: &Arc<LiveOrders>,
        throttle: &Arc<Throttle>,
    ) -> Self {
        OrderedPolicy {
            host,
            orders: Arc::clone(orders),
            throttle: Arc::clone(throttle),
        }
    }

    fn way(&self) -> Way<'_> {
        let asking = |reports| {
            Way::In(Asking {
                policy: &*self.host,
                reports,
                throttle: &self.throttle,
            })
        };
        match self.orders.given().and_then(|given| given.mode()) {
            None => Way::AsItIs,
            Some(Mode::Off) => Way::Off,
            Some(Mode::Report) => asking(true),
            Some(Mode::Enforce) => asking(false),
        }
    }

    /// Told already: whether a client_id is admitted is asked first.
    fn is_blocked(&self, client_id: &ClientId) -> bool {
        let given = self.orders.given();
        let blocked = given.is_some_and(|given| given.block(client_id).is_some());
        blocked && self.mode() != Mode::Report
    }
}

impl Policy for OrderedPolicy {
    fn admits(&self, client_id: &ClientId) -> Admission {
        match self.way() {
            Way::AsItIs => self.host.admits(client_id),
            Way::In(asking) => asking.admits(client_id),
            Way::Off => {
                let rule = Question::Admits.rule();
                event::ruled(&self.throttle, client_id.as_str(), "off", rule);
                Admission::Refused
            }
        }
    }

    /// A report does not lift what is against a fetch: that is about what strangers may make this server do
    /// (T11), and not about clients.
    fn may_fetch<'a>(
        &'a self,
        client_id: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        match self.way() {
            Way::AsItIs | Way::In(_) => self.host.may_fetch(client_id, context),
            Way::Off => Box::pin(std::future::ready(MayFetch::Refused)),
        }
    }

    fn may_use(&self, client: &Client) -> MayUse {
        match self.way() {
            _ if self.is_blocked(client.client_id()) => MayUse::Refused,
            Way::AsItIs => self.host.may_use(client),
            Way::In(asking) => asking.may_use(client),
            Way::Off => MayUse::Refused,
        }
    }

    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        match self.way() {
            Way::AsItIs | Way::Off => self.host.may_ask(client, leg, request),
            Way::In(asking) => asking.may_ask(client, leg, request),
        }
    }

    fn is_off(&self) -> bool {
        match self.way() {
            Way::AsItIs => self.host.is_off(),
            Way::In(asking) => asking.is_off(),
            Way::Off => true,
        }
    }

    fn lifetime(&self, client_id: &ClientId) -> LifetimeBounds {
        match self.way() {
            Way::AsItIs | Way::Off => self.host.lifetime(client_id),
            Way::In(asking) => asking.lifetime(client_id),
        }
    }

    fn presentation(&self, client: &Client) -> Presentation {
        match self.way() {
            Way::AsItIs | Way::Off => self.host.presentation(client),
            Way::In(asking) => asking.presentation(client),
        }
    }

    fn mode(&self) -> Mode {
        match self.orders.given().and_then(|given| given.mode()) {
            Some(Mode::Report | Mode::Enforce) if self.is_off() => Mode::Off,
            Some(mode) => mode,
            None => self.host.mode(),
        }
    }
}
