//! Where a request carries its parameters, as far as the layer reads them.

use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, Method};

use crate::rules::media_type::MediaType;

/// Where a request carries its parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// In the query: GET and HEAD. A body that comes along is not read by anyone who uses the
    /// layer's reading.
    Query,
    /// In a body of `application/x-www-form-urlencoded`, by POST.
    Form,
    /// In a body of `application/json`, by POST, of which RFC 6749 knows nothing.
    Json,
    /// Somewhere that the layer does not read.
    Other,
}

impl Shape {
    pub(crate) fn of(parts: &Parts) -> Self {
        match parts.method {
            Method::GET | Method::HEAD => Shape::Query,
            Method::POST if is_body(&parts.headers, FORM) => Shape::Form,
            Method::POST if is_body(&parts.headers, JSON) => Shape::Json,
            _ => Shape::Other,
        }
    }
}

/// Whether the body is of a kind that the layer reads exactly as a handler would.
///
/// A content coding, a charset other than UTF-8 or a second `Content-Type` would let two readers
/// read two different forms (T4).
fn is_body(headers: &HeaderMap, essence: &str) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else {
        return false;
    };
    let value = only.as_bytes();
    let is_it = |media_type: MediaType| {
        media_type.essence() == essence && !media_type.has_foreign_charset()
    };
    // Nearly every client writes it in this very way, which needs no parser.
    (value == essence.as_bytes() || MediaType::parse(value).is_some_and(is_it))
        && !headers.contains_key(CONTENT_ENCODING)
}

/// The length that a request declares for its body, in bytes.
pub(crate) fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
