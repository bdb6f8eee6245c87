//! The questions themselves.

use std::fmt::Debug;
use std::sync::Arc;

use crate::resolve::fetch::BoxFuture;
use crate::resolve::policy::answer::{Admission, MayFetch, MayUse, Presentation};
use crate::resolve::policy::context::FetchContext;
use crate::resolve::policy::mode::Mode;
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::freshness::LifetimeBounds;
use crate::rules::leg::Leg;

/// What the operator decides about clients.
///
/// Four questions, in the order in which they are asked: [`admits`](Policy::admits) needs the
/// string alone and comes before the cache, [`may_fetch`](Policy::may_fetch) comes before the
/// packet and may ask the request, [`may_use`](Policy::may_use) comes on *every* use, cached or
/// not, and [`may_ask`](Policy::may_ask) looks at what the client asks for. Every method has a default that allows. [`admit`](crate::resolve::policy::admit),
/// [`use_if`](crate::resolve::policy::use_if) and
/// [`quarantine_if`](crate::resolve::policy::quarantine_if) make a policy of a closure, and a pair of policies is
/// a policy that allows what both allow:
///
/// ```
/// use tower_cimd::resolve::patterns::SameOriginRedirects;
/// use tower_cimd::resolve::policy::{Policy, admit};
///
/// let policy = (
///     admit(|client_id| client_id.host() != "blocked.example.com"),
///     SameOriginRedirects,
/// );
/// # fn is_policy(_: impl Policy) {}
/// # is_policy(policy);
/// ```
///
/// The built-in policies stand in [`patterns`](crate::resolve::patterns).
pub trait Policy: Debug + Send + Sync + 'static {
    /// Whether the client_id may be dealt with at all, judged by its text.
    ///
    /// Asked for each request, before anything else is spent on it.
    fn admits(&self, client_id: &ClientId) -> Admission {
        let _ = client_id;
        Admission::Admitted
    }

    /// Whether the document may be fetched now, for this request.
    ///
    /// Runs for each request before it joins or starts a fetch, under a deadline of 2 s: a policy
    /// that is late is answered 503 and nothing is fetched.
    ///
    /// Not asked where a document in use is renewed behind those who use it: no request waits for
    /// that, the document was fetched with this policy's leave, and [`admits`](Policy::admits) and
    /// [`may_use`](Policy::may_use) were asked about the use that has it renewed.
    fn may_fetch<'a>(
        &'a self,
        client_id: &'a ClientId,
        context: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        let _ = (client_id, context);
        Box::pin(std::future::ready(MayFetch::Allowed))
    }

    /// Whether the validated client may be used now.
    fn may_use(&self, client: &Client) -> MayUse {
        let _ = client;
        MayUse::Allowed
    }

    /// Whether the client may ask for what the request on this leg asks for, beyond the checks of the
    /// [layer](crate::CimdLayer::checks).
    ///
    /// The layer asks for every request that passes those, and
    /// [`Transactions`](crate::resolve::Transactions) when one is opened.
    ///
    /// # Errors
    ///
    /// The check that the request fails. [`Ceilings`](crate::rules::checks::Ceilings) makes one.
    fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        let _ = (client, leg, request);
        Ok(())
    }

    /// Whether the operator has switched Client Identifier URLs off.
    ///
    /// A [`CimdLayer`](crate::CimdLayer) then finds no client, and an
    /// [`AdvertiseLayer`](crate::AdvertiseLayer) adds nothing: as if neither were there. Whoever asks a
    /// resolver otherwise still gets what [`admits`](Policy::admits) says.
    fn is_off(&self) -> bool {
        false
    }

    /// The mode in which this policy is: off where it [is off](Policy::is_off), else whether its verdicts
    /// count. For those who look on, such as an [`Operator`](crate::resolve::Operator).
    fn mode(&self) -> Mode {
        match self.is_off() {
            true => Mode::Off,
            false => Mode::Enforce,
        }
    }

    /// This policy as if it were in `mode`, where it knows how to be: [`Mode::Report`] or [`Mode::Enforce`].
    ///
    /// Asked while the operator has [ordered](crate::resolve::Operator::set_mode) that mode. Where this is `None`,
    /// the default, a policy's verdicts are told and not applied in report mode, and count in the other, but for
    /// its [`may_fetch`](Policy::may_fetch) and [`is_off`](Policy::is_off): those stand.
    fn in_mode(&self, mode: Mode) -> Option<Arc<dyn Policy>> {
        let _ = mode;
        None
    }

    /// The two of which this policy is made, each of which has a mode of its own. Only a pair has them.
    #[doc(hidden)]
    fn pair(&self) -> Option<(&dyn Policy, &dyn Policy)> {
        None
    }

    /// Between which bounds the client's document is fresh, beside the server's own
    /// ([`ResolverBuilder::freshness`](crate::resolve::ResolverBuilder::freshness)).
    ///
    /// Asked on every use, so that bounds hold for documents that are in the cache already.
    fn lifetime(&self, client_id: &ClientId) -> LifetimeBounds {
        let _ = client_id;
        LifetimeBounds::default()
    }

    /// How the client is to be shown, for the consent page.
    fn presentation(&self, client: &Client) -> Presentation {
        let _ = client;
        Presentation::default()
    }
}
