//! Ports, and who may be asked on them.

use http::StatusCode;
use tower_cimd::Resolver;
use tower_cimd::resolve::{Fetch, FetchContext, FetchRequest, ResolveError};

use crate::origin::{Names, Origin};
use crate::support::{failure, fetch};

#[tokio::test]
async fn a_port_that_is_not_allowed_is_refused_before_its_name_is_looked_up() {
    let origin = Origin::start().await;
    for url in ["https://client.example/", "https://client.example:8443/"] {
        origin.publish(url, "{}");
    }
    let names = Names::new();
    let fetcher = origin
        .fetcher()
        .ports([443, 8443])
        .lookup(names.clone())
        .build()
        .unwrap();
    for url in [
        "https://client.example/",
        "https://client.example:443/",
        "https://client.example:8443/",
    ] {
        assert_eq!(
            fetch(&fetcher, url).await.unwrap().status,
            StatusCode::OK,
            "{url}"
        );
    }
    let before = origin.connections();
    for port in [1, 22, 80, 444, 8080, 65535] {
        for host in ["client.example", "elsewhere.example"] {
            let url = format!("https://{host}:{port}/");
            assert_eq!(failure(&fetcher, &url).await, "AddressRefused", "{url}");
        }
    }
    let none = origin.fetcher().ports([]).build().unwrap();
    assert_eq!(
        failure(&none, "https://client.example/").await,
        "AddressRefused"
    );
    assert_eq!(origin.connections(), before);
    assert!(names.asked().is_empty());
}

#[tokio::test]
async fn a_blocked_port_never_reaches_the_fetcher() {
    let origin = Origin::start().await;
    let names = Names::new();
    let fetcher = origin.fetcher().lookup(names.clone()).build().unwrap();
    let resolver = Resolver::builder("https://as.example.com")
        .fetch(fetcher)
        .build()
        .unwrap();
    for port in [22, 25, 53, 110, 993, 6000, 6667, 10080] {
        let client_id = format!("https://client.example.com:{port}/client.json");
        let context = FetchContext::detached(None);
        let refusal = resolver.resolve(&client_id, &context).await.unwrap_err();
        assert!(matches!(refusal, ResolveError::ClientId(_)), "{port}");
        assert_eq!(refusal.cause(), "client_id.bad_port", "{port}");
    }
    assert!(names.asked().is_empty());
}

/// `jwks_uri`, and any other URL out of a document, goes through the same door as the document.
#[tokio::test]
async fn a_url_out_of_a_document_has_the_same_guard() {
    let origin = Origin::start().await;
    let port = origin.addr().port();
    let jwks = format!("https://keys.example:{port}/jwks.json");
    origin.publish(&jwks, "{\"keys\":[]}");
    let names = Names::new()
        .addresses("keys.example", ["127.0.0.1"])
        .addresses("inside.example", ["10.0.0.1"])
        .addresses("mixed.example", ["8.8.8.8", "192.168.0.1"]);
    let fetcher = tower_cimd::net::HttpsFetch::builder()
        .danger_extra_root(origin.ca_pem().as_bytes())
        .danger_loopback()
        .lookup(names)
        .ports([443, port])
        .build()
        .unwrap();
    let request = |url: &str| {
        let mut request = FetchRequest::document(url, 65_536);
        request.accept = "application/jwk-set+json, application/json";
        request
    };
    assert_eq!(
        fetcher.fetch(request(&jwks)).await.unwrap().status,
        StatusCode::OK
    );
    let head = origin.last_request(&jwks).unwrap();
    assert!(
        head.contains("\r\naccept: application/jwk-set+json, application/json\r\n"),
        "{head}"
    );
    for url in [
        format!("http://keys.example:{port}/jwks.json"),
        format!("https://127.0.0.1:{port}/jwks.json"),
        format!("https://[::1]:{port}/jwks.json"),
        format!("https://user@keys.example:{port}/jwks.json"),
        format!("https://inside.example:{port}/jwks.json"),
        format!("https://mixed.example:{port}/jwks.json"),
        "https://keys.example:6379/jwks.json".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let refusal = fetcher.fetch(request(&url)).await.unwrap_err();
        assert_eq!(refusal.rule(), "fetch.address_refused", "{url}");
    }
    assert_eq!(origin.connections(), 1);
}
