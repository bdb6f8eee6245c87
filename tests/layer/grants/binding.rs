//! Grants are held to the client that they were issued to (T15).

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use serde_json::{Value, json};
use tower_cimd::layer::Binder;
use tower_cimd::resolve::{Resolution, StaticFetch};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::InUse;
use tower_cimd::rules::change::{ChangeKind, ChangePolicy, Consequence};
use tower_cimd::{CimdLayer, Leg, Rejection, Resolver};

use super::{CALLBACK, Table, code, document, refresh, refused, republish, request, server, token};
use crate::events;
use crate::rig::{Answer, CLIENT, STRANGER, ask, authorize, builder, form, post_form};

struct World {
    network: StaticFetch,
    resolver: Resolver,
    table: Table,
    layer: CimdLayer,
}

impl World {
    /// A server that has issued the code `1` to a client with these members.
    async fn with_code(members: Value) -> Self {
        let network = StaticFetch::new().publish(CLIENT, document(&members));
        let resolver = builder(network.clone())
            .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
            .build()
            .unwrap();
        let table = Table::default();
        let world = World {
            layer: CimdLayer::new(resolver.clone())
                .grants(table.clone())
                .host_authenticates_clients(),
            network,
            resolver,
            table,
        };
        let binding = world.client().await;
        let in_use = InUse::default().redirect_uri(CALLBACK);
        world
            .table
            .store("1", CLIENT, Some(binding.binding_with(&in_use)));
        world
    }

    async fn client(&self) -> tower_cimd::CimdClient {
        let context = tower_cimd::resolve::FetchContext::detached(None);
        match self.resolver.resolve(CLIENT, &context).await {
            Ok(Resolution::Client(client)) => client,
            other => panic!("{other:?}"),
        }
    }

    fn republish(&self, members: Value) {
        republish(&self.network, &self.resolver, &members);
    }

    async fn redeem(&self) -> Answer {
        token(&self.layer, &self.table, &code("1")).await
    }

    async fn refresh(&self) -> Answer {
        token(&self.layer, &self.table, &refresh("token")).await
    }
}

fn confidential() -> Value {
    json!({
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [{
            "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }]},
    })
}

#[tokio::test]
async fn a_client_that_is_the_same_redeems_and_refreshes() {
    let world = World::with_code(json!({})).await;
    assert_eq!(world.redeem().await.seen(), "client");
    for _ in 0..2 {
        assert_eq!(world.refresh().await.seen(), "client");
    }
}

/// At each of both steps: what is refused, and with which rule.
async fn flips(before: Value, after: Value, rule: Option<&str>) {
    let world = World::with_code(before.clone()).await;
    world.republish(after.clone());
    expect(&world.redeem().await, rule);
    assert_eq!(world.table.row("1").is_some(), rule.is_some(), "{after}");

    let world = World::with_code(before).await;
    world.redeem().await;
    world.republish(after.clone());
    expect(&world.refresh().await, rule);
    assert!(world.table.row("token").is_some(), "{after}");
}

#[track_caller]
fn expect(answer: &Answer, rule: Option<&str>) {
    match rule {
        Some(rule) => refused(answer, 400, "invalid_grant", rule),
        None => assert_eq!(answer.status, 200, "{answer:?}"),
    }
}

#[tokio::test]
async fn a_client_that_has_given_up_authentication_is_refused_and_burns_nothing() {
    flips(confidential(), json!({}), Some("grant.changed")).await;
}

#[tokio::test]
async fn the_redirect_uri_in_use_removed_is_refused_and_burns_nothing() {
    let after = json!({"redirect_uris": ["https://client.example.com/other"]});
    flips(json!({}), after, Some("grant.changed")).await;
}

/// That is for the next authorization request, where there is somebody to ask.
#[tokio::test]
async fn what_the_user_has_to_see_again_ends_no_grant() {
    for after in [
        json!({"client_name": "Another"}),
        json!({"redirect_uris": [CALLBACK, "https://elsewhere.example.com/callback"]}),
        json!({"scope": "everything"}),
    ] {
        flips(json!({"scope": "little"}), after, None).await;
    }
}

#[tokio::test]
async fn what_nobody_has_to_see_again_passes() {
    for after in [
        json!({"redirect_uris": [CALLBACK, "https://client.example.com/other"]}),
        json!({"client_uri": "https://client.example.com/about"}),
        json!({"x_unknown": true}),
    ] {
        flips(json!({}), after, None).await;
    }
}

/// The redirection URI is taken over from one binding into the next.
#[tokio::test]
async fn a_later_refresh_still_knows_the_redirect_uri() {
    let both = json!({"redirect_uris": [CALLBACK, "https://client.example.com/other"]});
    let world = World::with_code(both).await;
    world.redeem().await;
    world.refresh().await;
    world.republish(json!({"redirect_uris": ["https://client.example.com/other"]}));
    expect(&world.refresh().await, Some("grant.changed"));
}

#[tokio::test]
async fn what_a_change_means_is_what_the_host_says() {
    for (consequence, rule) in [
        (Consequence::Ignore, None),
        (Consequence::AskAgain, None),
        (Consequence::Refuse, Some("grant.changed")),
    ] {
        let mut world = World::with_code(json!({})).await;
        let policy = ChangePolicy::default().on(ChangeKind::NameChanged, consequence);
        world.layer = world.layer.grant_changes(policy);
        world.republish(json!({"client_name": "Another"}));
        expect(&world.redeem().await, rule);
    }
}

#[tokio::test]
async fn a_binding_that_is_none_is_refused() {
    let world = World::with_code(json!({})).await;
    let whole = world.table.row("1").unwrap().binding.unwrap();
    let folded = whole.to_ascii_lowercase();
    let newer = whole.replacen("b1", "b2", 1);
    for (stored, rule) in [
        ("", "binding.damaged"),
        ("x", "binding.damaged"),
        (&whole[..198], "binding.damaged"),
        (&*folded, "binding.damaged"),
        (&*newer, "binding.unknown_version"),
    ] {
        world.table.store("1", CLIENT, Some(stored.to_owned()));
        refused(&world.redeem().await, 400, "invalid_grant", rule);
        assert!(world.table.row("1").is_some());
    }
}

#[tokio::test]
async fn another_clients_binding_is_refused() {
    let world = World::with_code(json!({})).await;
    let theirs = crate::support::document(STRANGER);
    let network = world.network.clone().publish(STRANGER, theirs);
    drop(network);
    let server = server(world.layer.clone(), &world.table);
    let answer = ask(&server, request(STRANGER, &refresh("1"))).await;
    // Cold, because the grant is not theirs.
    refused(&answer, 400, "invalid_grant", "grant.unknown");
    let context = tower_cimd::resolve::FetchContext::detached(None);
    world.resolver.resolve(STRANGER, &context).await.unwrap();
    let answer = ask(&server, request(STRANGER, &refresh("1"))).await;
    refused(&answer, 400, "invalid_grant", "binding.damaged");
    assert!(world.table.row("1").is_some());
}

#[tokio::test]
async fn a_grant_without_a_binding_is_not_compared() {
    let world = World::with_code(json!({})).await;
    world.table.store("1", CLIENT, None);
    world.republish(json!({"client_name": "Another"}));
    assert_eq!(world.redeem().await.seen(), "client");
}

#[tokio::test]
async fn a_host_that_cannot_be_asked_is_503_and_burns_nothing() {
    let world = World::with_code(json!({})).await;
    world.redeem().await;
    let table = Table::in_trouble(super::Trouble::Fails);
    let layer = CimdLayer::new(world.resolver.clone()).grants(table.clone());
    // The client is cached, so that only its binding is asked for.
    let answer = token(&layer, &world.table, &refresh("token")).await;
    refused(
        &answer,
        503,
        "temporarily_unavailable",
        "server.unavailable",
    );
    assert_eq!(table.asked(), ["binding refresh_token token"]);
    assert!(world.table.row("token").is_some());
}

/// A client that the host has still to authenticate is held to its document.
#[tokio::test]
async fn a_client_that_is_only_identified_is_held_to_its_document() {
    let world = World::with_code(confidential()).await;
    assert_eq!(world.redeem().await.seen(), "identified");
    world.republish(json!({}));
    expect(&world.refresh().await, Some("grant.changed"));
}

const UNHELD: &str = "the layer does not hold grants to their clients";

/// What is told while a layer is put on a route.
async fn told_of(layer: CimdLayer) -> usize {
    // A request that tells nothing, through a router that is made while the log is open.
    let quiet = Router::new().route("/", any(|| async {}));
    let telling = tower::service_fn(move |_: Request| {
        let made = [0, 1].map(|_| {
            Router::<()>::new()
                .route("/", any(|| async {}))
                .layer(layer.clone())
        });
        drop(made);
        async { Ok::<_, std::convert::Infallible>(http::Response::new(axum::body::Body::empty())) }
    });
    let server = quiet.route_service("/make", telling);
    let request = crate::rig::get("/make");
    events::told(&server, request, UNHELD).await.len()
}

#[tokio::test]
async fn a_layer_for_token_requests_says_once_that_nobody_holds_grants() {
    let world = World::with_code(json!({})).await;
    let bare = || CimdLayer::new(world.resolver.clone());
    for (layer, times) in [
        (bare(), 1),
        (bare().leg(Leg::Token), 1),
        (bare().legs(|_| None), 1),
        (bare().leg(Leg::Authorization), 0),
        (bare().leg(Leg::Revocation), 0),
        (bare().grants(Table::default()), 0),
    ] {
        assert_eq!(told_of(layer.clone()).await, times, "{layer:?}");
        assert_eq!(told_of(layer).await, 0);
    }
}

async fn bound(binder: Result<Binder, Rejection>) -> String {
    match binder {
        Ok(binder) => binder.bind(Some(CALLBACK)),
        Err(rejection) => format!("{:?}", rejection.kind()),
    }
}

/// What a handler makes of a request.
async fn made(layer: CimdLayer, request: Request) -> String {
    let server = Router::new()
        .route("/authorize", any(bound))
        .route("/token", any(bound));
    ask(&server.route_layer(layer), request).await.body
}

#[tokio::test]
async fn a_binder_binds_what_is_in_use() {
    let world = World::with_code(json!({})).await;
    let client = world.client().await;
    let presented = InUse::default().redirect_uri(CALLBACK);
    let at_the_front = made(world.layer.clone(), authorize(CLIENT)).await;
    assert_eq!(at_the_front, client.binding_with(&presented));

    let form = form(&[&[("client_id", CLIENT)], &code("1")[..]].concat());
    let at_the_back = made(world.layer.clone(), post_form("/token", &form)).await;
    let public = presented.auth_method(AuthMethod::None);
    assert_eq!(at_the_back, client.binding_with(&public));
}

#[tokio::test]
async fn there_is_no_binder_without_a_client() {
    let world = World::with_code(json!({})).await;
    let opaque = made(world.layer.clone(), authorize("opaque")).await;
    assert_eq!(opaque, "NotCimd");
    let unread = Request::put("/token").body(axum::body::Body::empty());
    let unread = made(world.layer.clone(), unread.unwrap()).await;
    assert_eq!(unread, "NotJudged");
    let bare = Router::new().route("/authorize", any(bound));
    assert_eq!(ask(&bare, authorize(CLIENT)).await.body, "LayerMissing");
}
