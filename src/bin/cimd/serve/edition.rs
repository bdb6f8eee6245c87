//! The document as it stands in its file now, and what is answered with it.

use std::io::ErrorKind;
use std::path::Path;
use std::{fs, io};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH,
};
use http::{Method, Request, Response, StatusCode};
use sha2::{Digest, Sha256};

/// Answers a request for `target`, the path and query of the client_id.
pub(crate) fn answer<B>(request: &Request<B>, target: &str, file: &Path) -> Response<Bytes> {
    let asked = request.uri().path_and_query().map(|it| it.as_str());
    if asked != Some(target) {
        return empty(StatusCode::NOT_FOUND);
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut refusal = empty(StatusCode::METHOD_NOT_ALLOWED);
        let methods = HeaderValue::from_static("GET, HEAD");
        refusal.headers_mut().insert(ALLOW, methods);
        return refusal;
    }
    match fs::read(file) {
        Ok(document) => published(request.headers(), document.into()),
        Err(error) => unreadable(&error),
    }
}

fn published(asked: &HeaderMap, document: Bytes) -> Response<Bytes> {
    let tag = tag(&document);
    let mut answer = match is_held(asked, &tag) {
        true => empty(StatusCode::NOT_MODIFIED),
        false => Response::new(document),
    };
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // Whoever edits the file wants to see what comes of it, and no copy.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if let Ok(tag) = tag.try_into() {
        headers.insert(ETAG, tag);
    }
    answer
}

/// Without its file a document is withdrawn, which a developer may want to try.
fn unreadable(error: &io::Error) -> Response<Bytes> {
    empty(match error.kind() {
        ErrorKind::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    })
}

fn tag(document: &[u8]) -> String {
    let digest = Sha256::digest(document);
    let digest: String = URL_SAFE_NO_PAD.encode(digest).chars().take(16).collect();
    format!("\"{digest}\"")
}

/// Compared weakly, in a list or `*` (RFC 9110 §13.1.2). Our own tags hold no comma.
fn is_held(asked: &HeaderMap, tag: &str) -> bool {
    let fields = asked.get_all(IF_NONE_MATCH).iter();
    let mut tags = fields
        .filter_map(|field| field.to_str().ok())
        .flat_map(|field| field.split(','))
        .map(str::trim);
    tags.any(|held| held == "*" || held.strip_prefix("W/").unwrap_or(held) == tag)
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}
