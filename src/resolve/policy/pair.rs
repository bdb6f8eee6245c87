//! Two policies as one.

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

/// Both must allow; the first that refuses decides, and quarantine is worse than none.
impl<A: Policy, B: Policy> Policy for (A, B) {
    fn admits(&self, client_id: &ClientId) -> Admission {
        self.0.admits(client_id).and(|| self.1.admits(client_id))
    }

    fn may_fetch<'a>(
        &'a self,
        client_id: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        Box::pin(async move {
            match self.0.may_fetch(client_id, context).await {
                MayFetch::Allowed => self.1.may_fetch(client_id, context).await,
                no => no,
            }
        })
    }

    fn may_use(&self, client: &Client) -> MayUse {
        self.0.may_use(client).and(|| self.1.may_use(client))
    }

    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        self.0.may_ask(client, leg, request)?;
        self.1.may_ask(client, leg, request)
    }

    fn is_off(&self) -> bool {
        self.0.is_off() || self.1.is_off()
    }

    fn lifetime(&self, client_id: &ClientId) -> LifetimeBounds {
        self.0.lifetime(client_id).and(self.1.lifetime(client_id))
    }

    /// The first name; no logo where either wants none.
    fn presentation(&self, client: &Client) -> Presentation {
        self.0.presentation(client).and(self.1.presentation(client))
    }

    /// Report mode is told of either, because there the other has no say in whether its verdicts count.
    fn mode(&self) -> Mode {
        match (self.0.mode(), self.1.mode()) {
            (Mode::Off, _) | (_, Mode::Off) => Mode::Off,
            (Mode::Report, _) | (_, Mode::Report) => Mode::Report,
            (Mode::Enforce, Mode::Enforce) => Mode::Enforce,
        }
    }

    fn pair(&self) -> Option<(&dyn Policy, &dyn Policy)> {
        Some((&self.0, &self.1))
    }
}

impl Admission {
    /// What both come to.
    pub(crate) fn and(self, other: impl FnOnce() -> Admission) -> Admission {
        match self {
            Admission::Refused => Admission::Refused,
            Admission::Admitted => other(),
            Admission::Trusted => match other() {
                Admission::Refused => Admission::Refused,
                Admission::Admitted | Admission::Trusted => Admission::Trusted,
                Admission::Named => Admission::Named,
            },
            Admission::Named => match other() {
                Admission::Refused => Admission::Refused,
                Admission::Admitted | Admission::Trusted | Admission::Named => Admission::Named,
            },
        }
    }
}

impl MayUse {
    /// What both come to.
    pub(crate) fn and(self, other: impl FnOnce() -> MayUse) -> MayUse {
        match self {
            no @ (MayUse::Refused | MayUse::Unsuited(_)) => no,
            first @ (MayUse::Allowed | MayUse::Quarantined) => first.max(other()),
        }
    }
}

impl Presentation {
    /// What both come to.
    pub(crate) fn and(self, other: Presentation) -> Presentation {
        let logo = match (self.logo, other.logo) {
            (Some(one), Some(other)) => Some(one && other),
            (one, other) => one.or(other),
        };
        Presentation {
            name: self.name.or(other.name),
            logo,
        }
    }
}
