//! Many requests for one document that is slow to come.

use std::time::Duration;

use http::StatusCode;
use tower_cimd::rules::auth_method::AuthMethod;

use crate::origin::{Answer, Origin};
use crate::server::{ask, resolver, server};

#[tokio::test]
async fn four_hundred_clients_that_hang_up_cost_one_fetch_and_the_next_caller_is_served() {
    let origin = Origin::start().await;
    let slow = Answer::ok(DOCUMENT).header("content-type", "application/json");
    origin.answer(CLIENT_ID, slow.delay(Duration::from_millis(400)));
    let app = server(resolver(&origin, &[AuthMethod::None], |_| {}));

    let impatient: Vec<_> = (0..400)
        .map(|_| {
            let app = app.clone();
            tokio::spawn(async move { ask(&app, CLIENT_ID, "http://127.0.0.1:54321/").await })
        })
        .collect();
    while origin.requests(CLIENT_ID) == 0 {
        tokio::task::yield_now().await;
    }
    for caller in &impatient {
        caller.abort();
    }
    for caller in impatient {
        assert!(caller.await.unwrap_err().is_cancelled());
    }

    let (status, _) = ask(&app, CLIENT_ID, "http://127.0.0.1:54321/").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(origin.requests(CLIENT_ID), 1);
}

const CLIENT_ID: &str = "https://vscode.dev/oauth/client-metadata.json";
const DOCUMENT: &[u8] = include_bytes!("../documents/vscode.dev--client-metadata.json");
