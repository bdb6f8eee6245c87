//! Clients in quarantine reach those alone who handle it (T15).

use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodRouter, any};
use http::Extensions;
use serde_json::json;
use tower_cimd::layer::{Binder, Quarantine};
use tower_cimd::resolve::StaticFetch;
use tower_cimd::resolve::policy::quarantine_if;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::authenticated::Authenticated;
use tower_cimd::rules::consent::{Caution, ConsentContext, ConsentStep, ConsentView};
use tower_cimd::{CimdClient, CimdLayer, IdentifiedClient, OAuthParams, PendingClient, Rejection};

use crate::rig::{
    Answer, CLIENT, STRANGER, ask, authorization, authorize, builder, get, server, token,
};
use crate::support::document;

/// [`CLIENT`] is in quarantine, and the other one is not.
fn layer() -> CimdLayer {
    let network = StaticFetch::new()
        .publish(CLIENT, document(CLIENT))
        .publish(STRANGER, document(STRANGER));
    quarantining(network)
}

fn quarantining(network: StaticFetch) -> CimdLayer {
    let policy = quarantine_if(|client| client.client_id().as_str() == CLIENT);
    let resolver = builder(network)
        .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt])
        .policy(policy);
    CimdLayer::new(resolver.build().expect("a resolver"))
}

async fn answer(handler: MethodRouter, layer: CimdLayer, request: Request) -> Answer {
    let server = Router::new()
        .route("/authorize", handler.clone())
        .route("/token", handler)
        .route_layer(layer);
    ask(&server, request).await
}

fn handlers() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("client", any(async |_: CimdClient| {})),
        ("client if any", any(async |_: Option<CimdClient>| {})),
        ("authenticated", any(async |_: Authenticated| {})),
        (
            "authenticated if any",
            any(async |_: Option<Authenticated>| {}),
        ),
        ("identified", any(async |_: IdentifiedClient| {})),
        (
            "identified if any",
            any(async |_: Option<IdentifiedClient>| {}),
        ),
        ("pending", any(async |_: PendingClient| {})),
        ("pending if any", any(async |_: Option<PendingClient>| {})),
        ("quarantine if any", any(async |_: Option<Quarantine>| {})),
        ("binder", any(async |_: Binder| {})),
    ]
}

#[tokio::test]
async fn no_extractor_lets_it_pass() {
    for (name, handler) in handlers() {
        for request in [authorize(CLIENT), token(CLIENT)] {
            let answer = answer(handler.clone(), layer(), request).await;
            assert_eq!(answer.status, 400, "{name}: {answer:?}");
            assert_eq!(answer.error(), "invalid_client", "{name}");
            let description = answer.description();
            assert!(
                description.ends_with("(client.quarantined)"),
                "{name}: {description}"
            );
        }
    }
}

#[tokio::test]
async fn its_parameters_are_still_the_handlers() {
    let handler = any(async |OAuthParams(parameters): OAuthParams| {
        parameters.get("client_id").unwrap_or_default().to_owned()
    });
    let answer = answer(handler, layer(), authorize(CLIENT)).await;
    assert_eq!(answer.seen(), CLIENT);
}

#[tokio::test]
async fn a_verdict_says_so() {
    for request in [authorize(CLIENT), token(CLIENT)] {
        let answer = ask(&server(layer()), request).await;
        assert!(
            answer.seen().starts_with("Quarantined(Client"),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn there_is_no_client_in_the_extensions_either() {
    let handler = any(async |extensions: Extensions| {
        let found = extensions.get::<CimdClient>().is_some()
            || extensions.get::<IdentifiedClient>().is_some();
        found.to_string()
    });
    for request in [authorize(CLIENT), token(CLIENT)] {
        assert_eq!(
            answer(handler.clone(), layer(), request).await.seen(),
            "false"
        );
    }
}

async fn told(client: CimdClient, quarantine: Option<Quarantine>) -> String {
    assert_eq!(client.is_quarantined(), quarantine.is_some());
    format!("{quarantine:?}")
}

#[tokio::test]
async fn a_host_that_handles_it_gets_client_and_mark() {
    for request in [authorize, token] {
        let handling = layer().handles_quarantine();
        let answer_to = |id| answer(any(told), handling.clone(), request(id));
        assert_eq!(answer_to(CLIENT).await.seen(), "Some(Quarantine)");
        assert_eq!(answer_to(STRANGER).await.seen(), "None");
    }
}

#[tokio::test]
async fn a_client_that_the_host_authenticates_is_marked_too() {
    let members = json!({
        "client_id": CLIENT,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [{
            "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }]},
    });
    let published = || StaticFetch::new().publish(CLIENT, members.to_string());
    let layer = || quarantining(published()).host_authenticates_clients();
    let handler = any(async |_: IdentifiedClient, mark: Option<Quarantine>| format!("{mark:?}"));
    let refused = answer(handler.clone(), layer(), token(CLIENT)).await;
    assert_eq!(refused.status, 400);
    let handling = layer().handles_quarantine();
    let marked = answer(handler, handling, token(CLIENT)).await;
    assert_eq!(marked.seen(), "Some(Quarantine)", "{marked:?}");
}

/// Whoever put it there: only the layer says so.
#[tokio::test]
async fn a_mark_from_outside_is_removed() {
    let mut request = authorize(STRANGER);
    let donor = answer_with_mark().await;
    request.extensions_mut().insert(donor);
    let seen = answer(any(told), layer().handles_quarantine(), request).await;
    assert_eq!(seen.seen(), "None");
}

/// A mark, which only the layer can make.
async fn answer_with_mark() -> Quarantine {
    let (sender, receiver) = std::sync::mpsc::channel();
    let handler = any(async move |mark: Option<Quarantine>| sender.send(mark).expect("a receiver"));
    answer(handler, layer().handles_quarantine(), authorize(CLIENT)).await;
    receiver.recv().expect("an answer").expect("a mark")
}

#[tokio::test]
async fn a_handler_may_answer_it_itself() {
    let handler = any(async |client: Result<CimdClient, Rejection>| {
        format!("{:?}", client.expect_err("a refusal").kind())
    });
    let answer = answer(handler, layer(), authorize(CLIENT)).await;
    assert_eq!(answer.seen(), "Quarantined");
}

/// The user is asked each time, although the answer goes to a website.
#[tokio::test]
async fn no_consent_is_skipped() {
    let handler = any(async |client: CimdClient| {
        let context = ConsentContext {
            redirect_uri: client.redirect_uris().first(),
            ..ConsentContext::default()
        };
        let view = ConsentView::new(&client, context);
        let step = view.step(None, true);
        let caution = view.cautions().contains(&Caution::Quarantined);
        format!("{} {caution}", matches!(step, ConsentStep::Skip))
    });
    let handling = layer().handles_quarantine();
    let seen = |id| answer(handler.clone(), handling.clone(), authorize(id));
    assert_eq!(seen(CLIENT).await.seen(), "false true");
    assert_eq!(seen(STRANGER).await.seen(), "true false");
}

#[tokio::test]
async fn no_user_is_passed_by_in_silence() {
    let handling = layer().handles_quarantine();
    let silently = |id| {
        let besides = [("client_id", id), ("prompt", "none")];
        get(&format!("/authorize?{}", authorization(&besides)))
    };
    let refused = answer(any(told), handling.clone(), silently(CLIENT)).await;
    assert_eq!(refused.error(), "interaction_required", "{refused:?}");
    let passed = answer(any(told), handling, silently(STRANGER)).await;
    assert_eq!(passed.seen(), "None", "{passed:?}");
}

/// A binding, and so what a user agreed to, is the same before and after.
#[tokio::test]
async fn a_binding_does_not_depend_on_it() {
    let client = |client_layer: CimdLayer| async move {
        let handler = any(async |client: CimdClient| client.binding());
        answer(handler, client_layer, authorize(CLIENT)).await.body
    };
    let network = || StaticFetch::new().publish(CLIENT, document(CLIENT));
    let free = client(crate::rig::layer(network())).await;
    let resolver = builder(network()).policy(quarantine_if(|_| true)).build();
    let layer = CimdLayer::new(resolver.unwrap()).handles_quarantine();
    assert_eq!(client(layer).await, free);
}
