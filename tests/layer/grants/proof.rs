//! No downgrade within a grant: what a client has proven it goes on proving (T15).

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

use axum::Router;
use axum::routing::post;
use serde_json::{Value, json};
use tower_cimd::layer::Binder;
use tower_cimd::resolve::{
    Authenticator, Clock as _, KeyLimits, KeySets, MemoryReplayStore, StaticFetch,
};
use tower_cimd::rules::auth_method::{AuthMethod, Selection};
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::ChangeKind;
use tower_cimd::rules::issuer::Issuer;
use tower_cimd::rules::json::{Object, Value as Json};
use tower_cimd::rules::jwks::JwkSet;
use tower_cimd::{CimdClient, CimdLayer, Leg, Resolver};

use super::{CALLBACK, Table, code, document, refresh, refused, republish, token};
use crate::rig::{Answer, CLIENT, ask, authorization, post_form};
use crate::signer::Signer;
use crate::support::FakeClock;

const ISSUER: &str = "https://as.example.com";
const JWKS_URI: &str = "https://client.example.com/jwks.json";
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

struct World {
    clock: FakeClock,
    network: StaticFetch,
    resolver: Resolver,
    layer: CimdLayer,
    table: Table,
    jtis: AtomicU64,
}

impl World {
    /// A server that has issued the code `1` to a client with these members.
    async fn with_code(members: Value) -> Self {
        let clock = FakeClock::new();
        let network = StaticFetch::new().publish(CLIENT, document(&members));
        let resolver = Resolver::builder(ISSUER)
            .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
            .rules(|rules| rules.server.selection = Selection::ClientChoice)
            .fetch(network.clone())
            .clock(clock.clone())
            .build()
            .unwrap();
        let shared = Arc::new(clock.clone());
        let keys = KeySets::new(
            Arc::new(network.clone()),
            shared.clone(),
            &KeyLimits::default(),
        );
        let replay = Arc::new(MemoryReplayStore::new(shared.clone()));
        let issuer = Issuer::parse(ISSUER).unwrap();
        let table = Table::default();
        let world = World {
            layer: CimdLayer::new(resolver.clone())
                .authenticator(Authenticator::new(issuer, keys, replay, shared))
                .grants(table.clone()),
            clock,
            network,
            resolver,
            table,
            jtis: AtomicU64::new(0),
        };
        let in_use = InUse::default().redirect_uri(CALLBACK);
        let binding = world.client().await.binding_with(&in_use);
        world.table.store("1", CLIENT, Some(binding));
        world
    }

    async fn client(&self) -> CimdClient {
        let context = tower_cimd::resolve::FetchContext::detached(None);
        match self.resolver.resolve(CLIENT, &context).await {
            Ok(tower_cimd::resolve::Resolution::Client(client)) => client,
            other => panic!("{other:?}"),
        }
    }

    fn republish(&self, members: &Value) {
        republish(&self.network, &self.resolver, members);
    }

    /// With an assertion of this signer's, or with none.
    async fn ask(&self, grant: Vec<(&str, &str)>, signer: Option<(&Signer, &str)>) -> Answer {
        let Some((signer, kid)) = signer else {
            return token(&self.layer, &self.table, &grant).await;
        };
        let assertion = self.assertion(signer, kid);
        let assertion = [
            ("client_assertion_type", JWT_BEARER),
            ("client_assertion", &assertion),
        ];
        let parameters = [&grant[..], &assertion].concat();
        token(&self.layer, &self.table, &parameters).await
    }

    fn assertion(&self, signer: &Signer, kid: &str) -> String {
        let now = self.clock.wall().duration_since(UNIX_EPOCH).unwrap();
        let jti = self.jtis.fetch_add(1, Ordering::Relaxed).to_string();
        let claims = json!({
            "iss": CLIENT, "sub": CLIENT, "aud": ISSUER, "exp": now.as_secs() + 60, "jti": jti,
        });
        signer.assertion(kid, &claims)
    }

    async fn redeem(&self, signer: Option<(&Signer, &str)>) -> Answer {
        self.ask(code("1"), signer).await
    }

    async fn refresh(&self, signer: Option<(&Signer, &str)>) -> Answer {
        self.ask(refresh("token"), signer).await
    }
}

fn inline(keys: &[Value]) -> Value {
    json!({"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": keys}})
}

#[track_caller]
fn passed(answer: &Answer) {
    assert_eq!(answer.seen(), "client", "{answer:?}");
}

#[track_caller]
fn downgraded(world: &World, answer: &Answer) {
    refused(answer, 400, "invalid_grant", "grant.changed");
    assert!(world.table.row("token").is_some(), "burnt");
}

#[tokio::test]
async fn a_document_that_goes_from_private_key_jwt_to_none_between_code_and_refresh_is_refused() {
    let signer = Signer::new("ES256");
    let world = World::with_code(inline(&[signer.jwk("1")])).await;
    passed(&world.redeem(Some((&signer, "1"))).await);
    passed(&world.refresh(Some((&signer, "1"))).await);
    world.republish(&json!({"token_endpoint_auth_method": "none"}));
    downgraded(&world, &world.refresh(None).await);
}

#[tokio::test]
async fn a_document_that_goes_from_private_key_jwt_to_none_before_the_code_is_redeemed_is_refused()
{
    let signer = Signer::new("ES256");
    let world = World::with_code(inline(&[signer.jwk("1")])).await;
    world.republish(&json!({"token_endpoint_auth_method": "none"}));
    let answer = world.redeem(None).await;
    refused(&answer, 400, "invalid_grant", "grant.changed");
    assert!(world.table.row("1").is_some(), "burnt");
}

/// The document is the same: the client may choose, and has chosen.
#[tokio::test]
async fn a_grant_obtained_with_authentication_is_not_used_without() {
    let signer = Signer::new("ES256");
    let mut members = inline(&[signer.jwk("1")]);
    members["token_endpoint_auth_methods_supported"] = json!(["private_key_jwt", "none"]);
    let world = World::with_code(members).await;
    passed(&world.redeem(Some((&signer, "1"))).await);
    downgraded(&world, &world.refresh(None).await);
    passed(&world.refresh(Some((&signer, "1"))).await);
}

#[tokio::test]
async fn a_key_that_was_replaced_is_refused() {
    let (signer, other) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::with_code(inline(&[signer.jwk("1")])).await;
    passed(&world.redeem(Some((&signer, "1"))).await);
    world.republish(&inline(&[other.jwk("1")]));
    downgraded(&world, &world.refresh(Some((&other, "1"))).await);
}

#[tokio::test]
async fn an_overlapping_rotation_passes_step_by_step() {
    let keys = ["ES256"; 3].map(Signer::new);
    let world = World::with_code(inline(&[keys[0].jwk("0")])).await;
    passed(&world.redeem(Some((&keys[0], "0"))).await);
    for (published, used) in [
        (&[0, 1][..], 0),
        (&[0, 1], 1),
        (&[1], 1),
        (&[1, 2], 2),
        (&[2], 2),
    ] {
        let set: Vec<Value> = published
            .iter()
            .map(|at| keys[*at].jwk(&at.to_string()))
            .collect();
        world.republish(&inline(&set));
        let answer = world.refresh(Some((&keys[used], &used.to_string()))).await;
        passed(&answer);
    }
    // The first key is long gone, and has been forgotten on the way.
    world.republish(&inline(&[keys[0].jwk("0")]));
    downgraded(&world, &world.refresh(Some((&keys[0], "0"))).await);
}

#[tokio::test]
async fn the_redirect_uri_in_use_removed_is_refused() {
    let signer = Signer::new("ES256");
    let world = World::with_code(inline(&[signer.jwk("1")])).await;
    passed(&world.redeem(Some((&signer, "1"))).await);
    let mut members = inline(&[signer.jwk("1")]);
    members["redirect_uris"] = json!(["https://client.example.com/other"]);
    world.republish(&members);
    downgraded(&world, &world.refresh(Some((&signer, "1"))).await);
}

fn elsewhere() -> Value {
    json!({"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": JWKS_URI})
}

impl World {
    /// Publishes this set, and lets the one before it be forgotten.
    fn publishes_keys(&self, keys: &[Value]) {
        let set = json!({"keys": keys}).to_string();
        let _ = self.network.clone().publish(JWKS_URI, set);
        self.clock.advance(std::time::Duration::from_secs(601));
    }
}

/// The key in use is retired, and one that was published beside it is still there.
#[tokio::test]
async fn an_overlapping_rotation_at_a_jwks_uri_passes() {
    let keys = ["ES256"; 3].map(Signer::new);
    let jwk = |at: usize| keys[at].jwk(&at.to_string());
    let world = World::with_code(elsewhere()).await;
    world.publishes_keys(&[jwk(0), jwk(1)]);
    passed(&world.redeem(Some((&keys[0], "0"))).await);
    world.publishes_keys(&[jwk(1), jwk(2)]);
    passed(&world.refresh(Some((&keys[1], "1"))).await);
    world.publishes_keys(&[jwk(2)]);
    passed(&world.refresh(Some((&keys[2], "2"))).await);
}

#[tokio::test]
async fn a_set_at_a_jwks_uri_that_was_replaced_is_refused() {
    let (signer, other) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::with_code(elsewhere()).await;
    world.publishes_keys(&[signer.jwk("1")]);
    passed(&world.redeem(Some((&signer, "1"))).await);
    world.publishes_keys(&[other.jwk("2")]);
    downgraded(&world, &world.refresh(Some((&other, "2"))).await);
}

/// Answers a pushed request with what is to be stored with it.
async fn push(binder: Binder) -> String {
    binder.bind(Some(CALLBACK))
}

#[tokio::test]
async fn a_binder_binds_how_a_pushed_request_was_authenticated() {
    let keys = ["ES256"; 2].map(Signer::new);
    let world = World::with_code(elsewhere()).await;
    world.publishes_keys(&[keys[0].jwk("0"), keys[1].jwk("1")]);
    let layer = world.layer.clone().leg(Leg::PushedAuthorization);
    let server = Router::new().route("/par", post(push)).route_layer(layer);
    let assertion = world.assertion(&keys[0], "0");
    let stored = ask(
        &server,
        post_form(
            "/par",
            &authorization(&[
                ("client_assertion_type", JWT_BEARER),
                ("client_assertion", &assertion),
            ]),
        ),
    );
    let stored = stored.await.body;

    // The key is retired, and the one that was published beside it is still there.
    let left = json!({"keys": [keys[1].jwk("1")]}).to_string();
    let left = Object::read(left.as_bytes(), 4096).unwrap();
    let left = JwkSet::read(&Json::Object(left)).unwrap();
    let now = InUse::default().jwks(&left);
    let check = world.client().await.check_binding_with(&stored, &now);
    let kinds = check.unwrap().kinds();
    assert!(kinds.contains(ChangeKind::KeyInUseRetired), "{kinds:?}");
    assert!(!kinds.contains(ChangeKind::KeyInUseGone), "{kinds:?}");
    // Nor is the code of it redeemed without authentication.
    let without = InUse::default().auth_method(AuthMethod::None);
    let check = world.client().await.check_binding_with(&stored, &without);
    let kinds = check.unwrap().kinds();
    assert!(
        kinds.contains(ChangeKind::AuthMethodDowngraded),
        "{kinds:?}"
    );
}

/// Who cannot prove to be the client learns nothing of its grants.
#[tokio::test]
async fn a_grant_is_asked_about_after_authentication() {
    let (signer, thief) = (Signer::new("ES256"), Signer::new("ES256"));
    let world = World::with_code(inline(&[signer.jwk("1")])).await;
    let answer = world.redeem(Some((&thief, "1"))).await;
    assert_eq!(answer.error(), "invalid_client", "{answer:?}");
    assert_eq!(world.table.asked(), [""; 0]);
    assert!(world.table.row("1").is_some(), "burnt");
    passed(&world.redeem(Some((&signer, "1"))).await);
}
