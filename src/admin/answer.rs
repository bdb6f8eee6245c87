//! What a route answers, and the header fields of all that it answers (T19).

use std::sync::LazyLock;

use axum::body::Body;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderName, HeaderValue, StatusCode};
use sha2::{Digest as _, Sha256};

/// What a route answers.
#[derive(Debug)]
pub(super) enum Answer {
    /// A page.
    Page(String),
    /// A page that says what was wrong with the request.
    Wrong(StatusCode, String),
    /// JSON.
    Json(StatusCode, String),
    /// JSON values, one a line.
    Lines(String),
    /// The page to look at after a change, relative to where the form was sent.
    SeeOther(String),
}

impl Answer {
    pub(super) fn into_response(self) -> Response {
        let (status, media_type, body) = match self {
            Answer::Page(html) => (StatusCode::OK, HTML, html),
            Answer::Wrong(status, html) => (status, HTML, html),
            Answer::Json(status, json) => (status, JSON, json),
            Answer::Lines(lines) => (StatusCode::OK, JSON_LINES, lines),
            Answer::SeeOther(to) => return see_other(&to),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = status;
        let media_type = HeaderValue::from_static(media_type);
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        closed(response)
    }
}

/// An answer of the host's guard, which is not to be kept by anybody either.
pub(super) fn of_guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

fn see_other(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    // What is not ASCII is percent-encoded where the text is made.
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("."));
    response.headers_mut().insert(LOCATION, to);
    closed(response)
}

fn closed(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in FIELDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_SECURITY_POLICY, policy());
    response
}

/// The style sheet is allowed by its digest, forms where they came from, and nothing else at all.
fn policy() -> HeaderValue {
    static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
        let digest = STANDARD.encode(Sha256::digest(STYLE));
        HeaderValue::try_from(format!("{NOTHING}; style-src 'sha256-{digest}'")).ok()
    });
    POLICY.clone().unwrap_or(HeaderValue::from_static(NOTHING))
}

/// The style sheet of every page.
pub(super) const STYLE: &str = include_str!("templates/style.css");

const NOTHING: &str =
    "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// `Referrer-Policy` leaves `Origin` on the forms of the page: with `no-referrer` a browser sends
/// `null` (Fetch, "append a request Origin header").
const FIELDS: [(HeaderName, &str); 6] = [
    (CACHE_CONTROL, "no-store"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json";
const JSON_LINES: &str = "application/jsonl";
