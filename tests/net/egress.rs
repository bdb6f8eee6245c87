//! The egress proxy, and who judges addresses there.

use std::time::Duration;

use http::HeaderValue;
use tower_cimd::net::{HttpsFetch, HttpsFetchBuilder, HttpsFetchError};
use tower_cimd::resolve::{Fetch, FetchRequest};

use crate::origin::{Answer, Names, Origin, Relay, Step};
use crate::support::{URL, failure, fetch};

const HOST: &str = "client.example";

/// A fetcher that knows the origin by name and port, and has no way to it but the proxy.
fn fetcher(origin: &Origin, relay: &Relay, names: &Names) -> HttpsFetchBuilder {
    HttpsFetch::builder()
        .danger_extra_root(origin.ca_pem().as_bytes())
        .lookup(names.clone())
        .egress_proxy(relay.url())
}

/// Names of public addresses, which the proxy of a test leads to the origin.
fn public(addresses: &[&str]) -> Names {
    Names::new().addresses(HOST, addresses)
}

async fn world() -> (Origin, Relay) {
    let origin = Origin::start().await;
    origin.publish(URL, "{}");
    let relay = Relay::start(origin.addr()).await;
    (origin, relay)
}

#[tokio::test]
async fn a_proxy_is_asked_for_the_address_that_was_judged_and_for_no_name() {
    let (origin, relay) = world().await;
    let names = public(&["93.184.216.34"]);
    let fetcher = fetcher(&origin, &relay, &names).build().unwrap();
    assert_eq!(fetch(&fetcher, URL).await.unwrap().body, "{}");
    assert_eq!(relay.targets(), ["93.184.216.34:443"]);
    assert_eq!(names.asked(), [HOST]);
    assert!(!relay.heads()[0].contains(HOST), "{:?}", relay.heads());
}

#[tokio::test]
async fn tls_and_the_request_are_for_the_name() {
    let (origin, relay) = world().await;
    let url = "https://client.example:8443/client.json";
    origin.answer(url, Answer::status(304));
    let fetcher = fetcher(&origin, &relay, &public(&["2606:4700::1111"]))
        .build()
        .unwrap();
    let mut request = FetchRequest::document(url, 5_120);
    request.validators.etag = Some(HeaderValue::from_static("\"1\""));
    assert_eq!(fetcher.fetch(request).await.unwrap().status, 304);
    assert_eq!(relay.targets(), ["[2606:4700::1111]:8443"]);
    assert_eq!(origin.server_names(), [Some(HOST.to_owned())]);
    let head = origin.last_request(url).unwrap();
    assert!(head.contains("\r\nhost: client.example:8443\r\n"), "{head}");
    assert!(head.contains("\r\nif-none-match: \"1\"\r\n"), "{head}");
}

#[tokio::test]
async fn a_refused_address_is_refused_before_the_proxy_hears_of_it() {
    let (origin, relay) = world().await;
    for answer in [
        &["10.0.0.1"][..],
        &["8.8.8.8", "127.0.0.1"],
        &["8.8.8.8", "fd00::1"],
    ] {
        let fetcher = fetcher(&origin, &relay, &public(answer)).build().unwrap();
        assert_eq!(failure(&fetcher, URL).await, "AddressRefused", "{answer:?}");
    }
    let denied = fetcher(&origin, &relay, &public(&["8.8.8.8"]));
    let denied = denied.deny("8.8.8.0/24".parse().unwrap()).build().unwrap();
    assert_eq!(failure(&denied, URL).await, "AddressRefused");
    let nowhere = fetcher(&origin, &relay, &Names::new()).build().unwrap();
    assert_eq!(failure(&nowhere, URL).await, "Dns");
    let literal = "https://8.8.8.8/client.json";
    assert_eq!(failure(&nowhere, literal).await, "AddressRefused");
    assert!(relay.heads().is_empty());
}

#[tokio::test]
async fn a_name_that_rebinds_is_looked_up_once_a_fetch() {
    let (origin, relay) = world().await;
    let names = public(&["8.8.8.8"]).addresses(HOST, ["10.0.0.1"]);
    let fetcher = fetcher(&origin, &relay, &names).build().unwrap();
    assert_eq!(fetch(&fetcher, URL).await.unwrap().status, 200);
    assert_eq!(failure(&fetcher, URL).await, "AddressRefused");
    assert_eq!(relay.targets(), ["8.8.8.8:443"]);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_no_publishers() {
    let (origin, relay) = world().await;
    origin.flaw(HOST, crate::origin::Flaw::WrongName);
    let fetcher = fetcher(&origin, &relay, &public(&["8.8.8.8"]))
        .build()
        .unwrap();
    assert_eq!(failure(&fetcher, URL).await, "Tls");
}

#[tokio::test]
async fn the_next_address_is_asked_for_where_the_proxy_refuses_one() {
    let origin = Origin::start().await;
    let all: Vec<String> = (1..100).map(|n| format!("8.8.8.{n}")).collect();
    let names = Names::new().addresses(HOST, &all);
    for answer in [
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        "HTTP/1.1 502 Bad Gateway\r\n\r\n",
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1/\r\n\r\n",
        "200 OK\r\n\r\n",
        "",
    ] {
        let relay = Relay::answering(answer, origin.addr()).await;
        let fetcher = fetcher(&origin, &relay, &names).build().unwrap();
        assert_eq!(failure(&fetcher, URL).await, "Connect", "{answer:?}");
        assert_eq!(relay.heads().len(), 4, "{answer:?}");
    }
    assert_eq!(origin.connections(), 0);
}

#[tokio::test]
async fn a_proxy_that_floods_or_says_nothing_is_left() {
    let names = public(&["8.8.8.8"]);
    let flood = vec![
        Step::write("HTTP/1.1 200 OK\r\n"),
        Step::repeat("x: 1\r\n".repeat(1_000)),
    ];
    for (steps, timeout, expected) in [
        (flood, Duration::from_secs(60), "Connect"),
        (vec![Step::Hang], Duration::from_millis(500), "TimedOut"),
    ] {
        let proxy = Origin::raw(steps).await;
        let fetcher = HttpsFetch::builder()
            .lookup(names.clone())
            .egress_proxy(format!("http://{}", proxy.addr()))
            .timeout(timeout)
            .connect_timeout(timeout)
            .build()
            .unwrap();
        assert_eq!(failure(&fetcher, URL).await, expected);
        proxy.idle().await;
    }
}

#[tokio::test]
async fn a_proxy_that_is_not_there_is_a_failed_connection() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let fetcher = HttpsFetch::builder()
        .lookup(public(&["8.8.8.8"]))
        .egress_proxy(url);
    assert_eq!(failure(&fetcher.build().unwrap(), URL).await, "Connect");
}

#[tokio::test]
async fn a_proxy_is_given_its_credentials_and_nobody_else_is() {
    let (origin, relay) = world().await;
    let url = relay.url().replace("http://", "http://as%40example:p%3Aw@");
    let fetcher = fetcher(&origin, &relay, &public(&["8.8.8.8"])).egress_proxy(url);
    let fetcher = fetcher.build().unwrap();
    fetch(&fetcher, URL).await.unwrap();
    // RFC 7617 §2: as@example:p:w
    let credentials = "\r\nProxy-Authorization: Basic YXNAZXhhbXBsZTpwOnc=\r\n";
    assert!(
        relay.heads()[0].contains(credentials),
        "{:?}",
        relay.heads()
    );
    let head = origin.last_request(URL).unwrap().to_ascii_lowercase();
    assert!(!head.contains("authorization"), "{head}");
    assert!(!format!("{fetcher:?}").contains("YXNA"), "{fetcher:?}");
}

#[tokio::test]
async fn names_go_to_the_proxy_by_switch_alone() {
    let (origin, relay) = world().await;
    let names = Names::new();
    let fetcher = fetcher(&origin, &relay, &names).danger_proxy_resolves();
    assert_eq!(
        fetch(&fetcher.build().unwrap(), URL).await.unwrap().status,
        200
    );
    assert_eq!(relay.targets(), ["client.example:443"]);
    assert!(names.asked().is_empty());
}

#[tokio::test]
async fn fetches_at_once_have_a_tunnel_each() {
    let (origin, relay) = world().await;
    let urls: Vec<String> = (0..20)
        .map(|n| format!("https://client.example/{n}"))
        .collect();
    for url in &urls {
        origin.publish(url, url.clone());
    }
    let fetcher = fetcher(&origin, &relay, &public(&["8.8.8.8"]))
        .build()
        .unwrap();
    let each = urls.into_iter().map(|url| {
        let fetcher = fetcher.clone();
        tokio::spawn(async move { (fetch(&fetcher, &url).await.unwrap().body, url) })
    });
    for fetched in each.collect::<Vec<_>>() {
        let (body, url) = fetched.await.unwrap();
        assert_eq!(body, url);
    }
    assert_eq!(relay.heads().len(), 20);
}

#[test]
fn what_is_no_http_proxy_is_refused() {
    for url in [
        "",
        "proxy.internal:3128",
        "https://proxy.internal:3128",
        "socks5://proxy.internal:1080",
        "http://",
        "http://proxy.internal/path",
        "http://proxy.internal/?query",
        "http://proxy.internal/#fragment",
        "http://proxy.internal:65536",
    ] {
        let built = HttpsFetch::builder().egress_proxy(url).build();
        assert!(
            matches!(built, Err(HttpsFetchError::Proxy)),
            "{url:?}: {built:?}"
        );
    }
    let built = HttpsFetch::builder().danger_proxy_resolves().build();
    assert!(matches!(built, Err(HttpsFetchError::Proxy)), "{built:?}");
    for url in [
        "http://proxy.internal:3128",
        "http://10.0.0.1",
        "http://[::1]:3128/",
    ] {
        assert!(
            HttpsFetch::builder().egress_proxy(url).build().is_ok(),
            "{url}"
        );
    }
}
