//! Publishers that take their time.

use std::time::Duration;

use tower_cimd::net::HttpsFetch;

use crate::origin::{Origin, Step};
use crate::support::{URL, failure};

/// Fetches a slow answer under a short deadline; without one, none of them would ever end.
async fn check(answer: Vec<Step>) {
    let origin = Origin::start().await;
    origin.answer(URL, answer);
    let fetcher = origin.fetcher().timeout(SHORT).build().unwrap();
    assert_eq!(failure(&fetcher, URL).await, "TimedOut");
}

#[tokio::test]
async fn a_silent_server_is_left_at_the_deadline() {
    check(vec![Step::Hang]).await;
}

#[tokio::test]
async fn a_head_that_drips_is_left_at_the_deadline() {
    check(vec![
        Step::write("HTTP/1.1 200 OK\r\nx: "),
        Step::Repeat("1".into(), DRIP),
    ])
    .await;
}

#[tokio::test]
async fn a_body_that_drips_is_left_at_the_deadline() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n";
    check(vec![Step::write(head), Step::Repeat(" ".into(), DRIP)]).await;
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    check(vec![
        Step::write(head),
        Step::Repeat("1\r\n \r\n".into(), DRIP),
    ])
    .await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_left_at_the_deadline() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\n{}";
    check(vec![Step::write(head), Step::Hang]).await;
}

#[tokio::test]
async fn an_endless_row_of_interim_answers_is_left_at_the_deadline() {
    check(vec![Step::repeat("HTTP/1.1 100 Continue\r\n\r\n")]).await;
}

#[tokio::test]
async fn a_handshake_that_stalls_is_left_at_the_deadline() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let fetcher = || HttpsFetch::builder().danger_map("client.example", address);
    let total = fetcher().timeout(SHORT).build().unwrap();
    assert_eq!(failure(&total, URL).await, "TimedOut");
    // The deadline of the connection alone, under a total that is far away.
    let connect = fetcher()
        .timeout(FAR)
        .connect_timeout(SHORT)
        .build()
        .unwrap();
    let failed = tokio::time::timeout(FAR / 2, failure(&connect, URL)).await;
    assert_eq!(failed.unwrap(), "TimedOut");
}

const SHORT: Duration = Duration::from_millis(300);
const FAR: Duration = Duration::from_secs(60);
const DRIP: Duration = Duration::from_millis(20);
