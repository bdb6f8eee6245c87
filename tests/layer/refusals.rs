//! Every refusal: its status, its code, its rule, and what it does not say.

use std::error::Error;

use axum::extract::Request;
use http::StatusCode;
use tower_cimd::layer::{Rejection, RejectionKind};
use tower_cimd::resolve::policy::{admit, use_if};
use tower_cimd::resolve::{
    BoxFuture, FetchContext, Known, MayFetch, Policy, RegisteredClients, StaticFetch,
};
use tower_cimd::{CimdLayer, ClientId, Leg, ResolverBuilder};

use crate::rig::{
    Answer, CLIENT, STRANGER, ask, authorize, builder, for_any_leg, form, get, layer, network,
    post_form, server, token, with,
};
use crate::support::{Moment, ScriptedFetch, fetched, settle};

#[track_caller]
fn check(answer: &Answer, status: u16, error: &str, rule: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert_eq!(answer.error(), error, "{answer:?}");
    let description = answer.description();
    assert!(description.contains(rule), "{rule}: {description}");
    assert!(description.bytes().all(describable), "{description}");
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("pragma"), "no-cache");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert_eq!(answer.header("location"), "");
    assert_eq!(answer.header("retry-after").is_empty(), status != 503);
    for stranger in ["example.com", "<", "sec.ret"] {
        assert!(!answer.body.contains(stranger), "{stranger}: {answer:?}");
    }
}

/// RFC 6749 §5.2: %x20-21 / %x23-5B / %x5D-7E.
fn describable(byte: u8) -> bool {
    matches!(byte, 0x20..=0x21 | 0x23..=0x5B | 0x5D..=0x7E)
}

async fn refuse(request: Request, status: u16, error: &str, rule: &str) {
    check(
        &ask(&server(layer(network())), request).await,
        status,
        error,
        rule,
    );
}

async fn refuse_with(builder: ResolverBuilder, status: u16, error: &str, rule: &str) {
    let server = server(CimdLayer::new(builder.build().expect("a resolver")));
    for request in [authorize(CLIENT), token(CLIENT)] {
        check(&ask(&server, request).await, status, error, rule);
    }
}

#[tokio::test]
async fn a_repeated_url_client_id_is_an_invalid_request() {
    let twice = |other| {
        form(&[
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("client_id", other),
        ])
    };
    for other in [CLIENT, "opaque", STRANGER] {
        let query = get(&format!("/authorize?{}", twice(other)));
        refuse(query, 400, "invalid_request", "repeated").await;
        let form = post_form("/authorize", &twice(other));
        refuse(form, 400, "invalid_request", "repeated").await;
    }
}

#[tokio::test]
async fn a_header_that_disagrees_with_the_form_is_an_invalid_request() {
    // Basic b3BhcXVlOg== is "opaque:".
    let request = with(token(CLIENT), "authorization", "Basic b3BhcXVlOg==");
    refuse(request, 400, "invalid_request", "").await;
}

#[tokio::test]
async fn a_url_client_id_that_is_no_client_identifier_is_an_invalid_client() {
    for (client_id, rule) in [
        ("https://127.0.0.1/client", "client_id."),
        ("https://client.example.com/a/../b", "client_id."),
        ("https://user:sec.ret@client.example.com/", "client_id."),
        ("https://localhost/<b>", "client_id."),
        ("HTTPS://client.example.com/oauth", "client_id."),
    ] {
        refuse(authorize(client_id), 400, "invalid_client", rule).await;
        refuse(token(client_id), 400, "invalid_client", rule).await;
    }
}

#[tokio::test]
async fn the_document_of_another_is_an_invalid_client_without_detail() {
    let other = crate::support::document(STRANGER);
    for (status, body) in [(200, &*other), (200, "{"), (404, ""), (410, ""), (302, "")] {
        let answer = fetched(
            status,
            &[("content-type", "application/json")],
            body.to_owned(),
        );
        let network = StaticFetch::new().answer(CLIENT, answer);
        let server = server(layer(network));
        let answer = ask(&server, token(CLIENT)).await;
        check(
            &answer,
            400,
            "invalid_client",
            "no valid client metadata document",
        );
        assert!(!answer.body.contains("member"), "{answer:?}");
    }
}

#[tokio::test]
async fn a_document_that_breaks_a_rule_is_an_invalid_client_and_the_member_is_named() {
    let secret = serde_json::json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
        "client_secret": "sec.ret",
    });
    let network = StaticFetch::new().publish(CLIENT, secret.to_string());
    refuse_with(builder(network), 400, "invalid_client", "client_secret").await;
}

/// The -03 branch §6: `unauthorized_client` for an authorization request. A client that speaks for itself
/// is told as ever that it is not authenticated (RFC 6749 §5.2).
#[tokio::test]
async fn a_client_without_a_method_in_common_is_unauthorized_where_users_are() {
    let signing = serde_json::json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "jwks_uri": "https://client.example.com/jwks.json",
    });
    let network = || StaticFetch::new().publish(CLIENT, signing.to_string());
    for (request, leg, error) in [
        (authorize(CLIENT), Leg::Authorization, "unauthorized_client"),
        (token(CLIENT), Leg::Token, "invalid_client"),
        (
            post_form("/token", &for_any_leg(&[("client_id", CLIENT)])),
            Leg::PushedAuthorization,
            "invalid_client",
        ),
    ] {
        let server = server(layer(network()).leg(leg));
        let answer = ask(&server, request).await;
        check(&answer, 400, error, "document.auth_method.not_mutual");
    }
}

#[tokio::test]
async fn a_client_that_the_policy_refuses_is_an_invalid_client() {
    let (refused, why) = ("invalid_client", "does not accept the client");
    refuse_with(
        builder(network()).policy(admit(|_| false)),
        400,
        refused,
        why,
    )
    .await;
    refuse_with(
        builder(network()).policy(use_if(|_| false)),
        400,
        refused,
        why,
    )
    .await;
    let answers = Answers(MayFetch::Refused);
    refuse_with(builder(network()).policy(answers), 400, refused, why).await;
}

#[tokio::test]
async fn a_policy_that_cannot_decide_is_503() {
    let away = Answers(MayFetch::Unavailable);
    let policy = builder(network()).policy(away);
    refuse_with(policy, 503, "temporarily_unavailable", "server.unavailable").await;
}

#[tokio::test]
async fn a_client_table_that_fails_is_503() {
    let table = builder(network()).registered(Failing);
    refuse_with(table, 503, "temporarily_unavailable", "server.unavailable").await;
}

#[tokio::test]
async fn a_fetcher_that_panics_is_500() {
    let script = ScriptedFetch::new([Moment::Panic, Moment::Panic]);
    refuse_with(builder(script), 500, "server_error", "server.crashed").await;
}

#[tokio::test]
async fn no_slot_left_is_503() {
    let network = network();
    let _hold = network.hold(CLIENT);
    let resolver = builder(network).in_flight(8).build().expect("a resolver");
    let server = server(CimdLayer::new(resolver));
    let waiting = tokio::spawn({
        let server = server.clone();
        async move { ask(&server, authorize(CLIENT)).await }
    });
    settle().await;
    let answer = ask(&server, authorize("https://client.example.com/other")).await;
    check(&answer, 503, "temporarily_unavailable", "server.busy");
    waiting.abort();
}

#[tokio::test]
async fn a_deferred_fetch_hands_on_who_is_pending() {
    let resolver = builder(network())
        .policy(Answers(MayFetch::Deferred))
        .build();
    let server = server(CimdLayer::new(resolver.expect("a resolver")));
    assert_eq!(
        ask(&server, authorize(CLIENT)).await.seen(),
        format!("pending {CLIENT}")
    );
}

/// RFC 6749 §5.2: 401, and the scheme that was used, where the client used the header.
#[tokio::test]
async fn an_invalid_client_that_used_the_authorization_header_is_challenged() {
    // "https://127.0.0.1/:", form-encoded.
    let basic = "bAsIc aHR0cHMlM0ElMkYlMkYxMjcuMC4wLjElMkY6";
    let bad = || token("https://127.0.0.1/");
    for (request, status) in [
        (with(bad(), "authorization", basic), 401),
        (bad(), 400),
        (with(bad(), "authorization", "Bearer abc"), 400),
        (
            with(authorize("https://127.0.0.1/"), "authorization", basic),
            400,
        ),
    ] {
        let answer = ask(&server(layer(network())), request).await;
        check(&answer, status, "invalid_client", "client_id.");
        assert_eq!(answer.header("www-authenticate").is_empty(), status != 401);
    }
}

/// With an authenticator or without: it proves nothing to anybody, and its client is not fetched.
#[tokio::test]
async fn an_assertion_that_is_too_long_is_an_invalid_client() {
    let assertion = format!("&client_assertion={}", "x".repeat(16 * 1024 + 1));
    let id: String = form_urlencoded::byte_serialize(CLIENT.as_bytes()).collect();
    let form = format!("grant_type=refresh_token&client_id={id}{assertion}");
    let network = network();
    let server = server(layer(network.clone()));
    let answer = ask(&server, post_form("/token", &form)).await;
    check(&answer, 400, "invalid_client", "request.assertion_size");
    assert_eq!(network.fetches(), 0);
}

#[test]
fn every_kind_has_one_answer_within_the_rules_of_oauth() {
    let resolved = |kind: &RejectionKind| rejections().into_iter().find(|it| it.kind() == *kind);
    for rejection in RejectionKind::ALL.iter().filter_map(resolved) {
        let description = rejection.description();
        assert!(description.bytes().all(describable), "{description}");
        assert_eq!(rejection.to_string(), description);
        assert_eq!(
            rejection.retry_after().is_some(),
            rejection.status() == StatusCode::SERVICE_UNAVAILABLE,
            "{rejection:?}"
        );
        assert!(
            rejection
                .rule()
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'_' | b'.'))
        );
    }
}

/// Blame is decided once, in the resolver; the layer's table must not say otherwise.
#[test]
fn the_blame_of_a_refusal_is_that_of_its_cause() {
    for (error, rejection) in errors().into_iter().zip(rejections()) {
        assert_eq!(rejection.blame(), error.blame(), "{error:?}");
        let source = rejection.source().map(ToString::to_string);
        assert_eq!(source, Some(error.to_string()));
        assert_eq!(rejection.leg(), None);
    }
}

#[test]
fn a_server_without_the_layer_gets_the_same_answers() {
    let (parts, _) = token(CLIENT).into_parts();
    for rejection in rejections() {
        let rejection = rejection.on(Some(Leg::Token), &parts);
        let response = rejection.to_response::<axum::body::Body>();
        assert_eq!(response.status(), rejection.status());
        assert_eq!(rejection.leg(), Some(Leg::Token));
    }
}

fn rejections() -> Vec<Rejection> {
    errors().into_iter().map(Rejection::from).collect()
}

fn errors() -> Vec<tower_cimd::resolve::ResolveError> {
    use tower_cimd::resolve::FetchError;
    use tower_cimd::resolve::error::{BodyError, Question, ResolveError};
    use tower_cimd::rules::publication::PublicationError;

    let client_id = ClientId::parse("https://localhost/").expect_err("a special-use name");
    vec![
        ResolveError::ClientId(client_id),
        ResolveError::OwnHost,
        ResolveError::Refused(Question::Admits),
        ResolveError::Refused(Question::MayFetch),
        ResolveError::Refused(Question::MayUse),
        ResolveError::PolicyUnavailable,
        ResolveError::Publication(PublicationError::Gone),
        ResolveError::Publication(PublicationError::Unavailable(503)),
        ResolveError::Body(BodyError::TooLarge),
        ResolveError::Body(BodyError::Encoded),
        ResolveError::Weather(FetchError::Tls.into()),
        ResolveError::Busy,
        ResolveError::Registered,
        ResolveError::Crashed,
    ]
}

/// Gives one answer to every request for a fetch.
#[derive(Debug)]
struct Answers(MayFetch);

impl Policy for Answers {
    fn may_fetch<'a>(
        &'a self,
        _: &'a ClientId,
        _: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        Box::pin(std::future::ready(self.0))
    }
}

#[derive(Debug)]
struct Failing;

impl RegisteredClients for Failing {
    fn lookup<'a>(
        &'a self,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        Box::pin(std::future::ready(Err("the database is away".into())))
    }
}
