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
            Method::POST if is_body(&parts.headers, MediaType::is_form) => Shape::Form,
            Method::POST if is_body(&parts.headers, is_json) => Shape::Json,
            _ => Shape::Other,
        }
    }
}

/// Whether the body is of a kind that the layer reads exactly as a handler would.
///
/// A content coding, a charset other than UTF-8 or a second `Content-Type` would let two readers
/// read two different forms (T4).
fn is_body(headers: &HeaderMap, of_a_kind: fn(&MediaType) -> bool) -> bool {
    let mut types = headers.get_all(CONTENT_TYPE).iter();
    let (Some(only), None) = (types.next(), types.next()) else {
        return false;
    };
    !headers.contains_key(CONTENT_ENCODING)
        && MediaType::parse(only.as_bytes())
            .is_some_and(|media_type| of_a_kind(&media_type) && !media_type.has_foreign_charset())
}

fn is_json(media_type: &MediaType) -> bool {
    media_type.essence() == "application/json"
}

/// The length that a request declares for its body, in bytes.
pub(crate) fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
