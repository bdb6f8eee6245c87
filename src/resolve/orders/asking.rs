//! A policy that is asked in another mode than its own.

use crate::resolve::error::Question;
use crate::resolve::event::{self, Throttle};
use crate::resolve::policy::{Admission, MayUse, Mode, Policy, Presentation};
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::LifetimeBounds;
use crate::rules::leg::Leg;

/// A policy, asked in report mode or as if it were not (T3).
///
/// A policy that knows of modes is asked in this one. Of any other the verdicts are told alone in
/// report mode. A pair is asked part by part, so that a rulebook in it tells of its rules by their names.
#[derive(Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) policy: &'a dyn Policy,
    pub(super) reports: bool,
    pub(super) throttle: &'a Throttle,
}

impl<'a> Asking<'a> {
    pub(super) fn admits(self, client_id: &ClientId) -> Admission {
        if let Some((one, other)) = self.parts() {
            return one.admits(client_id).and(|| other.admits(client_id));
        }
        if let Some(policy) = self.policy.in_mode(self.mode()) {
            return policy.admits(client_id);
        }
        match self.policy.admits(client_id) {
            Admission::Refused if self.reports => {
                self.report(client_id, Question::Admits.rule());
                Admission::Admitted
            }
            admission => admission,
        }
    }

    pub(super) fn may_use(self, client: &Client) -> MayUse {
        if let Some((one, other)) = self.parts() {
            return one.may_use(client).and(|| other.may_use(client));
        }
        if let Some(policy) = self.policy.in_mode(self.mode()) {
            return policy.may_use(client);
        }
        let verdict = self.policy.may_use(client);
        match against(verdict).filter(|_| self.reports) {
            Some(rule) => {
                self.report(client.client_id(), rule);
                MayUse::Allowed
            }
            None => verdict,
        }
    }

    pub(super) fn may_ask(
        self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        if let Some((one, other)) = self.parts() {
            one.may_ask(client, leg, request)?;
            return other.may_ask(client, leg, request);
        }
        if let Some(policy) = self.policy.in_mode(self.mode()) {
            return policy.may_ask(client, leg, request);
        }
        match self.policy.may_ask(client, leg, request) {
            Err(error) if self.reports => {
                self.report(client.client_id(), error.rule());
                Ok(())
            }
            answer => answer,
        }
    }

    pub(super) fn is_off(self) -> bool {
        if let Some((one, other)) = self.parts() {
            return one.is_off() || other.is_off();
        }
        match self.policy.in_mode(self.mode()) {
            Some(policy) => policy.is_off(),
            None => self.policy.is_off(),
        }
    }

    pub(super) fn lifetime(self, client_id: &ClientId) -> LifetimeBounds {
        if let Some((one, other)) = self.parts() {
            return one.lifetime(client_id).and(other.lifetime(client_id));
        }
        match self.policy.in_mode(self.mode()) {
            Some(policy) => policy.lifetime(client_id),
            None if self.reports => LifetimeBounds::default(),
            None => self.policy.lifetime(client_id),
        }
    }

    pub(super) fn presentation(self, client: &Client) -> Presentation {
        if let Some((one, other)) = self.parts() {
            return one.presentation(client).and(other.presentation(client));
        }
        match self.policy.in_mode(self.mode()) {
            Some(policy) => policy.presentation(client),
            None if self.reports => Presentation::default(),
            None => self.policy.presentation(client),
        }
    }

    fn mode(self) -> Mode {
        match self.reports {
            true => Mode::Report,
            false => Mode::Enforce,
        }
    }

    fn parts(self) -> Option<(Self, Self)> {
        let (one, other) = self.policy.pair()?;
        let part = |policy: &'a dyn Policy| Asking { policy, ..self };
        Some((part(one), part(other)))
    }

    fn report(self, client_id: &ClientId, rule: &'static str) {
        event::reported(self.throttle, client_id.as_str(), NAME, rule);
    }
}

/// The rule by which a verdict is against a client.
fn against(verdict: MayUse) -> Option<&'static str> {
    match verdict {
        MayUse::Allowed => None,
        // As the layer names it.
        MayUse::Quarantined => Some("client.quarantined"),
        MayUse::Unsuited(restriction) => Some(restriction.rule()),
        MayUse::Refused => Some(Question::MayUse.rule()),
    }
}

/// As events name a policy whose parts have no names.
const NAME: &str = "policy";
