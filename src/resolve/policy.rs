//! The operator's two questions: may it be fetched, and may it be used.

use std::fmt::{self, Debug};
use std::net::IpAddr;

use http::Extensions;
use http::request::Parts;

use crate::resolve::fetch::BoxFuture;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::leg::Leg;

/// What the operator decides about clients.
///
/// Three questions, in the order in which they are asked: [`admits`](Policy::admits) needs the
/// string alone and comes before the cache, [`may_fetch`](Policy::may_fetch) comes before the
/// packet and may ask the request, [`may_use`](Policy::may_use) comes on *every* use, cached or not.
/// Every method has a default that allows. [`admit`] and [`use_if`] make a policy of a closure, and a
/// pair of policies is a policy that allows what both allow:
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

/// Both must allow; the first that does not decides.
impl<A: Policy, B: Policy> Policy for (A, B) {
    fn admits(&self, client_id: &ClientId) -> Admission {
        match self.0.admits(client_id) {
            Admission::Refused => Admission::Refused,
            Admission::Admitted => self.1.admits(client_id),
            Admission::Named => match self.1.admits(client_id) {
                Admission::Refused => Admission::Refused,
                Admission::Admitted | Admission::Named => Admission::Named,
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
            MayUse::Allowed => self.1.may_use(client),
            MayUse::Refused => MayUse::Refused,
        }
    }
}

/// A policy that admits the client_ids for which `admits` is true.
pub fn admit<F>(admits: F) -> Admit<F>
where
    F: Fn(&ClientId) -> bool + Send + Sync + 'static,
{
    Admit(admits)
}

/// See [`admit`].
#[derive(Clone, Copy)]
pub struct Admit<F>(F);

impl<F> Policy for Admit<F>
where
    F: Fn(&ClientId) -> bool + Send + Sync + 'static,
{
    fn admits(&self, client_id: &ClientId) -> Admission {
        match (self.0)(client_id) {
            true => Admission::Admitted,
            false => Admission::Refused,
        }
    }
}

impl<F> Debug for Admit<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admit(..)")
    }
}

/// A policy that lets the clients be used for which `may_use` is true, asked on every use.
pub fn use_if<F>(may_use: F) -> UseIf<F>
where
    F: Fn(&Client) -> bool + Send + Sync + 'static,
{
    UseIf(may_use)
}

/// See [`use_if`].
#[derive(Clone, Copy)]
pub struct UseIf<F>(F);

impl<F> Policy for UseIf<F>
where
    F: Fn(&Client) -> bool + Send + Sync + 'static,
{
    fn may_use(&self, client: &Client) -> MayUse {
        match (self.0)(client) {
            true => MayUse::Allowed,
            false => MayUse::Refused,
        }
    }
}

impl<F> Debug for UseIf<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UseIf(..)")
    }
}

/// The answer to [`Policy::admits`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Admission {
    /// Not ruled out by its text.
    Admitted,
    /// Admitted, and the operator named it: a quarter of all fetch slots is kept for such ids (T13).
    Named,
    /// Refused by a rule about hosts or paths.
    Refused,
}

/// The answer to [`Policy::may_fetch`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MayFetch {
    /// Fetch.
    Allowed,
    /// Do not fetch, and let the inner service run with `PendingClient`: sign the user in first.
    Deferred,
    /// Refuse the client.
    Refused,
    /// The policy could not decide (a database is away): 503, and nothing is fetched.
    Unavailable,
}

/// The answer to [`Policy::may_use`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MayUse {
    /// Use it.
    Allowed,
    /// Refuse it.
    Refused,
}

/// What [`Policy::may_fetch`] may look at.
#[derive(Clone, Copy, Debug)]
pub struct FetchContext<'a> {
    leg: Option<Leg>,
    peer: Option<IpAddr>,
    extensions: Option<&'a Extensions>,
    parts: Option<&'a Parts>,
    known_only: bool,
}

impl<'a> FetchContext<'a> {
    /// A context without a request, as jobs and servers without the layer have it.
    pub const fn detached(leg: Option<Leg>) -> Self {
        FetchContext {
            leg,
            peer: None,
            extensions: None,
            parts: None,
            known_only: false,
        }
    }

    /// The context of a request.
    pub fn of(parts: &'a Parts, leg: Leg) -> Self {
        FetchContext {
            leg: Some(leg),
            peer: None,
            extensions: Some(&parts.extensions),
            parts: Some(parts),
            known_only: false,
        }
    }

    /// Sets the address that the request came from, where the host knows it.
    #[must_use]
    pub fn peer(mut self, peer: IpAddr) -> Self {
        self.peer = Some(peer);
        self
    }

    /// Sets the extensions, where there are some without a request.
    #[must_use]
    pub fn extensions(mut self, extensions: &'a Extensions) -> Self {
        self.extensions = Some(extensions);
        self
    }

    /// Has the request answered from what is known: it must not cause a fetch, as a HEAD or the
    /// loading of a picture must not (T11).
    #[must_use]
    pub fn known_only(mut self) -> Self {
        self.known_only = true;
        self
    }

    /// Whether a document may be fetched at all, by the leg and by the kind of request.
    pub fn allows_fetch(&self) -> bool {
        !self.known_only && self.leg.is_none_or(Leg::may_fetch)
    }

    /// The leg that the request is on.
    pub fn leg(&self) -> Option<Leg> {
        self.leg
    }

    /// The address that the request came from.
    pub fn peer_address(&self) -> Option<IpAddr> {
        self.peer
    }

    /// A typed extension of the request, such as a session that an outer layer put there.
    pub fn extension<T: Send + Sync + 'static>(&self) -> Option<&'a T> {
        self.extensions.and_then(|extensions| extensions.get())
    }

    /// The whole head of the request, where there is one.
    pub fn parts(&self) -> Option<&'a Parts> {
        self.parts
    }
}
