//! The host's policy, in the mode that the operator has ordered.

use std::sync::Arc;

use crate::resolve::error::Question;
use crate::resolve::event::{self, Throttle};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::orders::live::LiveOrders;
use crate::resolve::policy::{Admission, FetchContext, MayFetch, MayUse, Policy, Presentation};
use crate::resolve::rulebook::Mode;
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::leg::Leg;

/// Stands in front of the host's policy, and asks it in the mode that is ordered (T3).
#[derive(Debug)]
pub(crate) struct OrderedPolicy {
    pub(crate) host: Arc<dyn Policy>,
    pub(crate) orders: Arc<LiveOrders>,
    pub(crate) throttle: Arc<Throttle>,
}

/// How one question is put.
enum Asked {
    /// To the policy as it is.
    AsItIs,
    /// To the policy in the mode that is ordered, which it knows how to be in.
    InMode(Arc<dyn Policy>),
    /// To nobody: everything is refused.
    Off,
    /// To the policy, which knows no modes, and its refusals are told alone.
    Reported,
}

impl OrderedPolicy {
    fn asked(&self) -> Asked {
        let Some(mode) = self.orders.given().and_then(|given| given.mode()) else {
            return Asked::AsItIs;
        };
        match (self.host.in_mode(mode), mode) {
            (Some(policy), _) => Asked::InMode(policy),
            (None, Mode::Off) => Asked::Off,
            (None, Mode::Report) => Asked::Reported,
            (None, Mode::Enforce) => Asked::AsItIs,
        }
    }

    /// Told already: whether a client_id is admitted is asked first.
    fn is_blocked(&self, client_id: &ClientId) -> bool {
        let given = self.orders.given();
        let blocked = given.is_some_and(|given| given.block(client_id).is_some());
        blocked && self.mode() != Mode::Report
    }

    fn report(&self, client_id: &ClientId, rule: &'static str) {
        event::reported(&self.throttle, client_id.as_str(), NAME, rule);
    }
}

impl Policy for OrderedPolicy {
    fn admits(&self, client_id: &ClientId) -> Admission {
        match self.asked() {
            Asked::AsItIs => self.host.admits(client_id),
            Asked::InMode(policy) => policy.admits(client_id),
            Asked::Off => {
                let rule = Question::Admits.rule();
                event::ruled(&self.throttle, client_id.as_str(), "off", rule);
                Admission::Refused
            }
            Asked::Reported => match self.host.admits(client_id) {
                Admission::Refused => {
                    self.report(client_id, Question::Admits.rule());
                    Admission::Admitted
                }
                admission => admission,
            },
        }
    }

    /// A report does not lift what is against a fetch: that is about what strangers may make this server do
    /// (T11), and not about clients.
    fn may_fetch<'a>(
        &'a self,
        client_id: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        match self.asked() {
            Asked::AsItIs | Asked::Reported => self.host.may_fetch(client_id, context),
            Asked::InMode(policy) => {
                Box::pin(async move { policy.may_fetch(client_id, context).await })
            }
            Asked::Off => Box::pin(std::future::ready(MayFetch::Refused)),
        }
    }

    fn may_use(&self, client: &Client) -> MayUse {
        match self.asked() {
            _ if self.is_blocked(client.client_id()) => MayUse::Refused,
            Asked::AsItIs => self.host.may_use(client),
            Asked::InMode(policy) => policy.may_use(client),
            Asked::Off => MayUse::Refused,
            Asked::Reported => {
                let rule = match self.host.may_use(client) {
                    MayUse::Allowed => return MayUse::Allowed,
                    MayUse::Quarantined => "client.quarantined",
                    MayUse::Unsuited(restriction) => restriction.rule(),
                    MayUse::Refused => Question::MayUse.rule(),
                };
                self.report(client.client_id(), rule);
                MayUse::Allowed
            }
        }
    }

    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        match self.asked() {
            Asked::AsItIs | Asked::Off => self.host.may_ask(client, leg, request),
            Asked::InMode(policy) => policy.may_ask(client, leg, request),
            Asked::Reported => {
                if let Err(error) = self.host.may_ask(client, leg, request) {
                    self.report(client.client_id(), error.rule());
                }
                Ok(())
            }
        }
    }

    fn is_off(&self) -> bool {
        match self.asked() {
            Asked::AsItIs => self.host.is_off(),
            Asked::InMode(policy) => policy.is_off(),
            Asked::Off => true,
            Asked::Reported => false,
        }
    }

    fn presentation(&self, client: &Client) -> Presentation {
        match self.asked() {
            Asked::AsItIs | Asked::Off => self.host.presentation(client),
            Asked::InMode(policy) => policy.presentation(client),
            Asked::Reported => Presentation::default(),
        }
    }

    fn mode(&self) -> Mode {
        match self.asked() {
            Asked::AsItIs => self.host.mode(),
            Asked::InMode(policy) => policy.mode(),
            Asked::Off => Mode::Off,
            Asked::Reported => Mode::Report,
        }
    }
}

/// As events name a policy whose parts have no names.
const NAME: &str = "policy";
