//! Bodies and their bounds.

use std::time::Duration;

use crate::origin::{Answer, Step};
use crate::support::{MAX_BYTES, check_failure, fetch_answer};

fn bytes(length: usize) -> Vec<u8> {
    vec![b' '; length]
}

fn chunked(length: usize) -> Vec<Step> {
    let mut answer = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for chunk in bytes(length).chunks(100) {
        answer.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        answer.extend_from_slice(chunk);
        answer.extend_from_slice(b"\r\n");
    }
    answer.extend_from_slice(b"0\r\n\r\n");
    vec![Step::write(answer)]
}

fn until_close(length: usize) -> Vec<Step> {
    vec![
        Step::write("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"),
        Step::write(bytes(length)),
    ]
}

#[tokio::test]
async fn a_body_may_fill_its_bound_and_not_a_byte_more() {
    for framed in [
        |length| Answer::ok(bytes(length)).into(),
        chunked,
        until_close,
    ] {
        for length in [0, 1, MAX_BYTES - 1, MAX_BYTES] {
            assert_eq!(
                fetch_answer(framed(length)).await.unwrap().body.len(),
                length
            );
        }
        for length in [MAX_BYTES + 1, 2 * MAX_BYTES, 1024 * 1024] {
            check_failure(framed(length), "TooLarge").await;
        }
    }
}

#[tokio::test]
async fn a_declared_length_over_the_bound_is_refused_before_the_body() {
    for length in ["5121", "1000000000000"] {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
        // Waiting for the body would end at the deadline.
        check_failure(vec![Step::write(head), Step::Hang], "TooLarge").await;
    }
}

#[tokio::test]
async fn an_endless_body_ends_at_the_bound() {
    let chunk = [b"4000\r\n".as_slice(), &bytes(0x4000), b"\r\n"].concat();
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
    check_failure(vec![Step::write(head), Step::repeat(chunk)], "TooLarge").await;
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    check_failure(
        vec![Step::write(head), Step::repeat(bytes(0x4000))],
        "TooLarge",
    )
    .await;
}

#[tokio::test]
async fn a_body_that_breaks_off_is_no_body() {
    let short = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{}";
    let unended = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n";
    let unframed = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{}";
    check_failure(vec![Step::write(short)], "Protocol").await;
    check_failure(vec![Step::write(short), Step::Cut], "Protocol").await;
    check_failure(vec![Step::write(unended)], "Protocol").await;
    // Without a length only the farewell of TLS tells an end from a cut (RFC 9112 §9.8).
    check_failure(vec![Step::write(unframed), Step::Cut], "Protocol").await;
}

#[tokio::test]
async fn a_body_ends_at_its_declared_length() {
    let long = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}{\"client_id\":1}";
    assert_eq!(
        fetch_answer(vec![Step::write(long)]).await.unwrap().body,
        "{}"
    );
}

/// The decoders of reqwest are compiled into this test, as another crate could compile them into a
/// server (`Cargo.toml`, dev-dependencies).
#[tokio::test]
async fn a_body_with_a_content_coding_is_refused_and_not_decoded() {
    for coding in [
        "gzip",
        "GZIP",
        "x-gzip",
        "deflate",
        "br",
        "zstd",
        "aes128gcm",
        "identity, gzip",
    ] {
        let answer = Answer::ok(GZIP_OF_A_MEGABYTE).header("content-encoding", coding);
        check_failure(answer, "Encoded").await;
    }
    let answer = Answer::ok("{}").header("content-encoding", "identity");
    check_failure(answer.header("content-encoding", "gzip"), "Encoded").await;
}

#[tokio::test]
async fn an_identity_coding_is_none() {
    for coding in ["identity", "Identity", "identity, identity", "", ","] {
        let answer = Answer::ok("{}").header("content-encoding", coding);
        assert_eq!(fetch_answer(answer).await.unwrap().body, "{}", "{coding:?}");
    }
}

#[tokio::test]
async fn a_body_that_comes_in_pieces_is_whole() {
    let pause = || Step::Pause(Duration::from_millis(1));
    let answer = vec![
        Step::write("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n"),
        Step::write("{ "),
        pause(),
        Step::write("  "),
        pause(),
        Step::write(" }"),
    ];
    assert_eq!(fetch_answer(answer).await.unwrap().body, "{    }");
}

/// A mebibyte of zeros under gzip begins like this; it need not be whole to be refused.
const GZIP_OF_A_MEGABYTE: &[u8] =
    b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\xec\xc1\x01\x01\x00\x00\x00\x80\x90\xfe\xaf\xee\x08\x0a";
