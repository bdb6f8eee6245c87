//! What the operator is told of a refusal.

use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;

use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use tower_cimd::CimdClient;

use crate::rig::{CLIENT, ask, authorize, get, layer, network, post_form, server, token, with};

thread_local! {
    static TOLD: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what is told on this thread.
struct Log;

impl Write for Log {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        TOLD.with_borrow_mut(|told| told.write(line))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a request makes the server tell, of the events with this message. One subscriber serves all
/// threads, since `tracing` believes the first answer of any of them.
pub(crate) async fn told(server: &Router, request: Request, message: &str) -> Vec<String> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing_subscriber::filter::LevelFilter::DEBUG)
            .with_writer(|| Log)
            .with_ansi(false)
            .without_time()
            .init();
    });
    TOLD.take();
    ask(server, request).await;
    let told = String::from_utf8(TOLD.take()).expect("utf-8");
    let lines = told.lines().filter(|line| line.contains(message));
    lines.map(|line| line.trim().to_owned()).collect()
}

async fn refusals(server: &Router, request: Request) -> Vec<String> {
    told(server, request, "a request was refused").await
}

pub(crate) async fn check(server: &Router, request: Request, level: &str, fields: &str) {
    let told = refusals(server, request).await;
    let [line] = &*told else {
        panic!("one line: {told:?}");
    };
    assert!(line.starts_with(level), "{line}");
    assert!(line.ends_with(fields), "{line}");
}

#[tokio::test]
async fn each_refusal_is_told_once_and_by_its_blame() {
    let server = server(layer(network()).form_limit(200));
    let twice = format!("/authorize?client_id={CLIENT}&client_id={CLIENT}");
    let fields =
        "leg=\"authorization\" rule=\"request.repeated\" member=\"client_id\" blame=\"request\"";
    check(&server, get(&twice), "DEBUG", fields).await;
    let long = post_form("/token", &"x".repeat(201));
    check(
        &server,
        long,
        "DEBUG",
        "rule=\"form.size\" blame=\"request\"",
    )
    .await;
    let secret = with(
        token(CLIENT),
        "authorization",
        "Basic aHR0cHMlM0ElMkYlMkZjbGllbnQuZXhhbXBsZS5jb20lMkZvYXV0aDpz",
    );
    let fields = format!(
        "client_id={CLIENT} leg=\"token\" rule=\"client.credential_unexpected\" blame=\"request\""
    );
    check(&server, secret, "DEBUG", &fields).await;
    // The resolver tells its own.
    let fields = "leg=\"authorization\" rule=\"document.status.gone\" blame=\"document\"";
    check(
        &server,
        authorize("https://gone.example.com/"),
        "INFO",
        fields,
    )
    .await;
}

#[tokio::test]
async fn a_missing_layer_is_told_loudly() {
    async fn handle(_: CimdClient) {}

    let server = Router::new().route("/authorize", any(handle));
    let fields = "rule=\"layer.missing\" blame=\"ourselves\"";
    check(&server, authorize(CLIENT), "ERROR", fields).await;
}

#[tokio::test]
async fn what_passes_is_no_refusal() {
    let server = server(layer(network()));
    for request in [authorize("opaque"), authorize(CLIENT), token(CLIENT)] {
        assert_eq!(refusals(&server, request).await, [""; 0]);
    }
}
