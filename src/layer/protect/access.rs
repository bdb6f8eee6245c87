//! What a browser is told about requests of other origins (Fetch standard, "CORS protocol").

use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    HeaderName,
};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};

/// Whether the browser asks if it may send a request.
pub(crate) fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// It may.
pub(crate) fn preflight<B: From<Bytes>>() -> Response<B> {
    let mut response = Response::new(B::from(Bytes::new()));
    *response.status_mut() = StatusCode::NO_CONTENT;
    set(response.headers_mut(), &PREFLIGHT);
    response
}

/// Lets the answer be read. What somebody else has said stays.
pub(crate) fn open(headers: &mut HeaderMap) {
    set(headers, &ANSWER);
}

fn set(headers: &mut HeaderMap, fields: &[(HeaderName, &'static str)]) {
    for (name, value) in fields {
        let value = HeaderValue::from_static(value);
        headers.entry(name).or_insert(value);
    }
}

/// Every origin: no cookie is involved, because credentials are not allowed, and who has no token
/// gets nothing that he could not have got without a browser.
const ANSWER: [(HeaderName, &str); 2] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    // Without it a script does not see how to get a token.
    (
        ACCESS_CONTROL_EXPOSE_HEADERS,
        "WWW-Authenticate, Retry-After, Mcp-Session-Id, DPoP-Nonce",
    ),
];

const PREFLIGHT: [(HeaderName, &str); 4] = [
    (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    (
        ACCESS_CONTROL_ALLOW_METHODS,
        "GET, HEAD, POST, DELETE, OPTIONS",
    ),
    // `*` never stands for Authorization. The others are written out for what does not know `*`.
    (
        ACCESS_CONTROL_ALLOW_HEADERS,
        "Authorization, Content-Type, MCP-Protocol-Version, Mcp-Session-Id, Last-Event-ID, DPoP, *",
    ),
    // Seconds: what browsers keep at most (Chromium two hours).
    (ACCESS_CONTROL_MAX_AGE, "7200"),
];
