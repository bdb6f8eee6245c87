//! A refusal of the handlers' own; those of the layer are the layer's.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tower_cimd::rules::checks::CheckError;

/// An OAuth error code, and a sentence for the client's developer (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal(pub(crate) &'static str, pub(crate) &'static str);

impl From<CheckError> for Refusal {
    fn from(error: CheckError) -> Self {
        Refusal(error.error(), error.description())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Refusal(error, description) = self;
        let body = Json(json!({ "error": error, "error_description": description }));
        (StatusCode::BAD_REQUEST, [(CACHE_CONTROL, "no-store")], body).into_response()
    }
}
