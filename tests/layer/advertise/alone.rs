//! What is left alone: byte for byte, and told.

use axum::body::Body;
use axum::extract::Request;
use http::{Method, Response, StatusCode};
use tower::ServiceExt;
use tower_cimd::CimdLayer;
use tower_cimd::layer::advertise::{AdvertiseLayer, Unadvertised};
use tower_cimd::rules::auth_method::AuthMethod;

use super::{BARE, PATH, json, public, resolver, server, serving};
use crate::events::told;
use crate::rig::{get, whole};

fn asked(method: Method) -> Request {
    let request = Request::builder().method(method).uri(PATH);
    request.body(Body::empty()).expect("a request")
}

/// That `request` gets what it would get without the layer, and that `why` is told once.
async fn check(
    layer: AdvertiseLayer,
    request: impl Fn() -> Request,
    respond: impl Fn() -> Response<Body> + Clone + Send + Sync + 'static,
    why: Unadvertised,
    level: &str,
) {
    let server = server(layer, respond.clone());
    let response = server.clone().oneshot(request()).await.expect("a response");
    assert_eq!(response.extensions().get::<Unadvertised>(), Some(&why));
    let (parts, body) = response.into_parts();
    let answer = whole(Response::from_parts(parts, body)).await;
    let expected = whole(respond()).await;
    assert_eq!(answer.status, expected.status);
    assert_eq!(answer.headers, expected.headers);
    if *request().method() != Method::HEAD {
        assert_eq!(answer.body, expected.body);
    }
    let lines = told(&server, request(), "metadata passed without additions").await;
    let [line] = &*lines else {
        panic!("one line: {lines:?}");
    };
    assert!(line.starts_with(level), "{line}");
    assert!(
        line.ends_with(&format!("rule=\"{}\"", why.rule())),
        "{line}"
    );
}

/// `metadata` as any server would send it.
async fn check_metadata(metadata: impl Into<String>, why: Unadvertised) {
    let metadata = metadata.into();
    let respond = move || {
        let response = json().header("content-length", metadata.len());
        let response = response.header("etag", "\"old\"");
        response
            .body(Body::from(metadata.clone()))
            .expect("a response")
    };
    check(public(), || get(PATH), respond, why, "INFO").await;
}

/// An answer with these fields.
async fn check_fields(fields: &'static [(&str, &str)], why: Unadvertised, level: &str) {
    let respond = || {
        let length = Response::builder().header("content-length", BARE.len());
        let response = fields.iter().fold(length, |response, (name, value)| {
            response.header(*name, *value)
        });
        response.body(Body::from(BARE)).expect("a response")
    };
    check(public(), || get(PATH), respond, why, level).await;
}

#[tokio::test]
async fn another_method_than_get() {
    let respond = || {
        let response = json().header("content-length", BARE.len());
        response.body(Body::from(BARE)).expect("a response")
    };
    for method in [Method::HEAD, Method::OPTIONS, Method::POST] {
        let request = || asked(method.clone());
        check(public(), request, respond, Unadvertised::Method, "DEBUG").await;
    }
}

#[tokio::test]
async fn another_status_than_200() {
    for status in [
        StatusCode::CREATED,
        StatusCode::PARTIAL_CONTENT,
        StatusCode::NOT_MODIFIED,
        StatusCode::NOT_FOUND,
        StatusCode::INTERNAL_SERVER_ERROR,
    ] {
        let respond = move || {
            let response = json().status(status).header("content-length", BARE.len());
            response.body(Body::from(BARE)).expect("a response")
        };
        check(
            public(),
            || get(PATH),
            respond,
            Unadvertised::Status,
            "DEBUG",
        )
        .await;
    }
}

#[tokio::test]
async fn another_media_type_than_json() {
    for fields in [
        &[][..],
        &[("content-type", "text/html")],
        &[("content-type", "text/json")],
        &[("content-type", "application/json; charset=utf-16")],
        &[
            ("content-type", "application/json"),
            ("content-type", "application/json"),
        ],
    ] {
        check_fields(fields, Unadvertised::MediaType, "DEBUG").await;
    }
}

#[tokio::test]
async fn a_part_of_a_document() {
    let fields = &[
        ("content-type", "application/json"),
        ("content-range", "bytes 0-34/35"),
    ];
    check_fields(fields, Unadvertised::ContentRange, "DEBUG").await;
}

#[tokio::test]
async fn a_content_coding() {
    let fields = &[
        ("content-type", "application/json"),
        ("content-encoding", "gzip"),
    ];
    check_fields(fields, Unadvertised::ContentEncoding, "INFO").await;
}

#[tokio::test]
async fn signed_metadata() {
    for signed in [r#""e30.e30.AA""#, "null"] {
        let metadata = BARE.replace('}', &format!(r#","signed_metadata":{signed}}}"#));
        check_metadata(metadata, Unadvertised::Signed).await;
    }
}

#[tokio::test]
async fn another_issuer() {
    for metadata in [
        "{}",
        r#"{"issuer":null}"#,
        r#"{"issuer":["https://as.example.com"]}"#,
        r#"{"issuer":"https://as.example.com/"}"#,
        r#"{"issuer":"https://as.example.com/tenant"}"#,
        r#"{"issuer":"https://AS.example.com"}"#,
    ] {
        check_metadata(metadata, Unadvertised::Issuer).await;
    }
}

#[tokio::test]
async fn duplicate_members() {
    for twice in [
        r#","issuer":"https://as.example.com""#,
        r#","i\u0073suer":"https://as.example.com""#,
        r#","x":{"y":1,"y":1}"#,
    ] {
        let metadata = BARE.replace('}', "") + twice + "}";
        check_metadata(metadata, Unadvertised::DuplicateMember).await;
    }
}

#[tokio::test]
async fn what_is_no_json_object() {
    for metadata in ["", "[]", "null", "{", "{}{}", "\u{feff}{}", "{\"a\":1,}"] {
        check_metadata(metadata, Unadvertised::Json).await;
    }
}

#[tokio::test]
async fn over_64_kib() {
    let padded = |bytes: usize| BARE.to_owned() + &" ".repeat(bytes - BARE.len());
    check_metadata(padded(65_537), Unadvertised::Size).await;
    let answer = super::advertised(public(), &padded(65_536)).await;
    assert!(answer.body.contains("\"none\""));
}

#[tokio::test]
async fn lists_that_are_none() {
    for list in [r#""none""#, "null", r#"[1]"#, "{}"] {
        let member = format!(r#","token_endpoint_auth_methods_supported":{list}}}"#);
        check_metadata(BARE.replace('}', &member), Unadvertised::Malformed).await;
    }
}

#[tokio::test]
async fn a_layer_that_accepts_no_method() {
    // Nobody verifies the assertions, so that the layer refuses every client.
    let cimd = CimdLayer::new(resolver(&[AuthMethod::PrivateKeyJwt]));
    let respond = || {
        let response = json().header("content-length", BARE.len());
        response.body(Body::from(BARE)).expect("a response")
    };
    let layer = AdvertiseLayer::new(&cimd);
    check(layer, || get(PATH), respond, Unadvertised::NoMethod, "INFO").await;
}

#[tokio::test]
async fn what_is_amended_is_not_told() {
    let server = serving(public(), BARE);
    let lines = told(&server, get(PATH), "metadata passed without additions").await;
    assert_eq!(lines, [""; 0]);
}

#[tokio::test]
async fn what_keeps_a_server_unadvertised_floods_no_log() {
    let respond = || {
        let response = json().header("content-length", 2);
        response.body(Body::from("[]")).expect("a response")
    };
    let server = server(public(), respond);
    let mut levels = Vec::new();
    for _ in 0..6 {
        let lines = told(&server, get(PATH), "metadata passed without additions").await;
        levels.extend(
            lines
                .iter()
                .filter_map(|line| Some(line.split(' ').next()?.to_owned())),
        );
    }
    assert_eq!(levels, ["INFO", "INFO", "INFO", "INFO", "INFO", "DEBUG"]);
}
