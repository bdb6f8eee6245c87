//! What handlers get, and when they do not run.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::{MethodRouter, any};
use tower_cimd::resolve::BoxFuture;
use tower_cimd::resolve::policy::{FetchContext, MayFetch, Policy};
use tower_cimd::{
    CimdClient, CimdLayer, ClientId, IdentifiedClient, Leg, OAuthParams, PendingClient, Rejection,
};

use crate::rig::{
    Answer, CLIENT, ask, authorize, builder, form, get, layer, network, post_form, token, with,
};

async fn client(client: CimdClient) -> String {
    client.client_id().as_str().to_owned()
}

async fn client_if_any(client: Option<CimdClient>) -> String {
    client.map_or("none".to_owned(), |client| {
        client.client_id().as_str().to_owned()
    })
}

async fn client_or_why(client: Result<CimdClient, Rejection>) -> String {
    match client {
        Ok(client) => client.client_id().as_str().to_owned(),
        Err(rejection) => format!("{:?}", rejection.kind()),
    }
}

async fn identified(client: IdentifiedClient) -> String {
    client.0.client_id().as_str().to_owned()
}

async fn identified_if_any(client: Option<IdentifiedClient>) -> String {
    client.map_or("none".to_owned(), |client| {
        client.0.client_id().as_str().to_owned()
    })
}

async fn pending(client: PendingClient) -> String {
    client.0.as_str().to_owned()
}

async fn pending_if_any(client: Option<PendingClient>) -> String {
    client.map_or("none".to_owned(), |client| client.0.as_str().to_owned())
}

async fn params(OAuthParams(params): OAuthParams) -> String {
    let resources: Vec<_> = params.get_all("resource").collect();
    format!("{:?} {resources:?}", params.get("client_id"))
}

fn handlers() -> Vec<(&'static str, MethodRouter)> {
    vec![
        ("client", any(client)),
        ("client_if_any", any(client_if_any)),
        ("identified", any(identified)),
        ("identified_if_any", any(identified_if_any)),
        ("pending", any(pending)),
        ("pending_if_any", any(pending_if_any)),
        ("params", any(params)),
    ]
}

async fn answer(handler: MethodRouter, layer: CimdLayer, request: Request) -> Answer {
    let server = Router::new()
        .route("/authorize", handler.clone())
        .route("/token", handler)
        .route_layer(layer);
    ask(&server, request).await
}

/// A layer whose policy puts every fetch off.
fn deferring() -> CimdLayer {
    #[derive(Debug)]
    struct Deferring;

    impl Policy for Deferring {
        fn may_fetch<'a>(
            &'a self,
            _: &'a ClientId,
            _: &'a FetchContext<'a>,
        ) -> BoxFuture<'a, MayFetch> {
            Box::pin(std::future::ready(MayFetch::Deferred))
        }
    }
    CimdLayer::new(
        builder(network())
            .policy(Deferring)
            .build()
            .expect("a resolver"),
    )
}

#[tokio::test]
async fn without_the_layer_every_extractor_is_a_500_that_says_what_is_missing() {
    for (name, handler) in handlers() {
        let server = Router::new().route("/authorize", handler);
        let answer = ask(&server, authorize(CLIENT)).await;
        assert_eq!(answer.status, 500, "{name}");
        assert!(
            answer.body.contains("Is `CimdLayer` on this route?"),
            "{name}: {answer:?}"
        );
    }
}

#[tokio::test]
async fn what_was_not_read_is_a_400_for_every_extractor() {
    for (name, handler) in handlers() {
        for request in [
            with(token(CLIENT), "content-encoding", "identity"),
            Request::put("/token")
                .body(Body::empty())
                .expect("a request"),
            get("/token?client_id=opaque"),
        ] {
            let answer = answer(handler.clone(), layer(network()).leg(Leg::Token), request).await;
            assert_eq!(answer.status, 400, "{name}: {answer:?}");
            assert_eq!(answer.error(), "invalid_request", "{name}");
            assert!(
                answer.description().contains("request.not_judged"),
                "{name}"
            );
        }
    }
}

/// The whole table: what each extractor makes of each verdict.
#[tokio::test]
async fn each_extractor_has_one_answer_to_each_verdict() {
    let table = [
        ("client", "client.not_cimd", CLIENT, "client.pending"),
        ("client_if_any", "none", CLIENT, "client.pending"),
        (
            "identified",
            "client.not_authenticated",
            "client.not_authenticated",
            "client.pending",
        ),
        ("identified_if_any", "none", "none", "client.pending"),
        (
            "pending",
            "client.not_pending",
            "client.not_pending",
            CLIENT,
        ),
        ("pending_if_any", "none", "none", CLIENT),
    ];
    for ((name, handler), (row, opaque, found, put_off)) in handlers().into_iter().zip(table) {
        assert_eq!(name, row);
        // RFC 6749 §5.2: what is missing makes an invalid request, what is unknown an invalid client.
        let absent = match opaque {
            "client.not_cimd" => "client_id.missing",
            other => other,
        };
        for (layer, request, expected) in [
            (layer(network()), authorize("opaque"), opaque),
            (
                layer(network()),
                get("/authorize?response_type=code"),
                absent,
            ),
            (
                layer(network()),
                post_form("/token", "grant_type=refresh_token&client_id="),
                absent,
            ),
            (layer(network()), token("opaque"), opaque),
            (layer(network()), authorize(CLIENT), found),
            (layer(network()), token(CLIENT), found),
            (deferring(), authorize(CLIENT), put_off),
        ] {
            let answer = answer(handler.clone(), layer, request).await;
            assert!(
                answer.body.contains(expected),
                "{name}: {expected}: {answer:?}"
            );
            let ran = expected == "none" || expected == CLIENT;
            assert_eq!(answer.status == 200, ran, "{name}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn a_handler_can_take_the_refusal_itself() {
    let handler = || any(client_or_why);
    let opaque = answer(handler(), layer(network()), authorize("opaque")).await;
    assert_eq!(opaque.body, "NotCimd");
    let put_off = answer(handler(), deferring(), authorize(CLIENT)).await;
    assert_eq!(put_off.body, "Pending");
    let found = answer(handler(), layer(network()), authorize(CLIENT)).await;
    assert_eq!(found.body, CLIENT);
}

#[tokio::test]
async fn parameters_come_from_the_query_of_a_get_and_the_form_of_a_post() {
    let query = form(&[
        ("response_type", "code"),
        ("client_id", "q"),
        ("resource", "1"),
    ]);
    let answer_to = |request| answer(any(params), layer(network()), request);
    let by_get = get(&format!("/authorize?{query}&resource=2"));
    assert_eq!(answer_to(by_get).await.body, r#"Some("q") ["1", "2"]"#);
    let by_post = post_form(
        "/token?client_id=query&resource=0",
        "grant_type=x&client_id=form&resource=3",
    );
    assert_eq!(answer_to(by_post).await.body, r#"Some("form") ["3"]"#);
}

#[tokio::test]
async fn a_repeated_parameter_refuses_the_reading_also_of_a_registered_client() {
    let query = "response_type=code&client_id=opaque&state=1&state=2";
    let request = get(&format!("/authorize?{query}"));
    let answer = answer(any(params), layer(network()), request).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.error(), "invalid_request");
    assert!(answer.description().contains("state"));
}

#[tokio::test]
async fn a_refusal_by_an_extractor_is_a_page_for_who_asks_for_one() {
    let request = with(authorize("opaque"), "accept", "text/html");
    let answer = answer(any(client), layer(network()), request).await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
}
