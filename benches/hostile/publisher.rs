//! One honest publisher, and 64 hostile ones for each siege.

use std::future::pending;
use std::time::Duration;

use bytes::Bytes;

use crate::origin::{Origin, Step};

/// The client that is at home.
pub(crate) const WARM: &str = "https://client.example.com/oauth";
/// What an authorization request needs beside the client_id; there is one redirection URI.
pub(crate) const AUTHORIZATION: &str = "response_type=code&code_challenge_method=S256\
    &code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
/// How many hosts besiege at once.
pub(crate) const HOSTILE: usize = 64;
/// How many sieges there are. Each has hosts of its own, because one that has failed is held back.
pub(crate) const SIEGES: usize = 11;

/// The client of the hostile host with this number.
pub(crate) fn hostile(number: usize) -> String {
    format!("https://hostile-{number}.example.net/client.json")
}

pub(crate) async fn run() {
    let origin = Origin::start().await;
    let document = format!(r#"{{"client_id":"{WARM}","redirect_uris":["{WARM}/callback"]}}"#);
    origin.publish(WARM, document);
    for number in 0..SIEGES * HOSTILE {
        origin.answer(&hostile(number), mischief(number));
    }
    println!("{}", origin.addr());
    println!("{}\n", origin.ca_pem().replace('\n', "|"));
    pending::<()>().await;
}

/// Drip, stream without end, say nothing, reset.
fn mischief(number: usize) -> Vec<Step> {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
    let head = || Step::Write(Bytes::from_static(head.as_bytes()));
    match number % 4 {
        0 => vec![
            head(),
            Step::Repeat(Bytes::from_static(b" "), Duration::from_millis(20)),
        ],
        1 => vec![
            head(),
            Step::Repeat(Bytes::from(vec![b' '; 65_536]), Duration::ZERO),
        ],
        2 => vec![Step::Hang],
        _ => vec![Step::Reset],
    }
}
