//! Two policies as one.

use crate::resolve::fetch::BoxFuture;
use crate::resolve::policy::answer::{Admission, MayFetch, MayUse, Presentation};
use crate::resolve::policy::context::FetchContext;
use crate::resolve::policy::questions::Policy;
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::LifetimeBounds;
use crate::rules::leg::Leg;

/// Both must allow; the first that refuses decides, and quarantine is worse than none.
impl<A: Policy, B: Policy> Policy for (A, B) {
    fn admits(&self, client_id: &ClientId) -> Admission {
        match self.0.admits(client_id) {
            Admission::Refused => Admission::Refused,
            Admission::Admitted => self.1.admits(client_id),
            Admission::Trusted => match self.1.admits(client_id) {
                Admission::Refused => Admission::Refused,
                Admission::Admitted | Admission::Trusted => Admission::Trusted,
                Admission::Named => Admission::Named,
            },
            Admission::Named => match self.1.admits(client_id) {
                Admission::Refused => Admission::Refused,
                Admission::Admitted | Admission::Trusted | Admission::Named => Admission::Named,
            },
        }
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
        match self.0.may_use(client) {
            no @ (MayUse::Refused | MayUse::Unsuited(_)) => no,
            first @ (MayUse::Allowed | MayUse::Quarantined) => first.max(self.1.may_use(client)),
        }
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
        let (first, second) = (self.0.presentation(client), self.1.presentation(client));
        let logo = match (first.logo, second.logo) {
            (Some(one), Some(other)) => Some(one && other),
            (one, other) => one.or(other),
        };
        Presentation {
            name: first.name.or(second.name),
            logo,
        }
    }
}
