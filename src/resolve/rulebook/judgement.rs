//! What the rules come to.

use std::sync::Arc;

use crate::resolve::error::Question;
use crate::resolve::event;
use crate::resolve::policy::{Admission, MayUse, Mode, Policy, Presentation};
use crate::resolve::rulebook::book::{Decision, Rulebook};
use crate::resolve::rulebook::rule::{Effect, Rule};
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::LifetimeBounds;
use crate::rules::leg::Leg;

impl Policy for Rulebook {
    fn admits(&self, client_id: &ClientId) -> Admission {
        if self.switched_off() {
            event::ruled(
                self.throttle(),
                client_id.as_str(),
                "off",
                Question::Admits.rule(),
            );
            return Admission::Refused;
        }
        let decision = self.decide(client_id);
        match decision.effect {
            Effect::Deny if self.refuses(client_id, &decision, Question::Admits.rule()) => {
                Admission::Refused
            }
            Effect::Allow if self.enforces() => decision.admission(),
            Effect::Allow | Effect::Quarantine | Effect::Deny => Admission::Admitted,
        }
    }

    fn may_use(&self, client: &Client) -> MayUse {
        let client_id = client.client_id();
        let decision = self.decide(client_id);
        let restriction = decision.rule.and_then(|rule| rule.objection(client));
        match (decision.effect, restriction) {
            // Told already: the client_id is always asked about first.
            (Effect::Deny, _) if self.enforces() => MayUse::Refused,
            (Effect::Deny, _) => MayUse::Allowed,
            (_, Some(restriction)) if self.refuses(client_id, &decision, restriction.rule()) => {
                MayUse::Unsuited(restriction)
            }
            (Effect::Quarantine, None) if self.enforces() => MayUse::Quarantined,
            (Effect::Quarantine, None) => {
                event::reported(
                    self.throttle(),
                    client_id.as_str(),
                    decision.name(),
                    QUARANTINED,
                );
                MayUse::Allowed
            }
            (Effect::Allow | Effect::Quarantine, _) => MayUse::Allowed,
        }
    }

    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        if !self.said().ceilings {
            return Ok(());
        }
        let client_id = client.client_id();
        let decision = self.decide(client_id);
        let ceilings = decision.ceilings;
        match ceilings.map_or(Ok(()), |ceilings| ceilings.check(leg, request)) {
            Err(error) if self.refuses(client_id, &decision, error.rule()) => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    fn is_off(&self) -> bool {
        self.switched_off()
    }

    fn mode(&self) -> Mode {
        self.own_mode()
    }

    fn in_mode(&self, mode: Mode) -> Option<Arc<dyn Policy>> {
        Some(Arc::new(self.clone().mode(mode)))
    }

    fn lifetime(&self, client_id: &ClientId) -> LifetimeBounds {
        if !self.said().lifetimes || !self.enforces() {
            return LifetimeBounds::default();
        }
        let rule = self.decide(client_id).rule;
        rule.and_then(|rule| rule.lifetime).unwrap_or_default()
    }

    fn presentation(&self, client: &Client) -> Presentation {
        if !self.said().presentation || !self.enforces() {
            return Presentation::default();
        }
        let rule = self.decide(client.client_id()).rule;
        rule.map(Rule::presentation).unwrap_or_default()
    }
}

impl Rulebook {
    /// Tells of what the rules are against, and says whether that counts.
    fn refuses(&self, client_id: &ClientId, decision: &Decision<'_>, broken: &'static str) -> bool {
        match self.enforces() {
            true => event::ruled(self.throttle(), client_id.as_str(), decision.name(), broken),
            false => event::reported(self.throttle(), client_id.as_str(), decision.name(), broken),
        }
        self.enforces()
    }
}

impl Decision<'_> {
    pub(super) fn admission(&self) -> Admission {
        match (self.named, self.rule.is_some_and(|rule| rule.trusted)) {
            (true, _) => Admission::Named,
            (false, true) => Admission::Trusted,
            (false, false) => Admission::Admitted,
        }
    }

    /// As events tell it.
    fn name(&self) -> &str {
        self.rule.map_or("default", Rule::name)
    }
}

/// As the layer names it.
const QUARANTINED: &str = "client.quarantined";
