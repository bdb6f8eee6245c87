//! Servers that cannot prove who they are.

use tower_cimd::resolve::{Fetch, FetchRequest};

use crate::origin::{Flaw, Handshake, Origin, Step};
use crate::row::{Row, check, row};
use crate::world::{
    HOST, URL, answered, certified, end, greeted, patient, published, raw, resolve, resolver,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_tls_ends_as_it_must() {
    check("tls", rows()).await;
}

fn rows() -> Vec<Row> {
    const NUL: &str = "client.example.com\0.evil.com";
    let unframed =
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{}";
    vec![
        row("tls-self-signed", certified(Flaw::SelfSigned, "fetch.tls")),
        row(
            "tls-untrusted-root",
            certified(Flaw::UnknownAuthority, "fetch.tls"),
        ),
        row(
            "tls-missing-intermediate",
            certified(Flaw::NoIntermediate, "fetch.tls"),
        ),
        row("tls-cn-only", certified(Flaw::NameInSubject, "fetch.tls")),
        row(
            "tls-wildcard-ok",
            certified(Flaw::NamedAs("*.example.com"), "none"),
        ),
        row(
            "tls-wildcard-partial",
            certified(Flaw::NamedAs("c*.example.com"), "fetch.tls"),
        ),
        row("tls-wildcard-tld", a_wildcard_of_a_top_level_domain()),
        row("tls-ip-san-ok", an_address_for_a_host()),
        row("tls-ip-in-dns-san", an_address_that_is_called_a_name()),
        row("tls-nul-in-san", certified(Flaw::NamedAs(NUL), "fetch.tls")),
        row(
            "tls-null-cipher",
            raw(server_hello([0x03, 0x03], [0x00, 0x02]), "fetch.tls"),
        ),
        row(
            "tls-rc4",
            raw(server_hello([0x03, 0x03], [0x00, 0x05]), "fetch.tls"),
        ),
        row(
            "tls-client-auth",
            greeted(Handshake::AsksForCertificate, &["none"]),
        ),
        row(
            "tls-client-auth-required",
            a_server_that_wants_a_certificate(),
        ),
        row("tls-sni-alert", raw(alert(UNRECOGNIZED_NAME), "fetch.tls")),
        row("tls-sni-check", a_server_that_takes_down_names()),
        row("tls-path-building-cpu", certified(Flaw::Maze, "fetch.tls")),
        row(
            "tls-renegotiation",
            raw(vec![Step::repeat(HELLO_REQUEST)], "fetch.tls"),
        ),
        row(
            "tls-close-notify-missing",
            answered(vec![Step::write(unframed), Step::Cut], "fetch.protocol"),
        ),
        row(
            "tls-name-constraints",
            certified(Flaw::NameConstraint, "fetch.tls"),
        ),
    ]
}

/// The versions before 1.2 have no row of their own in the file.
#[tokio::test]
async fn a_server_of_an_old_version_is_a_tls_failure() {
    for version in [[0x03, 0x00], [0x03, 0x01], [0x03, 0x02]] {
        assert_eq!(
            raw(server_hello(version, [0xc0, 0x13]), "fetch.tls").await,
            "fetch-error"
        );
    }
    assert_eq!(
        raw(alert(PROTOCOL_VERSION), "fetch.tls").await,
        "fetch-error"
    );
    assert_eq!(greeted(Handshake::Tls12, &["none"]).await, "ok");
}

/// Neither have certificates out of their time, or another's.
#[tokio::test]
async fn a_certificate_out_of_its_time_or_place_is_a_tls_failure() {
    for flaw in [Flaw::Expired, Flaw::NotYetValid, Flaw::WrongName] {
        assert_eq!(certified(flaw, "fetch.tls").await, "fetch-error");
    }
}

async fn a_server_that_wants_a_certificate() -> &'static str {
    // In TLS 1.3 the refusal comes after our part of the handshake, in the place of the answer.
    greeted(
        Handshake::WantsCertificate,
        &["fetch.tls", "fetch.protocol"],
    )
    .await
}

async fn a_wildcard_of_a_top_level_domain() -> &'static str {
    let origin = Origin::start().await;
    let url = "https://example.com/client.json";
    origin.flaw("example.com", Flaw::NamedAs("*.com"));
    origin.answer(url, published(url));
    end(&resolve(&resolver(patient(&origin)), url).await)
}

/// No certificate is asked for: the host is refused before it is dialled.
async fn an_address_for_a_host() -> &'static str {
    let refusal = resolve(
        &resolver(patient(&Origin::start().await)),
        "https://8.8.8.8/client.json",
    )
    .await;
    assert_eq!(refusal.unwrap_err().cause(), "client_id.ip_literal");
    "refused: no host name"
}

async fn an_address_that_is_called_a_name() -> &'static str {
    let origin = Origin::start().await;
    origin.flaw("8.8.8.8", Flaw::NamedAs("8.8.8.8"));
    let fetcher = patient(&origin)
        .danger_map("8.8.8.8", origin.addr())
        .build()
        .unwrap();
    let refusal = fetcher
        .fetch(FetchRequest::document("https://8.8.8.8/", 5_120))
        .await;
    assert_eq!(refusal.unwrap_err().rule(), "fetch.address_refused");
    assert_eq!(origin.connections(), 0);
    "fetch-error"
}

async fn a_server_that_takes_down_names() -> &'static str {
    let origin = Origin::start().await;
    let urls = [
        URL,
        "https://client.example.com:8443/client.json",
        "https://xn--bcher-kva.com/c",
    ];
    for url in urls {
        origin.answer(url, published(url));
    }
    let resolver = resolver(patient(&origin));
    for url in urls {
        resolve(&resolver, url).await.unwrap();
        let authority = url.split('/').nth(2).unwrap();
        let head = origin.last_request(url).unwrap();
        assert!(
            head.contains(&format!("\r\nhost: {authority}\r\n")),
            "{head}"
        );
    }
    let names = [HOST, HOST, "xn--bcher-kva.com"].map(|name| Some(name.to_owned()));
    assert_eq!(origin.server_names(), names);
    "ok"
}

/// A `ServerHello` that takes `cipher` under `version`, without extensions (RFC 5246 §7.4.1.3).
fn server_hello(version: [u8; 2], cipher: [u8; 2]) -> Vec<Step> {
    let mut body = version.to_vec();
    body.extend([0x17; 32]);
    body.push(0);
    body.extend(cipher);
    body.push(0);
    let length = u8::try_from(body.len()).unwrap();
    let mut record = vec![22, 3, 3, 0, length + 4, 2, 0, 0, length];
    record.extend(body);
    vec![Step::write(record), Step::Hang]
}

fn alert(description: u8) -> Vec<Step> {
    vec![
        Step::write(vec![21, 3, 3, 0, 2, 2, description]),
        Step::Hang,
    ]
}

const UNRECOGNIZED_NAME: u8 = 112;
const PROTOCOL_VERSION: u8 = 70;
/// RFC 5246 §7.4.1.1, alone in a record.
const HELLO_REQUEST: &[u8] = &[22, 3, 3, 0, 4, 0, 0, 0, 0];
