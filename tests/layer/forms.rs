//! Forms: how much is read, for how long, and that they arrive as they were.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, Full};
use tower_cimd::CimdLayer;
use tower_cimd::layer::body::Replayed;

use crate::bodies::{broken, cut, dripping, endless, frames};
use crate::rig::{
    Answer, CLIENT, ask, builder, form, layer, network, post_form, redemption, server, token,
};
use crate::support::{FakeClock, settle};

#[tokio::test]
async fn a_form_arrives_byte_for_byte_however_it_was_cut() {
    let server = server(layer(network()));
    // Not UTF-8, oddly escaped, with a part that no form has: none of it is the layer's business.
    let mut sent = redemption(&[("client_id", CLIENT)]).into_bytes();
    sent.extend(b"&&x=%zz&y=+%2B&z=\xF0\x9F\x8E\x88;%");
    for size in [1, 7, 64, usize::MAX] {
        let request = request(cut(&sent, size));
        let answer = ask(&server, request).await;
        let expected = format!("client {CLIENT}\n{}", String::from_utf8_lossy(&sent));
        assert_eq!(answer.body, expected, "frames of {size} bytes");
    }
}

#[tokio::test]
async fn an_empty_form_arrives_empty() {
    let server = server(layer(network()).leg(tower_cimd::Leg::Token));
    assert_eq!(
        ask(&server, post_form("/token", "")).await.body,
        "Registered\n"
    );
}

#[tokio::test]
async fn a_form_over_the_limit_is_413_whether_it_says_so_or_not() {
    let server = server(layer(network()).form_limit(100));
    let long = form(&[("grant_type", "x"), ("code", &"c".repeat(100))]);
    refused(
        &ask(&server, post_form("/token", &long)).await,
        413,
        "form.size",
    );
    let undeclared = request(cut(long.as_bytes(), 7));
    refused(&ask(&server, undeclared).await, 413, "form.size");
    let exact = format!("grant_type={}", "g".repeat(100 - "grant_type=".len()));
    assert_eq!(
        ask(&server, post_form("/token", &exact)).await.seen(),
        "Registered"
    );
}

#[tokio::test]
async fn a_form_that_is_declared_too_long_is_refused_unread() {
    let server = server(layer(network()).form_limit(100));
    let (_never, body) = dripping();
    let mut request = request(body);
    request.headers_mut().insert("content-length", 101.into());
    refused(&ask(&server, request).await, 413, "form.size");
}

#[tokio::test]
async fn the_default_limit_is_64_kib() {
    let server = server(layer(network()));
    for (size, status) in [(64 * 1024, 200), (64 * 1024 + 1, 413)] {
        let form = format!("grant_type={}", "g".repeat(size - "grant_type=".len()));
        assert_eq!(
            ask(&server, post_form("/token", &form)).await.status,
            status
        );
    }
}

/// Empty frames cost nothing to send; they must not keep the layer busy for ever.
#[tokio::test]
async fn a_stream_of_empty_frames_ends() {
    let server = server(layer(network()));
    refused(&ask(&server, request(endless())).await, 413, "form.size");
}

#[tokio::test]
async fn a_form_that_takes_longer_than_the_deadline_is_408() {
    let clock = FakeClock::new();
    let resolver = builder(network())
        .clock(clock.clone())
        .build()
        .expect("a resolver");
    let server = server(CimdLayer::new(resolver));
    let (sender, body) = dripping();
    let answer = tokio::spawn(async move { ask(&server, request(body)).await });
    for _ in 0..9 {
        sender
            .send(Bytes::from_static(b"g"))
            .expect("somebody reads");
        settle().await;
        clock.advance(Duration::from_secs(1));
    }
    settle().await;
    assert!(!answer.is_finished(), "ten seconds have not passed");
    clock.advance(Duration::from_secs(1));
    refused(&answer.await.expect("an answer"), 408, "form.late");
}

#[tokio::test]
async fn the_deadline_can_be_set() {
    let clock = FakeClock::new();
    let resolver = builder(network())
        .clock(clock.clone())
        .build()
        .expect("a resolver");
    let layer = CimdLayer::new(resolver).form_deadline(Duration::from_secs(2));
    let server = server(layer);
    let (_sender, body) = dripping();
    let answer = tokio::spawn(async move { ask(&server, request(body)).await });
    settle().await;
    clock.advance(Duration::from_secs(2));
    refused(&answer.await.expect("an answer"), 408, "form.late");
}

#[tokio::test]
async fn a_form_that_breaks_off_is_400() {
    let server = server(layer(network()));
    refused(
        &ask(&server, request(broken(b"grant_type=x"))).await,
        400,
        "form.broken",
    );
}

#[tokio::test]
async fn the_memory_for_all_forms_is_bounded_and_given_back() {
    let server = server(layer(network()).buffered_forms(64));
    let (first, body) = dripping();
    let slow = tokio::spawn({
        let server = server.clone();
        async move { ask(&server, request(body)).await }
    });
    first
        .send(Bytes::from(vec![b'g'; 60]))
        .expect("somebody reads");
    settle().await;

    let answer = ask(&server, post_form("/token", "grant_type=x")).await;
    refused(&answer, 503, "form.busy");
    assert_eq!(answer.header("retry-after"), "5");

    drop(first);
    assert_eq!(slow.await.expect("an answer").seen(), "Registered");
    let answer = ask(&server, post_form("/token", "grant_type=x")).await;
    assert_eq!(answer.seen(), "Registered");
}

#[tokio::test]
async fn a_form_that_waits_for_a_document_still_counts() {
    let network = network();
    let hold = network.hold(CLIENT);
    let server = server(layer(network).buffered_forms(200));
    let waiting = tokio::spawn({
        let server = server.clone();
        async move { ask(&server, token(CLIENT)).await }
    });
    settle().await;
    let answer = ask(&server, token("a-registered-client")).await;
    refused(&answer, 503, "form.busy");
    drop(hold);
    assert_eq!(
        waiting.await.expect("an answer").seen(),
        format!("client {CLIENT}")
    );
    assert_eq!(
        ask(&server, token("a-registered-client")).await.seen(),
        "Registered"
    );
}

#[tokio::test]
async fn a_replayed_body_is_what_went_in() {
    let trailers = http::HeaderMap::from_iter([(http::header::TRAILER, 1.into())]);
    let sent = [
        Frame::data(Bytes::from_static(b"ab")),
        Frame::trailers(trailers),
    ];
    let untouched = Replayed::new(frames(sent.map(Ok::<_, Infallible>)));
    let collected = untouched.collect().await.expect("a body");
    assert!(collected.trailers().is_some());
    assert_eq!(collected.to_bytes(), "ab");

    let form = Replayed::<Full<Bytes>>::from(Bytes::from_static(b"a=b"));
    assert_eq!(form.size_hint().exact(), Some(3));
    assert_eq!(form.collect().await.expect("a body").to_bytes(), "a=b");
    let empty = Replayed::<Full<Bytes>>::from(Bytes::new());
    assert!(empty.is_end_stream());
}

#[track_caller]
fn refused(answer: &Answer, status: u16, rule: &str) {
    assert_eq!(answer.status.as_u16(), status, "{answer:?}");
    assert!(answer.body.contains(rule), "{answer:?}");
}

fn request(body: Body) -> Request {
    Request::post("/token")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body)
        .expect("a request")
}
