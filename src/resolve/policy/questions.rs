//! The questions themselves.

use std::fmt::Debug;

use crate::resolve::fetch::BoxFuture;
use crate::resolve::policy::answer::{Admission, MayFetch, MayUse};
use crate::resolve::policy::context::FetchContext;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;

/// What the operator decides about clients.
///
/// Three questions, in the order in which they are asked: [`admits`](Policy::admits) needs the
/// string alone and comes before the cache, [`may_fetch`](Policy::may_fetch) comes before the
/// packet and may ask the request, [`may_use`](Policy::may_use) comes on *every* use, cached or
/// not. Every method has a default that allows. [`admit`](crate::resolve::policy::admit),
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
}
