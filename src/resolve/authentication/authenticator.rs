//! Who a client is, proven.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::authentication::error::AuthenticationError;
use crate::resolve::clock::{Clock, within};
use crate::resolve::event::{self, Throttle};
use crate::resolve::keys::{KeySets, KeysError};
use crate::resolve::replay::{Claim, ReplayError, ReplayStore, SingleUse};
use crate::rules::auth_method::AuthMethod;
use crate::rules::authenticated::Authenticated;
use crate::rules::client::Client;
use crate::rules::client_assertion::{Assertion, AssertionRules, Expectations, Judged, Verified};
use crate::rules::issuer::Issuer;
use crate::rules::jwks::JwkSet;
use crate::rules::jws::JwsError;

/// Verifies `private_key_jwt` assertions.
///
/// In this order (T20): the text and its claims, without a key; the signature, with the keys in the
/// client's document or at its `jwks_uri`; the single use. What fails earlier costs nothing that is
/// later, and nothing is claimed for an assertion that the client did not sign.
#[derive(Debug)]
pub struct Authenticator {
    issuer: Issuer,
    rules: AssertionRules,
    keys: KeySets,
    replay: Arc<dyn ReplayStore>,
    /// How often events are told.
    throttle: Throttle,
    clock: Arc<dyn Clock>,
    replay_deadline: Duration,
}

impl Authenticator {
    /// An authenticator for the server `issuer`, whose name is also its namespace in `replay`.
    pub fn new(
        issuer: Issuer,
        keys: KeySets,
        replay: Arc<dyn ReplayStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Authenticator {
            issuer,
            rules: AssertionRules::default(),
            keys,
            replay,
            throttle: Throttle::new(Arc::clone(&clock)),
            clock,
            replay_deadline: REPLAY_DEADLINE,
        }
    }

    /// What is accepted. Default [`AssertionRules::default`].
    #[must_use]
    pub fn rules(mut self, rules: AssertionRules) -> Self {
        self.rules = rules;
        self
    }

    /// A store that is later than this counts as one that could not be asked. Default 2 seconds,
    /// as for other parts of the host.
    #[must_use]
    pub fn replay_deadline(mut self, deadline: Duration) -> Self {
        self.replay_deadline = deadline;
        self
    }

    /// Proof that `assertion` is `client`'s, and was not used before.
    ///
    /// # Errors
    ///
    /// [`AuthenticationError`]. The assertion is used up only where this succeeds, or where the
    /// store answered too late.
    ///
    /// # Cancellation
    ///
    /// Dropping the future may leave the assertion used up. A fetch of keys goes on.
    pub async fn authenticate(
        &self,
        client: &Client,
        assertion: &str,
    ) -> Result<Authenticated, AuthenticationError> {
        self.prove(client, assertion, Keys::Fetched).await
    }

    /// The same, with the keys that are at hand, in the document or the cache: nothing is fetched.
    /// For requests that must be answered while the publisher is away, as those for revocation.
    ///
    /// # Errors
    ///
    /// As [`authenticate`](Self::authenticate); [`KeysError::NotAtHand`] where there are no keys,
    /// or none of the name that the assertion gives.
    pub async fn authenticate_known(
        &self,
        client: &Client,
        assertion: &str,
    ) -> Result<Authenticated, AuthenticationError> {
        self.prove(client, assertion, Keys::AtHand).await
    }

    /// The keys at the client's `jwks_uri`, if they are in the cache.
    pub(crate) fn fetched_keys(&self, client: &Client) -> Option<JwkSet> {
        let set = self.keys.at_hand(client.jwks_uri()?).ok()?;
        Some(set.keys().clone())
    }

    async fn prove(
        &self,
        client: &Client,
        assertion: &str,
        keys: Keys,
    ) -> Result<Authenticated, AuthenticationError> {
        let proven = self.examine(client, assertion, keys).await;
        event::authenticated(proven.as_ref().err().map(AuthenticationError::cause));
        proven
    }

    async fn examine(
        &self,
        client: &Client,
        assertion: &str,
        keys: Keys,
    ) -> Result<Authenticated, AuthenticationError> {
        let method = usable_method(client)?;
        let assertion = Assertion::parse(assertion)?;
        let judged = assertion.judge(&Expectations {
            client_id: client.client_id().as_str(),
            issuer: self.issuer.as_str(),
            signing_alg: client.token_endpoint_auth_signing_alg(),
            now: self.clock.wall(),
            rules: &self.rules,
        })?;
        let verified = self.verify(client, &judged, keys).await?;
        if let Some(jwks_uri) = client.jwks_uri() {
            self.keys.proven(jwks_uri);
        }
        self.claim(client, &verified).await?;
        Ok(method.with_key(*verified.key_thumbprint()))
    }

    async fn verify(
        &self,
        client: &Client,
        judged: &Judged<'_>,
        keys: Keys,
    ) -> Result<Verified, AuthenticationError> {
        let Some(jwks_uri) = client.jwks_uri() else {
            let keys = client.jwks().map(|set| set.keys()).unwrap_or_default();
            return Ok(judged.verify(keys)?);
        };
        let set = match keys {
            Keys::Fetched => self.keys.get(jwks_uri).await?,
            Keys::AtHand => self.keys.at_hand(jwks_uri)?,
        };
        match judged.verify(set.keys().keys()) {
            Err(JwsError::KeyUnknown) => {
                let newer = match keys {
                    Keys::Fetched => self.keys.get_newer(jwks_uri, &set).await?,
                    Keys::AtHand => return Err(KeysError::NotAtHand.into()),
                };
                Ok(judged.verify(newer.keys().keys())?)
            }
            outcome => Ok(outcome?),
        }
    }

    async fn claim(&self, client: &Client, verified: &Verified) -> Result<(), AuthenticationError> {
        let client_id = client.client_id().as_str();
        let claim = self.replay.claim(SingleUse {
            namespace: self.issuer.as_str(),
            client_id,
            jti: verified.jti(),
            until: verified.usable_until(),
        });
        match within(&*self.clock, self.replay_deadline, claim).await {
            Some(Ok(Claim::First)) => Ok(()),
            Some(Ok(Claim::Repeated)) => Err(AuthenticationError::Replayed),
            Some(Err(ReplayError::Full)) => Err(AuthenticationError::ReplayStoreFull),
            Some(Err(ReplayError::Unavailable(error))) => {
                Err(self.unavailable(client_id, Some(&*error)))
            }
            None => Err(self.unavailable(client_id, None)),
        }
    }

    fn unavailable(
        &self,
        client_id: &str,
        error: Option<&(dyn Error + 'static)>,
    ) -> AuthenticationError {
        event::replay_store_unavailable(&self.throttle, client_id, error);
        AuthenticationError::ReplayStore
    }
}

/// Which keys a client is authenticated with.
#[derive(Clone, Copy)]
enum Keys {
    AtHand,
    Fetched,
}

fn usable_method(client: &Client) -> Result<Authenticated, AuthenticationError> {
    let method = AuthMethod::PrivateKeyJwt;
    let usable = client.token_endpoint_auth_methods().contains(&method);
    let proven = Authenticated::new(method).filter(|_| usable);
    proven.ok_or(AuthenticationError::Method)
}

const REPLAY_DEADLINE: Duration = Duration::from_secs(2);
