//! What is looked at first, and what is not looked at then.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse, Redirect, Response};
use http::header::SET_COOKIE;
use http::request::Parts;
use http::{Request, StatusCode};
use http_body::Frame;
use tower_cimd::admin::{Admin, Guard, Identity, ROUTES};
use tower_cimd::resolve::{BoxFuture, Clock};

use crate::rig::{DESK, Rig, at, encoded, form, program};
use crate::support::FakeClock;

/// A body that nobody may ask for.
struct Untouched;

impl http_body::Body for Untouched {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        panic!("the body is read")
    }
}

#[tokio::test]
async fn no_body_is_read_of_whom_the_guard_does_not_know() {
    let rig = Rig::new();
    for route in ROUTES {
        let request = Request::builder()
            .method(route.method())
            .uri(at(route.path()));
        let answer = rig.send(request.body(Body::new(Untouched)).unwrap()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{route:?}");
    }
}

#[tokio::test]
async fn no_body_is_read_of_whom_it_is_not_taken_from() {
    let rig = Rig::new();
    let check = async |request: http::request::Builder, code: &str| {
        let answer = rig.send(request.body(Body::new(Untouched)).unwrap()).await;
        assert!(answer.body.contains(code), "{code}: {}", answer.body);
    };
    check(form("/block").header("viewer", "bob"), "admin.right").await;
    check(program("/api/block").header("viewer", "bob"), "admin.right").await;
    let crossed = form("/block")
        .header("operator", "alice")
        .header("sec-fetch-site", "none");
    check(crossed, "admin.cross_site").await;
    let foreign = Request::post(at("/block")).header("sec-fetch-site", "same-origin");
    check(foreign.header("operator", "alice"), "admin.media_type").await;
    let unmarked = Request::post(at("/api/block")).header("content-type", "application/json");
    check(unmarked.header("operator", "alice"), "admin.cross_site").await;
}

#[tokio::test]
async fn a_get_reads_no_body() {
    let rig = Rig::with_desk().await;
    let request = Request::get(at("/overview")).header("operator", "alice");
    let answer = rig.send(request.body(Body::new(Untouched)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

/// A guard that looks something up.
struct Slow(FakeClock);

impl Guard for Slow {
    fn admit<'a>(&'a self, parts: &'a Parts) -> BoxFuture<'a, Result<Identity, Response>> {
        Box::pin(async move {
            self.0.sleep(Duration::from_secs(1)).await;
            match parts.headers.get("cookie") {
                Some(cookie) => Ok(Identity::viewer(cookie.to_str().unwrap())),
                None => Err((
                    [(SET_COOKIE, "return=cimd")],
                    Redirect::to("https://sso.example.com/"),
                )
                    .into_response()),
            }
        })
    }
}

#[tokio::test]
async fn a_guard_may_wait_and_answers_in_its_own_words() {
    let rig = Rig::with_desk().await;
    let admin = Admin::new(rig.resolver.operator()).guard(Slow(rig.clock.clone()));
    let clock = rig.clock.clone();
    let rig = Rig {
        app: Router::new().nest("/cimd", admin.build().unwrap()),
        ..rig
    };
    let send = async |request: Request<Body>| {
        let (answer, ()) = tokio::join!(rig.send(request), async {
            crate::support::settle().await;
            clock.advance(Duration::from_secs(1));
        });
        answer
    };
    let answer = send(Request::get(at("/orders")).body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.header("location"), Some("https://sso.example.com/"));
    assert_eq!(answer.header("set-cookie"), Some("return=cimd"));
    let request = Request::get(at("/orders")).header("cookie", "bob");
    let answer = send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("<bdi>bob</bdi>, view only"));
}

#[tokio::test]
async fn the_name_of_an_operator_is_text() {
    let rig = Rig::with_desk().await;
    let name = "<b>\"'&alice";
    let token = rig.token(name).await;
    let fields = encoded(&[
        ("pattern", "a.example.com"),
        ("why", "a"),
        ("token", &token),
    ]);
    let request = form("/block").header("operator", name).body(fields.into());
    assert_eq!(
        rig.send(request.unwrap()).await.status,
        StatusCode::SEE_OTHER
    );
    let page = rig.get("/orders").await.body;
    assert!(
        page.contains("<bdi>&lt;b&gt;&quot;&#39;&amp;alice</bdi>"),
        "{page}"
    );
    assert_eq!(rig.json("/api/orders").await["blocks"][0]["by"], name);
    // One that is longer than an order may name gives none.
    let token = rig.token(&"a".repeat(129)).await;
    let fields = encoded(&[("client_id", DESK), ("token", &token)]);
    let request = form("/forget")
        .header("operator", "a".repeat(129))
        .body(fields.into());
    let answer = rig.send(request.unwrap()).await;
    assert!(answer.body.contains("order.text"), "{}", answer.body);
}
