//! The headers of metadata, and of the request for it.

use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use axum::{Router, http::HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::{BARE, PATH, json, public, server};
use crate::rig::{Answer, ask, get, with};

const FIELDS: &[(&str, &str)] = &[
    ("content-length", "35"),
    ("etag", "W/\"old\""),
    ("last-modified", "Tue, 15 Nov 1994 12:45:26 GMT"),
    ("content-digest", "sha-256=:AAAA:"),
    ("repr-digest", "sha-256=:AAAA:"),
    ("digest", "SHA-256=AAAA"),
    ("content-md5", "AAAA"),
    ("cache-control", "max-age=60"),
    ("vary", "origin"),
    ("access-control-allow-origin", "*"),
    ("set-cookie", "a=b"),
];

async fn with_fields(metadata: &'static str) -> Answer {
    let server = server(public(), move || {
        let response = FIELDS.iter().fold(json(), |response, (name, value)| {
            response.header(*name, *value)
        });
        response.body(Body::from(metadata)).expect("a response")
    });
    ask(&server, get(PATH)).await
}

#[tokio::test]
async fn length_and_tag_are_those_of_the_new_bytes() {
    let answer = with_fields(BARE).await;
    assert_eq!(
        answer.header("content-length"),
        answer.body.len().to_string()
    );
    let digest = URL_SAFE_NO_PAD.encode(Sha256::digest(&answer.body));
    assert_eq!(answer.header("etag"), format!("\"{digest}\""));
}

#[tokio::test]
async fn what_speaks_of_other_bytes_is_gone() {
    let answer = with_fields(BARE).await;
    for name in [
        "last-modified",
        "content-digest",
        "repr-digest",
        "digest",
        "content-md5",
    ] {
        assert_eq!(answer.header(name), "", "{name}");
    }
}

#[tokio::test]
async fn all_other_fields_stay() {
    let answer = with_fields(BARE).await;
    for (name, value) in &FIELDS[7..] {
        assert_eq!(answer.header(name), *value, "{name}");
    }
}

#[tokio::test]
async fn unchanged_metadata_keeps_all_its_fields() {
    let complete = r#"{"issuer":"https://as.example.com","client_id_metadata_document_supported":true,"token_endpoint_auth_methods_supported":["none"]}"#;
    let answer = with_fields(complete).await;
    assert_eq!(answer.body, complete);
    for (name, value) in FIELDS {
        assert_eq!(answer.header(name), *value, "{name}");
    }
}

#[tokio::test]
async fn no_field_is_added() {
    let server = server(public(), || json().body(BARE.into()).expect("a response"));
    let answer = ask(&server, get(PATH)).await;
    assert!(answer.body.contains("none"), "{}", answer.body);
    assert_eq!(answer.header("etag"), "");
}

/// The fields of `request` that the handler sees.
async fn seen(request: Request) -> String {
    async fn tell(headers: HeaderMap) -> String {
        let mut names: Vec<_> = headers.keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        names.join(" ")
    }

    let server = Router::new().route(PATH, any(tell)).route_layer(public());
    ask(&server, request).await.body
}

#[tokio::test]
async fn no_copy_from_before_the_layer_is_kept_alive() {
    let conditional = |mut request: Request| {
        for name in [
            "if-none-match",
            "if-modified-since",
            "if-match",
            "range",
            "accept",
        ] {
            request = with(request, name, "*");
        }
        request
    };
    assert_eq!(seen(conditional(get(PATH))).await, "accept if-match range");
    let mut post = conditional(get(PATH));
    *post.method_mut() = http::Method::POST;
    let all = "accept if-match if-modified-since if-none-match range";
    assert_eq!(seen(post).await, all);
}
