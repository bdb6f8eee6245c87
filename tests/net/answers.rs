//! Answers, and the requests that they answer.

use http::HeaderValue;
use http::header::{CONTENT_TYPE, ETAG, LOCATION};
use tower_cimd::resolve::{Fetch, FetchRequest};

use crate::origin::{Answer, Origin, Step};
use crate::support::{URL, check_failure, fetch, fetch_answer};

#[tokio::test]
async fn an_answer_comes_with_status_headers_and_body() {
    let answer = Answer::ok("{}")
        .header("content-type", "application/json")
        .header("etag", "\"1\"");
    let fetched = fetch_answer(answer).await.unwrap();
    assert_eq!(fetched.status, 200);
    assert_eq!(fetched.headers[CONTENT_TYPE], "application/json");
    assert_eq!(fetched.headers[ETAG], "\"1\"");
    assert_eq!(fetched.body, "{}");
}

#[tokio::test]
async fn a_request_says_no_more_than_it_must() {
    let origin = Origin::start().await;
    origin.publish(URL, "{}");
    fetch(&origin.fetcher().build().unwrap(), URL)
        .await
        .unwrap();

    let head = origin.last_request(URL).unwrap();
    let mut lines: Vec<&str> = head.trim_end().lines().collect();
    assert_eq!(lines.remove(0), "GET /client.json HTTP/1.1");
    lines.sort_unstable();
    assert_eq!(
        lines,
        [
            "accept-encoding: identity",
            "accept: application/json, application/cimd+json;q=0.9",
            "host: client.example",
            concat!("user-agent: tower-cimd/", env!("CARGO_PKG_VERSION")),
        ]
    );
}

#[tokio::test]
async fn the_query_and_the_port_of_a_url_are_asked_for() {
    let origin = Origin::start().await;
    let url = "https://client.example:8443/a/b?token_endpoint_auth_method=none";
    origin.publish(url, "{}");
    fetch(&origin.fetcher().build().unwrap(), url)
        .await
        .unwrap();

    let head = origin.last_request(url).unwrap();
    assert!(
        head.starts_with("GET /a/b?token_endpoint_auth_method=none HTTP/1.1\r\n"),
        "{head}"
    );
    assert!(head.contains("\r\nhost: client.example:8443\r\n"), "{head}");
}

#[tokio::test]
async fn stored_validators_make_a_conditional_request() {
    let origin = Origin::start().await;
    origin.answer(URL, Answer::status(304).header("etag", "\"1\""));
    let mut request = FetchRequest::document(URL, 5_120);
    request.validators.etag = Some(HeaderValue::from_static("\"1\""));
    request.validators.last_modified =
        Some(HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"));
    let fetched = origin
        .fetcher()
        .build()
        .unwrap()
        .fetch(request)
        .await
        .unwrap();

    assert_eq!(fetched.status, 304);
    let head = origin.last_request(URL).unwrap();
    assert!(head.contains("\r\nif-none-match: \"1\"\r\n"), "{head}");
    assert!(
        head.contains("\r\nif-modified-since: Sun, 06 Nov 1994 08:49:37 GMT\r\n"),
        "{head}"
    );
}

#[tokio::test]
async fn only_a_200_has_its_body_read() {
    for status in [201, 203, 206, 226, 300, 400, 403, 404, 410, 429, 500, 503] {
        // Reading it would take until the deadline.
        let answer = vec![
            Step::write(format!(
                "HTTP/1.1 {status} Status\r\ncontent-length: 9\r\n\r\n"
            )),
            Step::Hang,
        ];
        let fetched = fetch_answer(answer).await.unwrap();
        assert_eq!(fetched.status, status);
        assert!(fetched.body.is_empty());
    }
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_not_followed() {
    let origin = Origin::start().await;
    let fetcher = origin.fetcher().danger_map("client.example", origin.addr());
    let fetcher = fetcher
        .danger_map("elsewhere.example", origin.addr())
        .build()
        .unwrap();
    let inside = format!("https://127.0.0.1:{}/", origin.addr().port());
    let elsewhere = "https://elsewhere.example/client.json";
    origin.publish(elsewhere, "{}");
    for status in [301, 302, 303, 307, 308] {
        for location in [inside.as_str(), elsewhere, URL, "/other"] {
            origin.answer(URL, Answer::status(status).header("location", location));
            let before = origin.connections();
            let fetched = fetch(&fetcher, URL).await.unwrap();
            assert_eq!(fetched.status, status);
            assert_eq!(fetched.headers[LOCATION], location);
            assert_eq!(origin.connections(), before + 1);
        }
    }
    assert_eq!(origin.requests(elsewhere), 0);
}

#[tokio::test]
async fn every_fetch_is_a_connection_of_its_own() {
    let origin = Origin::start().await;
    let keep_alive = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    origin.answer(URL, vec![Step::write(keep_alive), Step::Hang]);
    let fetcher = origin.fetcher().build().unwrap();
    for _ in 0..3 {
        fetch(&fetcher, URL).await.unwrap();
    }
    assert_eq!(origin.connections(), 3);
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let origin = Origin::start().await;
    origin.answer(URL, Answer::ok("{}").header("set-cookie", "a=b; Path=/"));
    let fetcher = origin.fetcher().build().unwrap();
    for _ in 0..2 {
        fetch(&fetcher, URL).await.unwrap();
        assert!(
            !origin
                .last_request(URL)
                .unwrap()
                .to_ascii_lowercase()
                .contains("cookie")
        );
    }
}

#[tokio::test]
async fn a_failed_request_is_not_tried_again() {
    let origin = Origin::start().await;
    origin.answer(URL, vec![Step::Cut]);
    let fetcher = origin.fetcher().build().unwrap();
    assert!(fetch(&fetcher, URL).await.is_err());
    assert_eq!((origin.requests(URL), origin.connections()), (1, 1));
}

#[tokio::test]
async fn what_is_no_http_is_a_protocol_failure() {
    for text in [
        "",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "{\"client_id\":\"https://client.example/client.json\"}",
        "HTTP/0.9 200 OK\r\n\r\n",
        "HTTP/1.1 2OO OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\n no-name\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nbad name: 1\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    ] {
        let answer = vec![Step::write(text)];
        let failure = fetch_answer(answer)
            .await
            .map_err(|error| format!("{error:?}"));
        assert_eq!(
            failure.map(|fetched| fetched.body),
            Err("Protocol".to_owned()),
            "{text:?}"
        );
    }
}

#[tokio::test]
async fn a_header_section_has_bounds() {
    let fields: String = (0..200).map(|n| format!("x-{n}: 1\r\n")).collect();
    for flood in [fields, format!("x: {}\r\n", "1".repeat(2 * 1024 * 1024))] {
        let head = format!("HTTP/1.1 200 OK\r\n{flood}content-length: 2\r\n\r\n{{}}");
        check_failure(vec![Step::write(head)], "Protocol").await;
    }
    let endless = vec![
        Step::write("HTTP/1.1 200 OK\r\nx: "),
        Step::repeat(vec![b'1'; 16_384]),
    ];
    check_failure(endless, "Protocol").await;
}

#[tokio::test]
async fn an_interim_answer_is_passed_over() {
    let text = "HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n\
                HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    assert_eq!(
        fetch_answer(vec![Step::write(text)]).await.unwrap().body,
        "{}"
    );
}
