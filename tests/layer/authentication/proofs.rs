//! What the host proves: mutual TLS, attestation.

use std::time::Duration;

use axum::extract::Request;
use axum::routing;
use axum::{Json, Router};
use serde_json::{Value, json};
use tower_cimd::layer::{ClientProof, ClientProofError, HostMethod, ProofAttempt};
use tower_cimd::resolve::BoxFuture;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::{AdvertiseLayer, CimdLayer, Leg};

use super::{BACK_CHANNEL, World, asserting, inline, refused, server};
use crate::events;
use crate::rig::{Answer, CLIENT, ask, authorize, for_any_leg, form, get, post_form, with};
use crate::support::settle;

/// What the acceptor found out about the connection: whose certificate it was.
#[derive(Clone)]
struct Certificate(&'static str);

/// Takes a certificate for the client's if it says so.
#[derive(Debug)]
struct Certificates;

impl ClientProof for Certificates {
    fn prove<'a>(
        &'a self,
        attempt: ProofAttempt<'a>,
    ) -> BoxFuture<'a, Result<Option<[u8; 32]>, ClientProofError>> {
        assert_eq!(attempt.client.client_id().as_str(), CLIENT);
        assert_eq!(attempt.parameters.get("client_id"), Some(CLIENT));
        Box::pin(async move {
            match attempt.parts.extensions.get::<Certificate>() {
                None => Err(ClientProofError::NotPresented),
                Some(Certificate("the client's")) => Ok(Some([7; 32])),
                Some(Certificate("unread")) => {
                    Err(ClientProofError::Unavailable("10.0.0.1: away".into()))
                }
                Some(Certificate("slow")) => std::future::pending().await,
                Some(Certificate(_)) => Err(ClientProofError::Failed),
            }
        })
    }
}

/// Takes an attestation for the client's if it says so.
#[derive(Debug)]
struct Attestations;

impl ClientProof for Attestations {
    fn prove<'a>(
        &'a self,
        attempt: ProofAttempt<'a>,
    ) -> BoxFuture<'a, Result<Option<[u8; 32]>, ClientProofError>> {
        assert_eq!(attempt.method, HostMethod::AttestJwtClientAuth);
        Box::pin(std::future::ready(
            match attempt.parts.headers.get(ATTESTATION) {
                None => Err(ClientProofError::NotPresented),
                Some(value) if value == "the client's" => Ok(None),
                Some(_) => Err(ClientProofError::Failed),
            },
        ))
    }
}

const ATTESTATION: &str = "oauth-client-attestation";

fn client_of(methods: &[&str]) -> World {
    World::with_members(|signer| {
        let mut members = inline(signer, methods[0]);
        members["token_endpoint_auth_methods_supported"] = json!(methods);
        members
    })
}

fn proving(world: &World) -> CimdLayer {
    let layer = world.layer.clone().leg(Leg::Token);
    let layer = layer.proves(HostMethod::TlsClientAuth, Certificates);
    layer.proves(HostMethod::AttestJwtClientAuth, Attestations)
}

/// A request that is whole on every leg.
fn request(extra: &[(&str, &str)]) -> Request {
    let identified = [&[("client_id", CLIENT)], extra].concat();
    post_form("/token", &for_any_leg(&identified))
}

fn certified(whose: &'static str, extra: &[(&str, &str)]) -> Request {
    let mut request = request(extra);
    request.extensions_mut().insert(Certificate(whose));
    request
}

async fn post(layer: CimdLayer, request: Request) -> Answer {
    ask(&server(layer), request).await
}

fn failed(answer: &Answer) {
    let rule = "client.authentication_failed";
    refused(answer, 400, "invalid_client", rule);
}

#[tokio::test]
async fn a_certificate_proves_its_client_on_every_leg() {
    for leg in BACK_CHANNEL {
        let world = client_of(&["tls_client_auth"]);
        post(proving(&world), request(&[])).await;
        let answer = post(proving(&world).leg(leg), certified("the client's", &[])).await;
        assert_eq!(answer.seen(), "client by tls_client_auth", "{leg:?}");
    }
}

#[tokio::test]
async fn no_certificate_and_anothers_are_an_invalid_client() {
    let world = client_of(&["tls_client_auth"]);
    failed(&post(proving(&world), request(&[])).await);
    failed(&post(proving(&world), certified("another's", &[])).await);
    // A secret is no method of the client's, with or without a certificate.
    let secret = [("client_secret", "s")];
    failed(&post(proving(&world), certified("the client's", &secret)).await);
    let asserted = asserting("a.b.c");
    failed(&post(proving(&world), certified("the client's", &asserted)).await);
    // An empty one is none (RFC 6749 §3.2).
    let empty = certified("the client's", &[("client_secret", "")]);
    let answer = post(proving(&world), empty).await;
    assert_eq!(answer.seen(), "client by tls_client_auth");
}

#[tokio::test]
async fn a_method_that_nobody_proves_is_not_supported() {
    let world = client_of(&["self_signed_tls_client_auth"]);
    let answer = post(proving(&world), certified("the client's", &[])).await;
    let rule = "client.authentication_unsupported";
    refused(&answer, 400, "invalid_client", rule);
    let hosted = proving(&world).host_authenticates_clients();
    let answer = post(hosted, certified("the client's", &[])).await;
    assert_eq!(answer.seen(), "identified by nothing");
}

#[tokio::test]
async fn a_proof_that_cannot_be_had_is_503_and_told_to_the_operator_alone() {
    let world = client_of(&["tls_client_auth"]);
    let answer = post(proving(&world), certified("unread", &[])).await;
    let rule = "server.unavailable";
    refused(&answer, 503, "temporarily_unavailable", rule);
    assert!(!answer.body.contains("10.0.0.1"), "{answer:?}");
    let server = server(proving(&world));
    let told = events::told(
        &server,
        certified("unread", &[]),
        "could not say whether a client is itself",
    )
    .await;
    let fields = format!("client_id={CLIENT} method=\"tls_client_auth\" detail=10.0.0.1: away");
    assert!(told[0].starts_with("ERROR") && told[0].ends_with(&fields));
}

#[tokio::test]
async fn a_proof_that_is_late_is_503() {
    let world = client_of(&["tls_client_auth"]);
    let late = post(proving(&world), certified("slow", &[]));
    let late = tokio::spawn(late);
    settle().await;
    world.clock.advance(Duration::from_secs(2));
    let answer = late.await.unwrap();
    let rule = "server.unavailable";
    refused(&answer, 503, "temporarily_unavailable", rule);
}

#[tokio::test]
async fn of_two_methods_the_one_that_is_presented_counts() {
    let world = client_of(&["attest_jwt_client_auth", "tls_client_auth"]);
    let attested = |whose| with(request(&[]), ATTESTATION, whose);
    let answer = post(proving(&world), attested("the client's")).await;
    assert_eq!(answer.seen(), "client by attest_jwt_client_auth");
    let answer = post(proving(&world), certified("the client's", &[])).await;
    assert_eq!(answer.seen(), "client by tls_client_auth");
    failed(&post(proving(&world), attested("another's")).await);
    failed(&post(proving(&world), request(&[])).await);
}

/// RFC 6749 §2.3.
#[tokio::test]
async fn an_assertion_beside_an_attestation_is_an_invalid_request() {
    let world = client_of(&["private_key_jwt", "attest_jwt_client_auth"]);
    let assertion = world.assertion();
    let both = with(request(&asserting(&assertion)), ATTESTATION, "another's");
    let answer = post(proving(&world), both).await;
    let rule = "request.several_credentials";
    refused(&answer, 400, "invalid_request", rule);
    // It was not used up; and a certificate binds tokens as well (RFC 8705 §3).
    let answer = post(
        proving(&world),
        certified("another's", &asserting(&assertion)),
    )
    .await;
    assert_eq!(answer.seen(), "client by private_key_jwt");
}

#[tokio::test]
async fn a_client_that_may_sign_or_be_certified_does_one_of_them() {
    let world = client_of(&["private_key_jwt", "tls_client_auth"]);
    let answer = post(proving(&world), request(&[])).await;
    refused(&answer, 400, "invalid_client", "assertion.missing");
    let answer = post(proving(&world), certified("the client's", &[])).await;
    assert_eq!(answer.seen(), "client by tls_client_auth");
}

/// The -03 branch §6, where the server lets the client choose.
#[tokio::test]
async fn a_client_that_may_also_do_without_is_only_refused_what_is_false() {
    let world = client_of(&["none", "tls_client_auth"]);
    let answer = post(proving(&world), request(&[])).await;
    assert_eq!(answer.seen(), "client by nothing");
    let answer = post(proving(&world), certified("the client's", &[])).await;
    assert_eq!(answer.seen(), "client by tls_client_auth");
    failed(&post(proving(&world), certified("another's", &[])).await);
}

/// RFC 6749 §4.4: "MUST only be used by confidential clients".
#[tokio::test]
async fn a_client_that_does_without_has_no_client_credentials_grant() {
    let grants = ["authorization_code", "client_credentials"];
    let world = World::with_members(|_| {
        json!({
            "token_endpoint_auth_methods_supported": ["none", "tls_client_auth"],
            "grant_types": grants,
        })
    });
    let request = |whose: Option<&'static str>| {
        let parameters = [("grant_type", "client_credentials"), ("client_id", CLIENT)];
        let mut request = post_form("/token", &form(&parameters));
        if let Some(whose) = whose {
            request.extensions_mut().insert(Certificate(whose));
        }
        request
    };
    let answer = post(proving(&world), request(None)).await;
    assert_eq!(answer.error(), "unauthorized_client", "{answer:?}");
    let answer = post(proving(&world), request(Some("the client's"))).await;
    assert_eq!(answer.seen(), "client by tls_client_auth");
}

#[tokio::test]
async fn a_client_without_a_method_is_not_asked_for_proof() {
    let world = World::with_members(|_| json!({}));
    for whose in ["the client's", "another's", "unread"] {
        let answer = post(proving(&world), certified(whose, &[])).await;
        assert_eq!(answer.seen(), "client by nothing", "{whose}");
    }
}

#[tokio::test]
async fn the_authorization_endpoint_asks_for_no_proof() {
    let world = client_of(&["tls_client_auth"]);
    let server = crate::rig::server(proving(&world).leg(Leg::Authorization));
    let answer = ask(&server, authorize(CLIENT)).await;
    assert_eq!(answer.seen(), format!("client {CLIENT}"));
}

/// A proof may look at what it is allowed to fetch.
#[tokio::test]
async fn revocation_and_introspection_let_a_proof_fetch_nothing() {
    #[derive(Debug)]
    struct Fetching;

    impl ClientProof for Fetching {
        fn prove<'a>(
            &'a self,
            attempt: ProofAttempt<'a>,
        ) -> BoxFuture<'a, Result<Option<[u8; 32]>, ClientProofError>> {
            let outcome = match attempt.may_fetch {
                true => Ok(None),
                false => Err(ClientProofError::Failed),
            };
            Box::pin(std::future::ready(outcome))
        }
    }

    for leg in BACK_CHANNEL {
        let world = client_of(&["tls_client_auth"]);
        let layer = world.layer.clone().leg(Leg::Token);
        let layer = layer.proves(HostMethod::TlsClientAuth, Fetching);
        post(layer.clone(), request(&[])).await;
        let answer = post(layer.leg(leg), request(&[])).await;
        assert_eq!(answer.status == 200, leg.may_fetch(), "{leg:?}");
    }
}

#[tokio::test]
async fn what_the_host_proves_is_advertised() {
    let world = client_of(&["tls_client_auth"]);
    let bare = || async { Json(json!({ "issuer": super::ISSUER })) };
    let layer = AdvertiseLayer::new(&proving(&world));
    let server = Router::new()
        .route("/metadata", routing::get(bare))
        .route_layer(layer);
    let told: Value = serde_json::from_str(&ask(&server, get("/metadata")).await.body).unwrap();
    let methods = told["token_endpoint_auth_methods_supported"]
        .as_array()
        .unwrap();
    let is_told = |method: HostMethod| methods.contains(&method.method().as_str().into());
    assert!(is_told(HostMethod::TlsClientAuth), "{told}");
    assert!(is_told(HostMethod::AttestJwtClientAuth), "{told}");
    assert!(!is_told(HostMethod::SelfSignedTlsClientAuth), "{told}");
}

#[test]
fn the_hosts_methods_are_those_that_are_not_ours() {
    let theirs: Vec<_> = HostMethod::ALL.iter().map(|it| it.method()).collect();
    let ours = [AuthMethod::None, AuthMethod::PrivateKeyJwt];
    let all = AuthMethod::ALL.iter().copied();
    let rest: Vec<_> = all.filter(|method| !ours.contains(method)).collect();
    assert_eq!(theirs, rest);
}

/// Nobody could check it, and a handler might take it for checked.
#[tokio::test]
async fn a_credential_of_a_client_that_is_not_known_is_503() {
    for leg in [Leg::Revocation, Leg::Introspection] {
        let world = World::new();
        let layer = || proving(&world).leg(leg);
        let answer = post(layer(), request(&[])).await;
        assert!(answer.seen().starts_with("Pending"), "{answer:?}");
        let rule = "client.authentication_unavailable";
        let assertion = world.assertion();
        for extra in [&asserting(&assertion)[..], &[("client_secret", "s")]] {
            let answer = post(layer(), request(extra)).await;
            refused(&answer, 503, "temporarily_unavailable", rule);
            assert_eq!(answer.header("retry-after"), "30");
            let hosted = layer().host_authenticates_clients();
            let answer = post(hosted, request(extra)).await;
            assert!(answer.seen().starts_with("Pending"), "{answer:?}");
        }
        assert_eq!(world.documents.fetches(), 0);
        // It was not used up.
        let answer = world.token(&asserting(&assertion)).await;
        assert_eq!(answer.seen(), "client by private_key_jwt");
    }
}
