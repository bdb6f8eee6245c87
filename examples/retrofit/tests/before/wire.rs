//! Requests and answers as bytes.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Sends `request` as it stands, on a connection of its own, and reads all that comes back.
pub(crate) async fn exchange(address: SocketAddr, request: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request).await.unwrap();
    let mut answer = Vec::new();
    // A server that has heard enough may hang up while there is more to read.
    let _ = stream.read_to_end(&mut answer).await;
    answer
}

/// A request by HTTP/1.1, after which the server hangs up.
pub(crate) fn request(line: &str, fields: &[&str], body: &[u8]) -> Vec<u8> {
    let mut head = format!("{line} HTTP/1.1\r\nhost: notes.example\r\nconnection: close\r\n");
    for field in fields {
        head.push_str(field);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    [head.as_bytes(), body].concat()
}

/// The answer without its date, which is the one thing that two servers may say differently.
pub(crate) fn undated(answer: &[u8]) -> Vec<u8> {
    let lines = answer.split_inclusive(|byte| *byte == b'\n');
    let is_date = |line: &[u8]| line.to_ascii_lowercase().starts_with(b"date: ");
    let (mut kept, mut head) = (Vec::new(), true);
    for line in lines {
        if !(head && is_date(line)) {
            kept.extend_from_slice(line);
        }
        head = head && line != b"\r\n";
    }
    kept
}

/// What stands in an answer between `before` and `after`.
pub(crate) fn between<'a>(answer: &'a str, before: &str, after: &[char]) -> &'a str {
    let (_, rest) = answer.split_once(before).unwrap_or_default();
    rest.split(after).next().unwrap_or_default()
}
