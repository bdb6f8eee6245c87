//! What a client is told that gets nothing.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// An OAuth error code, and a sentence for the client's developer (RFC 6749 §5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal(pub(crate) &'static str, pub(crate) &'static str);

impl Refusal {
    pub(crate) fn status(&self) -> StatusCode {
        match self.0 {
            "invalid_client" => StatusCode::UNAUTHORIZED,
            "temporarily_unavailable" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Refusal(error, description) = self;
        let body = Json(json!({ "error": error, "error_description": description }));
        let mut answer = (self.status(), [(CACHE_CONTROL, "no-store")], body).into_response();
        if self.status() == StatusCode::UNAUTHORIZED {
            let challenge = "Basic realm=\"notes\"".parse().expect("it is ASCII");
            answer.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        answer
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        tracing::error!(%error, "the database");
        Refusal("temporarily_unavailable", "try again in a moment")
    }
}
