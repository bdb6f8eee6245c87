//! What it takes to believe an assertion whose key is at hand.

#[path = "../../tests/support/signer.rs"]
mod signer;

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use divan::Bencher;
use serde_json::json;
use tower_cimd::resolve::{
    Authenticator, KeyLimits, KeySets, MemoryReplayStore, StaticFetch, SystemClock,
};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::{Client, Provenance};
use tower_cimd::rules::client_id::ClientId;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::publication::Publication;

use crate::poll::at_once;
use crate::published::{CLIENT_ID, builder};

use self::signer::Signer;

const ISSUER: &str = "https://as.example.com";

/// Claims, signature, and that it is used for the first time.
#[divan::bench(args = ["ES256", "EdDSA", "RS256"], sample_size = 8)]
fn assertion_with_the_key_at_hand(bencher: Bencher<'_, '_>, alg: &'static str) {
    let signer = Signer::new(alg);
    let (client, authenticator) = (client(&signer), authenticator());
    bencher
        .with_inputs(|| assertion(&signer))
        .bench_local_refs(|assertion| {
            let proven = at_once(authenticator.authenticate(&client, black_box(assertion)));
            proven.unwrap()
        });
}

fn authenticator() -> Authenticator {
    let clock = Arc::new(SystemClock);
    let keys = KeySets::new(
        Arc::new(StaticFetch::new()),
        clock.clone(),
        &KeyLimits::default(),
    );
    let replay = Arc::new(MemoryReplayStore::new(clock.clone()));
    Authenticator::new(Issuer::parse(ISSUER).unwrap(), keys, replay, clock)
}

/// A client whose document holds the key.
fn client(signer: &Signer) -> Client {
    let document = json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [signer.jwk("k1")]},
    });
    let methods = [AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let resolver = builder(StaticFetch::new()).auth_methods(methods).build();
    let now = SystemTime::now();
    let provenance = Provenance {
        fetched_at: now,
        fresh_until: now,
    };
    let publication = Publication::supplied(Bytes::from(document.to_string()));
    let client_id = ClientId::parse(CLIENT_ID).unwrap();
    Client::derive(
        &client_id,
        &publication,
        &resolver.unwrap().rules(),
        provenance,
    )
    .unwrap()
}

/// A new one, good for a minute.
fn assertion(signer: &Signer) -> String {
    static JTI: AtomicU64 = AtomicU64::new(0);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let claims = json!({
        "iss": CLIENT_ID,
        "sub": CLIENT_ID,
        "aud": ISSUER,
        "exp": now.as_secs() + 60,
        "jti": JTI.fetch_add(1, Ordering::Relaxed).to_string(),
    });
    signer.assertion("k1", &claims)
}
