//! URLs that are not dialled.

use crate::origin::Origin;
use crate::support::{failure, fetch};

/// Fetches `https://{authority}/client.json`-like URLs; all of them lead to the origin's port, if any.
async fn check(origin: &Origin, url: &str) {
    let fetcher = origin.fetcher().danger_loopback().build().unwrap();
    assert_eq!(failure(&fetcher, url).await, "AddressRefused", "{url}");
}

#[tokio::test]
async fn an_ip_literal_in_any_spelling_is_not_dialled() {
    let origin = Origin::start().await;
    let port = origin.addr().port();
    for host in [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "127.1",
        "0177.0.0.1",
        "①②⑦.⓪.⓪.①",
        "127.0.0.1.",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
        "127.0.0.1%2e",
        "%31%32%37.0.0.1",
        "[::1]",
        "[::]",
        "0x7f000001",
        "017700000001",
        "127。0。0。1",
        "8.8.8.8",
        "[2606:4700::1111]",
    ] {
        check(&origin, &format!("https://{host}:{port}/client.json")).await;
    }
    assert_eq!(origin.connections(), 0);
}

#[tokio::test]
async fn a_url_that_a_parser_would_mend_is_not_dialled() {
    let origin = Origin::start().await;
    origin.publish("https://client.example/client.json", "{}");
    for url in [
        "",
        "client.json",
        "//client.example/client.json",
        "http://client.example/client.json",
        "ftp://client.example/client.json",
        "file:///etc/passwd",
        "https:client.example/client.json",
        "https:/client.example/client.json",
        "https:///client.example/client.json",
        "https:\\\\client.example\\client.json",
        "https://client.example\\client.json",
        "https://client.example",
        "https://client.example/a/../client.json",
        "https://client.example/./client.json",
        "https://client.example/%2e/client.json",
        "https://client.example/cli\tent.json",
        " https://client.example/client.json",
        "https://client.example/client.json\n",
        "https://@client.example/client.json",
        "https://user@client.example/client.json",
        "https://user:secret@client.example/client.json",
        "https://:secret@client.example/client.json",
        "https://client.example/client.json#",
        "https://client.example/client.json#fragment",
        "https://client.example:/client.json",
        "https://client.example:0443/client.json",
        "https://client.example:65536/client.json",
        "https://client%2eexample/client.json",
        "https://clıent.example/client.json",
        "https://cli ent.example/client.json",
        "https:///client.json",
        "data:application/json,{}",
    ] {
        check(&origin, url).await;
    }
    assert_eq!(origin.connections(), 0);
}

#[tokio::test]
async fn a_url_is_requested_as_it_is_written() {
    let origin = Origin::start().await;
    for (url, target) in [
        ("https://client.example/", "/"),
        ("https://client.example/client.json", "/client.json"),
        ("HTTPS://Client.Example/Client.JSON", "/Client.JSON"),
        ("https://client.example:443/with-port", "/with-port"),
        ("https://client.example:8443/other-port", "/other-port"),
        (
            "https://client.example/%7Euser/%zz//a;b?c=%20&d=/../e",
            "/%7Euser/%zz//a;b?c=%20&d=/../e",
        ),
    ] {
        origin.publish(url, "{}");
        fetch(&origin.fetcher().build().unwrap(), url)
            .await
            .unwrap();
        let head = origin.last_request(url).unwrap();
        assert!(
            head.starts_with(&format!("GET {target} HTTP/1.1\r\n")),
            "{head}"
        );
    }
}
