//! Bodies that do not end, heads that are none.

use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use crate::wire::{Sent, read, send};
use crate::world::World;

const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

/// Sends this much of a token request, and lets the clock run.
async fn stalled(rest: &str) -> u16 {
    let world = World::new().await;
    let mut stream = TcpStream::connect(world.address).await.unwrap();
    let head = format!("POST /token HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{FORM}");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(rest.as_bytes()).await.unwrap();
    let clock = world.clock.clone();
    let running = tokio::spawn(async move {
        loop {
            clock.advance(Duration::from_secs(10));
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    let answer = read(stream).await;
    running.abort();
    assert_eq!(answer.error().as_deref(), Some("invalid_request"));
    assert_eq!(world.documents.fetches(), 0);
    answer.status
}

#[tokio::test]
async fn a_form_that_does_not_arrive_is_408_at_the_deadline() {
    let form = "grant_type=authorization_code&client_id=https%3A%2F%2Fclient.example.com%2Fc";
    let sized = format!("content-length: 999\r\n\r\n{form}");
    assert_eq!(stalled(&sized).await, 408);
    let chunked = format!(
        "transfer-encoding: chunked\r\n\r\n{:x}\r\n{form}\r\n",
        form.len()
    );
    assert_eq!(stalled(&chunked).await, 408);
}

#[tokio::test]
async fn a_declared_length_over_the_limit_is_413_before_any_of_it() {
    let world = World::new().await;
    let head = format!("POST /token HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{FORM}");
    let head = format!("{head}content-length: 104857600\r\n\r\n");
    let answer = send(world.address, head.as_bytes()).await;
    assert_eq!(answer.status, 413);
}

/// RFC 9112 §5.2: a folded line is refused, or read as one line; never as two.
#[tokio::test]
async fn a_folded_header_line_is_not_read_as_two() {
    let world = World::new().await;
    let code = world.code().await;
    let form = crate::world::redemption(&code, &[]).bytes();
    let form = String::from_utf8(form).unwrap();
    let folded = form.replacen("host: as", "authorization: Basic\r\n YTpi\r\nhost: as", 1);
    let answer = send(world.address, folded.as_bytes()).await;
    assert!([400, 401].contains(&answer.status), "{answer:?}");
    let answer = world.redeem(&code, &[]).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn a_body_of_two_framings_is_refused() {
    let world = World::new().await;
    let code = world.code().await;
    let sent = crate::world::redemption(&code, &[]);
    let sent = sent
        .header("content-length", "5")
        .header("transfer-encoding", "chunked");
    assert_eq!(world.send(&sent).await.status, 400);
    let answer = world.send(&Sent::get("/token", &[("code", &code)])).await;
    assert!([400, 405].contains(&answer.status), "{answer:?}");
    assert_eq!(world.redeem(&code, &[]).await.status, 200);
}
