//! The operator's rules, as requests meet them.

use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodRouter, any};
use tower_cimd::resolve::rulebook::{Effect, Mode, Rule, Rulebook};
use tower_cimd::resolve::{SharedPolicy, StaticFetch};
use tower_cimd::{AdvertiseLayer, CimdClient, CimdLayer, Leg, OAuthParams};

use crate::rig::{
    Answer, CLIENT, STRANGER, ask, authorization, authorize, builder, get, network, post_form,
    redemption, server, token, with,
};
use crate::support::{DEVICE_GRANT, document};

const BARE: &str = r#"{"issuer":"https://as.example.com"}"#;
const SEEN: &str = "client https://client.example.com/oauth";

fn rule() -> Rule {
    Rule::new("partner", Effect::Allow, ["client.example.com"]).expect("a pattern")
}

fn layer(rules: impl IntoIterator<Item = Rule>, mode: Mode) -> CimdLayer {
    let book = Rulebook::new(rules).expect("a rulebook").mode(mode);
    let resolver = builder(network()).policy(book).build();
    CimdLayer::new(resolver.expect("a resolver"))
}

async fn answer(rule: Rule, request: Request) -> Answer {
    ask(&server(layer([rule], Mode::Enforce)), request).await
}

fn asking(besides: &[(&str, &str)]) -> Request {
    let besides = [&[("client_id", CLIENT)], besides].concat();
    get(&format!("/authorize?{}", authorization(&besides)))
}

fn redeeming(besides: &[(&str, &str)]) -> Request {
    let besides = [&[("client_id", CLIENT)], besides].concat();
    post_form("/token", &redemption(&besides))
}

fn check(answer: &Answer, error: &str, rule: &str) {
    assert_eq!(answer.error(), error, "{answer:?}");
    let description = answer.description();
    assert!(description.ends_with(&format!("({rule})")), "{description}");
}

#[tokio::test]
async fn a_ceiling_of_scopes_holds_at_the_authorization_endpoint() {
    let limited = || rule().scopes(["tools"]);
    let within = answer(limited(), asking(&[("scope", "tools")])).await;
    assert_eq!(within.seen(), SEEN);
    let beyond = answer(limited(), asking(&[("scope", "tools admin")])).await;
    check(&beyond, "invalid_scope", "scope.beyond_ceiling");
    let unnamed = answer(limited(), asking(&[])).await;
    check(&unnamed, "invalid_scope", "scope.unnamed");
}

#[tokio::test]
async fn a_ceiling_of_scopes_holds_at_the_token_endpoint() {
    let limited = || rule().scopes(["tools"]);
    let redeemed = answer(limited(), token(CLIENT)).await;
    assert_eq!(redeemed.seen(), SEEN);
    let beyond = answer(limited(), redeeming(&[("scope", "admin")])).await;
    check(&beyond, "invalid_scope", "scope.beyond_ceiling");
}

#[tokio::test]
async fn a_ceiling_of_grant_types_holds_on_each_leg() {
    let limited = || rule().grant_types([DEVICE_GRANT]);
    let asked = answer(limited(), authorize(CLIENT)).await;
    check(&asked, "unauthorized_client", "grant_type.beyond_ceiling");
    let redeemed = answer(limited(), token(CLIENT)).await;
    check(
        &redeemed,
        "unauthorized_client",
        "grant_type.beyond_ceiling",
    );
    let usual = rule().grant_types(["authorization_code"]);
    assert_eq!(answer(usual.clone(), authorize(CLIENT)).await.seen(), SEEN);
    assert_eq!(answer(usual, token(CLIENT)).await.seen(), SEEN);
}

#[tokio::test]
async fn a_ceiling_holds_for_requests_that_are_pushed() {
    let pushing = layer([rule().scopes(["tools"])], Mode::Enforce).leg(Leg::PushedAuthorization);
    let pushed = |scope| {
        let form = authorization(&[("client_id", CLIENT), ("scope", scope)]);
        post_form("/token", &form)
    };
    let server = server(pushing);
    assert_eq!(ask(&server, pushed("tools")).await.seen(), SEEN);
    check(
        &ask(&server, pushed("admin")).await,
        "invalid_scope",
        "scope.beyond_ceiling",
    );
}

/// The rule's is beside it, and neither lifts the other.
#[tokio::test]
async fn the_ceiling_of_the_layer_holds_too() {
    use tower_cimd::rules::checks::Checks;
    let both = layer([rule().scopes(["tools", "admin"])], Mode::Enforce)
        .checks(Checks::default().scope_ceiling(["tools", "mail"]));
    let server = server(both);
    let asked = |scope| ask(&server, asking(&[("scope", scope)]));
    assert_eq!(asked("tools").await.seen(), SEEN);
    check(
        &asked("admin").await,
        "invalid_scope",
        "scope.beyond_server",
    );
    check(
        &asked("mail").await,
        "invalid_scope",
        "scope.beyond_ceiling",
    );
}

#[tokio::test]
async fn no_check_that_is_left_out_lifts_a_ceiling() {
    use tower_cimd::rules::checks::{Check, Checks};
    let lenient = Checks::default()
        .without(Check::Scope)
        .without(Check::GrantType);
    let limited = layer([rule().scopes(["tools"])], Mode::Enforce).checks(lenient);
    let beyond = ask(&server(limited), asking(&[("scope", "admin")])).await;
    check(&beyond, "invalid_scope", "scope.beyond_ceiling");
}

#[tokio::test]
async fn a_denied_client_is_refused_and_nobody_is_told_the_rule() {
    let denying = Rule::new("a secret reason", Effect::Deny, ["client.example.com"]).unwrap();
    for request in [authorize(CLIENT), token(CLIENT)] {
        let refused = answer(denying.clone(), request).await;
        assert!(refused.status.is_client_error(), "{refused:?}");
        assert!(!refused.body.contains("secret"), "{refused:?}");
    }
}

#[tokio::test]
async fn a_client_in_quarantine_reaches_no_handler() {
    let quarantining = Rule::new("q", Effect::Quarantine, ["client.example.com"]).unwrap();
    let seen = answer(quarantining, authorize(CLIENT)).await;
    assert!(seen.seen().starts_with("Quarantined"), "{seen:?}");
}

/// T3: the operator's own verdicts, and nothing else.
#[tokio::test]
async fn in_report_mode_nothing_of_the_rules_is_applied() {
    let rules = [
        Rule::new("deny", Effect::Deny, ["client.example.com"]).unwrap(),
        Rule::new("quarantine", Effect::Quarantine, ["client.example.com"]).unwrap(),
        rule().scopes(["tools"]).grant_types([DEVICE_GRANT]),
    ];
    for rule in rules {
        let server = server(layer([rule], Mode::Report));
        let asked = ask(&server, asking(&[("scope", "admin")])).await;
        assert_eq!(asked.seen(), SEEN);
        assert_eq!(ask(&server, token(CLIENT)).await.seen(), SEEN);
    }
}

#[tokio::test]
async fn in_report_mode_every_other_check_still_refuses() {
    let closed = || {
        let book = Rulebook::default()
            .otherwise(Effect::Deny)
            .mode(Mode::Report);
        let network = StaticFetch::new()
            .publish(CLIENT, document(CLIENT))
            .publish(STRANGER, document(CLIENT));
        let resolver = builder(network).policy(book).build();
        server(CimdLayer::new(resolver.unwrap()))
    };
    for (request, rule) in [
        (authorize(STRANGER), "document"),
        (
            authorize("https://localhost/a"),
            "client_id.special_use_name",
        ),
        (
            authorize("https://client.example.com/a/../b"),
            "client_id.dot_segment",
        ),
        (asking(&[("client_id", CLIENT)]), "request.repeated"),
        (
            asking(&[("request_uri", "urn:x")]),
            "request_uri.unsupported",
        ),
        (
            asking(&[("prompt", "none"), ("scope", "\"")]),
            "scope.syntax",
        ),
    ] {
        let uri = request.uri().clone();
        let refused = ask(&closed(), request).await;
        assert!(refused.status.is_client_error(), "{uri}: {refused:?}");
        assert!(refused.description().contains(rule), "{uri}: {refused:?}");
    }
    let secret = redeeming(&[("client_secret", "s")]);
    assert_eq!(ask(&closed(), secret).await.error(), "invalid_client");
}

/// T3: as if the layer were not there.
#[tokio::test]
async fn when_off_the_layer_finds_no_client_and_refuses_nothing() {
    let network = network();
    let off = Rulebook::default().mode(Mode::Off);
    let resolver = builder(network.clone()).policy(off).build();
    let layer = CimdLayer::new(resolver.unwrap());
    let server = server(layer);
    for request in [
        authorize(CLIENT),
        authorize("https://localhost/a"),
        asking(&[("client_id", CLIENT)]),
        asking(&[("request_uri", "urn:x"), ("prompt", "none")]),
        get(&format!("/authorize?client_id={CLIENT}")),
        get(&format!("/elsewhere?x={CLIENT}")),
        token(CLIENT),
        redeeming(&[("client_secret", "s")]),
        post_form("/token", &format!("client_id={CLIENT}")),
        with(token(CLIENT), "content-type", "text/plain"),
    ] {
        let uri = request.uri().clone();
        let answer = ask(&server, request).await;
        match uri.path() {
            "/elsewhere" => assert_eq!(answer.status, 404),
            _ => assert_eq!(answer.seen(), "Registered", "{uri}: {answer:?}"),
        }
    }
    assert_eq!(network.fetches(), 0);
}

#[tokio::test]
async fn when_off_no_handler_gets_a_client_and_each_gets_the_parameters() {
    let off = || layer([], Mode::Off);
    let handle = |handler: MethodRouter, request| async move {
        let server = Router::new()
            .route("/authorize", handler.clone())
            .route("/token", handler)
            .route_layer(off());
        ask(&server, request).await
    };
    for request in [authorize, token] {
        let none = any(async |client: Option<CimdClient>| client.is_none().to_string());
        assert_eq!(handle(none, request(CLIENT)).await.seen(), "true");
        let one = handle(any(async |_: CimdClient| {}), request(CLIENT)).await;
        assert!(one.status.is_client_error(), "{one:?}");
        let read = any(async |OAuthParams(read): OAuthParams| {
            read.get("client_id").unwrap_or_default().to_owned()
        });
        assert_eq!(handle(read, request(CLIENT)).await.seen(), CLIENT);
    }
}

#[tokio::test]
async fn when_off_nothing_is_advertised_until_it_is_on_again() {
    let handle = SharedPolicy::new(Rulebook::default().mode(Mode::Off));
    let resolver = builder(network()).policy(handle.clone()).build().unwrap();
    let advertise = AdvertiseLayer::new(&CimdLayer::new(resolver));
    let metadata = any(async || ([("content-type", "application/json")], BARE));
    let server = Router::new()
        .route("/metadata", metadata)
        .route_layer(advertise);
    assert_eq!(ask(&server, get("/metadata")).await.body, BARE);
    handle.replace(Rulebook::default());
    let on = ask(&server, get("/metadata")).await;
    assert!(on.body.contains("client_id_metadata_document_supported"));
}

#[tokio::test]
async fn rules_change_between_two_requests() {
    let handle = SharedPolicy::new(Rulebook::default());
    let resolver = builder(network()).policy(handle.clone()).build();
    let server = server(CimdLayer::new(resolver.unwrap()));
    assert_eq!(ask(&server, authorize(CLIENT)).await.seen(), SEEN);
    handle.replace(Rulebook::new([rule().scopes(["tools"])]).unwrap());
    check(
        &ask(&server, authorize(CLIENT)).await,
        "invalid_scope",
        "scope.unnamed",
    );
    handle.replace(Rulebook::default());
    assert_eq!(ask(&server, authorize(CLIENT)).await.seen(), SEEN);
}
