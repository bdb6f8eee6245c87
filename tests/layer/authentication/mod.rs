//! Clients that authenticate with `private_key_jwt` (T20).

mod credentials;
mod handlers;
mod keys;
mod refusals;
mod vectors;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower_cimd::layer::Verdict;
use tower_cimd::resolve::{
    Authenticator, Clock as _, KeyLimits, KeySets, MemoryReplayStore, ReplayStore, StaticFetch,
};
use tower_cimd::rules::auth_method::{AuthMethod, Selection};
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::{CimdLayer, Leg, Resolver};

use crate::rig::{Answer, CLIENT, ask, for_any_leg, post_form, redemption};
use crate::signer::Signer;
use crate::support::{DEVICE_GRANT, FakeClock};

const ISSUER: &str = "https://as.example.com";
const JWKS_URI: &str = "https://client.example.com/jwks.json";
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const GRANTS: [&str; 3] = ["authorization_code", "refresh_token", DEVICE_GRANT];

/// The legs on which clients authenticate.
const BACK_CHANNEL: [Leg; 5] = [
    Leg::PushedAuthorization,
    Leg::DeviceAuthorization,
    Leg::Token,
    Leg::Revocation,
    Leg::Introspection,
];

/// A server with an authenticator, and a client that signs.
struct World {
    clock: FakeClock,
    signer: Signer,
    /// Where documents come from, and where keys do.
    documents: StaticFetch,
    keys: StaticFetch,
    layer: CimdLayer,
    jtis: AtomicU64,
}

impl World {
    /// With a client whose key is in its document.
    fn new() -> Self {
        Self::with_members(|signer| inline(signer, "private_key_jwt"))
    }

    /// With a client whose key is at its `jwks_uri`.
    fn with_jwks_uri() -> Self {
        Self::with_members(
            |_| json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": JWKS_URI}),
        )
    }

    fn with_members(members: impl Fn(&Signer) -> Value) -> Self {
        let clock = FakeClock::new();
        let replay = MemoryReplayStore::new(Arc::new(clock.clone()));
        Self::over(clock, members, |network| network, replay)
    }

    /// With a network that is worse than that, and this store of used assertions.
    fn over(
        clock: FakeClock,
        members: impl Fn(&Signer) -> Value,
        change: impl Fn(StaticFetch) -> StaticFetch,
        replay: impl ReplayStore,
    ) -> Self {
        let signer = Signer::new("ES256");
        let documents = StaticFetch::new().publish(CLIENT, document(&members(&signer)));
        let set = json!({ "keys": [signer.jwk("1")] }).to_string();
        let keys = change(StaticFetch::new().publish(JWKS_URI, set));
        let shared = Arc::new(clock.clone());
        let authenticator = Authenticator::new(
            Issuer::parse(ISSUER).unwrap(),
            KeySets::new(
                Arc::new(keys.clone()),
                shared.clone(),
                &KeyLimits::default(),
            ),
            Arc::new(replay),
            shared,
        );
        World {
            layer: CimdLayer::new(resolver(&documents, &clock)).authenticator(authenticator),
            clock,
            signer,
            documents,
            keys,
            jtis: AtomicU64::new(0),
        }
    }

    fn claims(&self) -> Value {
        let now = self.clock.wall().duration_since(UNIX_EPOCH).unwrap();
        let jti = self.jtis.fetch_add(1, Ordering::Relaxed).to_string();
        let exp = now.as_secs() + 60;
        json!({"iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "exp": exp, "jti": jti})
    }

    /// A new assertion that is in order.
    fn assertion(&self) -> String {
        self.signer.assertion("1", &self.claims())
    }

    async fn token(&self, extra: &[(&str, &str)]) -> Answer {
        self.post(self.layer.clone(), extra).await
    }

    /// A token request with these parameters beside those that it must have.
    async fn post(&self, layer: CimdLayer, extra: &[(&str, &str)]) -> Answer {
        ask(&server(layer), request(extra)).await
    }

    /// A request on this leg with an assertion.
    async fn asserted(&self, leg: Leg, assertion: &str) -> Answer {
        let server = server(self.layer.clone().leg(leg));
        let identified = [&[("client_id", CLIENT)], &asserting(assertion)[..]].concat();
        ask(&server, post_form("/token", &for_any_leg(&identified))).await
    }
}

fn request(extra: &[(&str, &str)]) -> Request<Body> {
    let identified = [&[("client_id", CLIENT)], extra].concat();
    post_form("/token", &redemption(&identified))
}

fn asserting(assertion: &str) -> [(&str, &str); 2] {
    [
        ("client_assertion_type", JWT_BEARER),
        ("client_assertion", assertion),
    ]
}

fn resolver(documents: &StaticFetch, clock: &FakeClock) -> Resolver {
    let builder = Resolver::builder(ISSUER)
        .grant_types(GRANTS)
        .auth_methods(AuthMethod::ALL.iter().copied())
        .rules(|rules| rules.server.selection = Selection::ClientChoice);
    let builder = builder.fetch(documents.clone()).clock(clock.clone());
    builder.build().unwrap()
}

/// A document's members for a client of this method, with its key.
fn inline(signer: &Signer, method: &str) -> Value {
    let jwks = json!({ "keys": [signer.jwk("1")] });
    json!({"token_endpoint_auth_method": method, "jwks": jwks})
}

fn document(members: &Value) -> String {
    let mut document = json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
        "grant_types": GRANTS,
    });
    for (name, value) in members.as_object().unwrap() {
        document[name] = value.clone();
    }
    document.to_string()
}

fn server(layer: CimdLayer) -> Router {
    Router::new().route("/token", any(see)).route_layer(layer)
}

/// Answers with what it sees of the layer.
async fn see(request: Request) -> String {
    let (parts, body) = request.into_parts();
    body.collect().await.expect("a body");
    let authenticated = parts.extensions.get::<Authenticated>();
    let method = authenticated.map_or("nothing", |it| it.method().as_str());
    match Verdict::of(&parts.extensions) {
        Verdict::Client(_) => format!("client by {method}"),
        Verdict::Identified(_) => format!("identified by {method}"),
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn refused(answer: &Answer, status: u16, error: &str, rule: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert_eq!(answer.error(), error, "{answer:?}");
    let rule = format!("({rule})");
    assert!(answer.description().ends_with(&rule), "{answer:?}");
}
