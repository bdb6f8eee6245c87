//! The extractor for axum, over axum-core.

use axum_core::body::Body;
use axum_core::extract::FromRequestParts;
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::layer::protect::denial::Denial;
use crate::layer::protect::kind::DenialKind;
use crate::rules::access_token::AccessToken;

/// Refuses with 500 where no [`ProtectLayer`](crate::ProtectLayer) is around the route.
///
/// There is no `Option<AccessToken>`: a route for callers with and without a token would take the
/// one whose layer is missing for the other.
impl<S: Send + Sync> FromRequestParts<S> for AccessToken {
    type Rejection = Denial;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Denial> {
        let token = parts.extensions.get().cloned();
        token.ok_or_else(|| Denial::new(DenialKind::LayerMissing).told(None, ""))
    }
}

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        self.to_response::<Body>()
    }
}
