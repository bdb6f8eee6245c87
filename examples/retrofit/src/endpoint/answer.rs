//! The way back to the client.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, LOCATION};
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// Redirects to the client with `name` and `value`, the request's state, and who answers (RFC 9207 §2).
pub(crate) fn redirect(
    app: &App,
    redirect_uri: &str,
    state: Option<&str>,
    (name, value): (&str, &str),
) -> Response {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", &app.issuer);
    let mark = match redirect_uri.contains('?') {
        true => '&',
        false => '?',
    };
    to(&format!("{redirect_uri}{mark}{}", query.finish()))
}

/// Sends the browser elsewhere, by GET.
pub(crate) fn to(location: &str) -> Response {
    let headers = [(LOCATION, location), (CACHE_CONTROL, "no-store")];
    (StatusCode::SEE_OTHER, headers).into_response()
}
