//! The way back to the client.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::response::{IntoResponse, Response};

use crate::store::grant::Asked;

/// Redirects to the client with `name` and `value`, the request's state, and who answers (RFC 9207 §2).
pub(crate) fn redirect(issuer: &str, asked: &Asked, name: &str, value: &str) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value);
    if let Some(state) = &asked.state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", issuer);
    let mark = match asked.redirect_uri.contains('?') {
        true => '&',
        false => '?',
    };
    let location = format!("{}{mark}{}", asked.redirect_uri, query.finish());
    let headers = [(LOCATION, location.as_str()), (CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}
