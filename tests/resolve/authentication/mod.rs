//! Client authentication: an assertion, the client's keys, one use (T20).

mod order;
mod rotation;
mod single_use;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tower_cimd::resolve::{
    AuthenticationError, Authenticator, Clock as _, KeyLimits, KeySets, MemoryReplayStore,
    ReplayStore,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::client::{Client, Provenance};
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::publication::Publication;
use tower_cimd::rules::rule_set::RuleSet;
use tower_cimd::{CimdClient, ClientId};

use crate::signer::Signer;
use crate::support::{FakeClock, Moment, ScriptedFetch, fetched};
use crate::world::{CLIENT_ID, ISSUER};

pub(crate) const JWKS_URI: &str = "https://client.example.com/jwks.json";

/// An authenticator with a clock that stands still and a network that a test scripts.
pub(crate) struct World {
    pub(crate) clock: FakeClock,
    pub(crate) network: ScriptedFetch,
    authenticator: Arc<Authenticator>,
    jtis: AtomicU64,
}

impl World {
    pub(crate) fn new(script: impl IntoIterator<Item = Moment>) -> Self {
        Self::with(KeyLimits::default(), script)
    }

    pub(crate) fn with(limits: KeyLimits, script: impl IntoIterator<Item = Moment>) -> Self {
        let clock = FakeClock::new();
        let replay = MemoryReplayStore::new(Arc::new(clock.clone()));
        Self::over(limits, script, clock, Arc::new(replay))
    }

    fn over(
        limits: KeyLimits,
        script: impl IntoIterator<Item = Moment>,
        clock: FakeClock,
        replay: Arc<dyn ReplayStore>,
    ) -> Self {
        let network = ScriptedFetch::new(script);
        let shared = Arc::new(clock.clone());
        let keys = KeySets::new(Arc::new(network.clone()), shared.clone(), &limits);
        let issuer = Issuer::parse(ISSUER).unwrap();
        World {
            authenticator: Arc::new(Authenticator::new(issuer, keys, replay, shared)),
            clock,
            network,
            jtis: AtomicU64::new(0),
        }
    }

    fn with_replay(replay: impl ReplayStore) -> Self {
        let clock = FakeClock::new();
        Self::over(KeyLimits::default(), [], clock, Arc::new(replay))
    }

    /// Adds to the network's script.
    pub(crate) fn play(&self, moment: Moment) {
        self.network.play(moment);
    }

    /// Claims of a new assertion, good for a minute.
    pub(crate) fn claims(&self) -> Value {
        let now = self
            .clock
            .wall()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_secs();
        let jti = self.jtis.fetch_add(1, Ordering::Relaxed).to_string();
        json!({"iss": CLIENT_ID, "sub": CLIENT_ID, "aud": ISSUER, "exp": now + 60, "jti": jti})
    }

    async fn send(
        &self,
        client: &CimdClient,
        assertion: &str,
    ) -> Result<Authenticated, AuthenticationError> {
        self.authenticator.authenticate(client, assertion).await
    }

    /// What comes of a new assertion that is signed with `signer` in the name of the key `kid`.
    pub(crate) async fn authenticate(
        &self,
        client: &CimdClient,
        signer: &Signer,
        kid: &str,
    ) -> Result<(), AuthenticationError> {
        let assertion = signer.assertion(kid, &self.claims());
        self.send(client, &assertion).await.map(drop)
    }

    /// The same, going on by itself.
    pub(crate) fn spawn(
        &self,
        client: &CimdClient,
        signer: &Signer,
        kid: &str,
    ) -> JoinHandle<Result<(), AuthenticationError>> {
        let assertion = signer.assertion(kid, &self.claims());
        let (authenticator, client) = (Arc::clone(&self.authenticator), client.clone());
        tokio::spawn(async move {
            authenticator
                .authenticate(&client, &assertion)
                .await
                .map(drop)
        })
    }
}

/// A client with these members beside those that it must have.
fn client(members: Value) -> CimdClient {
    let mut rules = RuleSet::new(Issuer::parse(ISSUER).unwrap());
    rules.server.auth_methods = vec![AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let mut document = json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    let mut headers = http::HeaderMap::new();
    headers.insert("content-type", "application/json".parse().unwrap());
    let body = Bytes::from(document.to_string());
    let publication = Publication::receive(StatusCode::OK, &headers, body).unwrap();
    let client_id = ClientId::parse(CLIENT_ID).unwrap();
    let provenance = Provenance {
        fetched_at: SystemTime::UNIX_EPOCH,
        fresh_until: SystemTime::UNIX_EPOCH,
    };
    Client::derive(&client_id, &publication, &rules, provenance).unwrap()
}

/// A client whose keys are at `jwks_uri`.
pub(crate) fn client_with(jwks_uri: &str) -> CimdClient {
    client(json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": jwks_uri}))
}

/// A client whose keys are in its document.
fn client_of(keys: &[Value]) -> CimdClient {
    let jwks = json!({ "keys": keys });
    client(json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": jwks}))
}

pub(crate) fn key_set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// A publisher's answer.
pub(crate) fn answer(set: &str) -> Moment {
    let json = [("content-type", "application/json")];
    Moment::Answer(fetched(200, &json, set.to_owned()))
}
