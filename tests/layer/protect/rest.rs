//! What comes of the body of a request that is refused by its head.

use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use bytes::Bytes;
use http::HeaderValue;
use tokio::task::JoinHandle;

use super::{Tokens, World, bearing, claims};
use crate::bodies::{broken, dripping, endless};
use crate::rig::{Answer, ask};
use crate::support::settle;

/// Refused before the verifier is asked, and after.
const REFUSED: [&[&str]; 2] = [&[], &["Bearer bad"]];

fn request(authorization: &[&str], body: Body) -> Request {
    bearing(authorization).map(|_| body)
}

async fn asking(world: &World, request: Request) -> JoinHandle<Answer> {
    let server = world.server();
    let answer = tokio::spawn(async move { ask(&server, request).await });
    settle().await;
    answer
}

fn world() -> World {
    World::new(Tokens::saying(claims()))
}

#[tokio::test]
async fn a_refusal_waits_for_the_end_of_the_body() {
    for authorization in REFUSED {
        let (sender, body) = dripping();
        let answer = asking(&world(), request(authorization, body)).await;
        for _ in 0..2 {
            assert!(!answer.is_finished());
            sender.send(Bytes::from_static(b"{")).expect("a reader");
            settle().await;
        }
        drop(sender);
        assert_eq!(answer.await.expect("no panic").status, 401);
    }
}

#[tokio::test]
async fn it_waits_for_a_second_altogether() {
    for authorization in REFUSED {
        let (sender, body) = dripping();
        let world = world();
        let answer = asking(&world, request(authorization, body)).await;
        for _ in 0..2 {
            assert!(!answer.is_finished());
            sender.send(Bytes::from_static(b"{")).expect("a reader");
            world.clock.advance(Duration::from_millis(500));
            settle().await;
        }
        assert_eq!(answer.await.expect("no panic").status, 401);
    }
}

#[tokio::test]
async fn it_reads_64_kib_and_one_frame() {
    for authorization in REFUSED {
        let (sender, body) = dripping();
        let answer = asking(&world(), request(authorization, body)).await;
        let mut taken = 0;
        while sender.send(Bytes::from_static(&[b' '; 1024])).is_ok() {
            taken += 1;
            settle().await;
        }
        assert_eq!(taken, 65);
        assert_eq!(answer.await.expect("no panic").status, 401);
    }
}

#[tokio::test]
async fn a_body_of_empty_frames_and_a_broken_one_end_too() {
    for body in [endless, || broken(b"{")] {
        let answer = ask(&world().server(), request(&[], body())).await;
        assert_eq!(answer.status, 401);
    }
}

#[tokio::test]
async fn a_body_that_the_client_holds_back_is_not_asked_for() {
    for authorization in REFUSED {
        let (sender, body) = dripping();
        let mut request = request(authorization, body);
        let expect = HeaderValue::from_static("100-continue");
        request.headers_mut().insert("expect", expect);
        let answer = asking(&world(), request).await;
        assert_eq!(answer.await.expect("no panic").status, 401);
        assert!(sender.is_closed());
    }
}
