//! Servers that speak HTTP/2, which we never offer.

use crate::origin::{Flaw, Handshake, Names, Origin, Step};
use crate::row::{Row, check, row};
use crate::world::{
    HOST, URL, by_name, end, greeted, meet, patient, published, resolve, resolver, url_of,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_http_2_ends_as_it_must() {
    check("http2", rows()).await;
}

fn rows() -> Vec<Row> {
    let headers = frame(HEADERS, 4, 1, &[0x88]);
    vec![
        row(
            "h2-refused-stream",
            spoken(Step::write(frame(RST_STREAM, 0, 1, &[0, 0, 0, 7]))),
        ),
        row(
            "h2-settings-flood",
            spoken(Step::repeat(frame(SETTINGS, 0, 0, &[]))),
        ),
        row(
            "h2-empty-data-flood",
            spoken(Step::repeat(frame(DATA, 0, 1, &[]))),
        ),
        row(
            "h2-header-list-huge",
            spoken(Step::repeat([headers, vec![0; 1_000_000]].concat())),
        ),
        row(
            "h2-hpack-bomb",
            spoken(Step::repeat(frame(HEADERS, 4, 1, &[0xbe; 4_000]))),
        ),
        row("h2-coalescing", a_certificate_that_covers_another()),
    ]
}

/// A server that names no protocol in its handshake and then speaks this one. Nobody reads its frames, so
/// no bound on them is needed.
async fn spoken(frames: Step) -> &'static str {
    let origin = Origin::start().await;
    origin.handshake(HOST, Handshake::Unnamed);
    let preface = Step::write(frame(SETTINGS, 0, 0, &[]));
    origin.answer(URL, vec![preface, frames, Step::Hang]);
    let (end, cause) = meet(&origin, patient(&origin)).await;
    assert_eq!((cause, origin.connections()), ("fetch.protocol", 1));
    end
}

#[tokio::test]
async fn a_server_of_http_2_alone_is_a_tls_failure() {
    assert_eq!(
        greeted(Handshake::Http2, &["fetch.tls"]).await,
        "fetch-error"
    );
}

/// A connection serves one fetch of one host, whatever else its certificate is good for: the other host's
/// own addresses are judged before anything is asked in its name.
async fn a_certificate_that_covers_another() -> &'static str {
    let origin = Origin::start().await;
    let (mine, victims) = (url_of(&origin, HOST), url_of(&origin, "victim.example.com"));
    origin.flaw(HOST, Flaw::NamedAs("*.example.com"));
    origin.answer(&mine, published(&mine));
    origin.answer(&victims, published(&victims));
    let names = Names::new()
        .addresses(HOST, ["127.0.0.1"])
        .addresses("victim.example.com", ["10.0.0.1"]);
    let resolver = resolver(by_name(&origin, &names));
    let outcome = resolve(&resolver, &mine).await;
    let refusal = resolve(&resolver, &victims).await;
    assert_eq!(refusal.unwrap_err().cause(), "fetch.address_refused");
    assert_eq!((names.asked().len(), origin.connections()), (2, 1));
    end(&outcome)
}

/// RFC 9113 §4.1.
fn frame(kind: u8, flags: u8, stream: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let head = [
        length[1], length[2], length[3], kind, flags, 0, 0, 0, stream,
    ];
    [&head, payload].concat()
}

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
