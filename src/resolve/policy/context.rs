//! What a policy may look at before a fetch.

use std::net::IpAddr;

use http::Extensions;
use http::request::Parts;

use crate::resolve::policy::requested_by::RequestedBy;
use crate::rules::leg::Leg;

/// What [`Policy::may_fetch`](crate::resolve::Policy::may_fetch) may look at.
#[derive(Clone, Copy, Debug)]
pub struct FetchContext<'a> {
    leg: Option<Leg>,
    peer: Option<IpAddr>,
    user: Option<&'a str>,
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
            user: None,
            extensions: None,
            parts: None,
            known_only: false,
        }
    }

    /// The context of a request. Who sent it is what its [`RequestedBy`] says, if it has one.
    pub fn of(parts: &'a Parts, leg: Leg) -> Self {
        FetchContext {
            leg: Some(leg),
            ..FetchContext::of_call(parts)
        }
    }

    /// The context of a call of a protected resource, which is on no leg.
    pub(crate) fn of_call(parts: &'a Parts) -> Self {
        let sender = parts.extensions.get::<RequestedBy>();
        FetchContext {
            leg: None,
            peer: sender.and_then(|sender| sender.peer),
            user: sender.and_then(|sender| sender.user.as_deref()),
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

    /// Sets the user who has signed in, by any text that is his alone: what he makes this server
    /// fetch is then counted as his, and strangers cannot use up what is left for users (T10).
    #[must_use]
    pub fn user(mut self, key: &'a str) -> Self {
        self.user = Some(key);
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

    /// The leg that the request is on. `None` for a call of a
    /// [protected resource](crate::ProtectLayer) and for what is no request.
    pub fn leg(&self) -> Option<Leg> {
        self.leg
    }

    /// The address that the request came from.
    pub fn peer_address(&self) -> Option<IpAddr> {
        self.peer
    }

    /// The user who has signed in, where the host said so.
    pub fn user_key(&self) -> Option<&'a str> {
        self.user
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
