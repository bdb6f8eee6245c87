//! What a host stores beside a grant.

use http::Extensions;
use http::request::Parts;

use crate::layer::kind::RejectionKind;
use crate::layer::rejection::Rejection;
use crate::layer::verdict::{self, Foothold, IdentifiedClient, Verdict};
use crate::rules::auth_method::AuthMethod;
use crate::rules::authenticated::Authenticated;
use crate::rules::binding::InUse;
use crate::rules::client::Client;
use crate::rules::jwks::JwkSet;

/// Makes the [binding](crate::rules::binding) that a host stores beside a pushed request, a code, a
/// device code or a refresh token, of all that the layer knows about the client of this request: its document,
/// how it has authenticated, with which key and beside which other keys.
///
/// An extractor for axum; a server without it uses [`Binder::of`]. Hand the stored text back by
/// [`Grants::binding_of`](crate::layer::grants::Grants::binding_of).
///
/// ```
/// use tower_cimd::CimdClient;
/// use tower_cimd::layer::Binder;
///
/// async fn token(client: CimdClient, binder: Binder) {
///     // A refresh token, for a code or for another refresh token:
///     let stored_beside_it = binder.rebind();
/// }
///
/// async fn pushed(client: CimdClient, binder: Binder) {
///     let stored_beside_it = binder.bind(Some("https://client.example.com/callback"));
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Binder {
    client: Client,
    method: Option<AuthMethod>,
    key: Option<[u8; 32]>,
    keys: Option<JwkSet>,
    stored: Option<String>,
}

impl Binder {
    /// The binder of a request that the layer has judged, as the extractor makes it.
    ///
    /// # Errors
    ///
    /// As the extractor of the client, but that one that is merely
    /// [identified](crate::IdentifiedClient) suffices; see [`authenticated`](Self::authenticated).
    pub fn of(parts: &Parts) -> Result<Self, Rejection> {
        let leg = verdict::leg(&parts.extensions);
        let kind = match Verdict::of(&parts.extensions) {
            Verdict::Missing => RejectionKind::LayerMissing,
            Verdict::NotJudged => RejectionKind::NotJudged,
            Verdict::Registered => RejectionKind::NotCimd,
            Verdict::Quarantined(_) => RejectionKind::Quarantined,
            Verdict::Pending(_) => RejectionKind::Pending,
            Verdict::Redirectable(error) => {
                let rejection = Rejection::from(error.error()).on(leg, parts);
                return Err(rejection.with_redirectable(Some(error.clone())));
            }
            Verdict::Client(client) => return Ok(Self::usable(client, &parts.extensions)),
            Verdict::Identified(client) => return Ok(Self::identified(client, &parts.extensions)),
        };
        Err(Rejection::new(kind).on(leg, parts).told(""))
    }

    /// The same, for a client that the host has authenticated itself.
    #[must_use]
    pub fn authenticated(self, how: Authenticated) -> Self {
        Binder {
            method: Some(how.method()),
            key: how.key_thumbprint().copied(),
            ..self
        }
    }

    /// The binding of a new grant, with the redirection URI of its request as it was presented; where it was
    /// left out, the one that [`Client::check_redirect_uri`] says is meant.
    pub fn bind(&self, redirect_uri: Option<&str>) -> String {
        let in_use = self.in_use();
        self.client.binding_with(&match redirect_uri {
            Some(presented) => in_use.redirect_uri(presented),
            None => in_use,
        })
    }

    /// The binding of what follows from the grant of this request, such as a refresh token from a
    /// code or from another one: as [`bind`](Self::bind), with the redirection URI taken over from
    /// the binding that [`Grants`](crate::layer::grants::Grants) gave. Where it gave none, there is
    /// no redirection URI in it.
    pub fn rebind(&self) -> String {
        let stored = self.stored.as_deref();
        let rebound = stored.and_then(|stored| self.client.rebind(stored, &self.in_use()).ok());
        rebound.unwrap_or_else(|| self.bind(None))
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    pub(crate) fn in_use(&self) -> InUse<'_> {
        let mut in_use = InUse::default();
        if let Some(method) = self.method {
            in_use = in_use.auth_method(method);
        }
        if let Some(key) = &self.key {
            in_use = in_use.key(key);
        }
        match &self.keys {
            Some(keys) => in_use.jwks(keys),
            None => in_use,
        }
    }

    /// A client that may be used without having authenticated uses `none`. On the front channel that
    /// is not known yet.
    fn usable(client: &Client, extensions: &Extensions) -> Self {
        let authenticated = extensions.get::<Authenticated>();
        let back_channel = verdict::leg(extensions).is_some_and(|leg| !leg.is_front_channel());
        let method = back_channel.then_some(AuthMethod::None);
        let method = authenticated.map(Authenticated::method).or(method);
        let key = authenticated.and_then(Authenticated::key_thumbprint);
        Binder {
            method,
            key: key.copied(),
            ..Self::unauthenticated(client, extensions)
        }
    }

    fn identified(client: &IdentifiedClient, extensions: &Extensions) -> Self {
        Self::unauthenticated(&client.0, extensions)
    }

    fn unauthenticated(client: &Client, extensions: &Extensions) -> Self {
        let foothold = extensions.get::<Foothold>();
        Binder {
            client: client.clone(),
            method: None,
            key: None,
            keys: foothold.and_then(|foothold| foothold.keys.clone()),
            stored: foothold.and_then(|foothold| foothold.stored.clone()),
        }
    }
}
