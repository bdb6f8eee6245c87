//! A request, as oxide-auth reads it.

use std::borrow::Cow;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use oxide_auth::endpoint::{NormalizedParameter, QueryParameter, WebRequest};
use oxide_auth_axum::{OAuthResponse, WebError};
use tower_cimd::rules::parameters::Parameters;

/// The layer's own reading of a request.
///
/// Not `oxide_auth_axum::OAuthRequest`, which parses query and form again: two parsers differ about
/// some request sooner or later, and then the handler acts on another client than was judged.
#[derive(Debug)]
pub(crate) struct JudgedRequest {
    parameters: NormalizedParameter,
    authorization: Option<String>,
}

impl JudgedRequest {
    pub(crate) fn new(parameters: &Parameters, headers: &HeaderMap) -> Self {
        let pairs = parameters.iter();
        JudgedRequest {
            parameters: pairs
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            authorization: authorization(headers),
        }
    }
}

/// Two credentials are none.
fn authorization(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok().map(str::to_owned),
        _ => None,
    }
}

impl WebRequest for JudgedRequest {
    type Error = WebError;
    type Response = OAuthResponse;

    fn query(&mut self) -> Result<Cow<'_, dyn QueryParameter + 'static>, WebError> {
        Ok(Cow::Borrowed(&self.parameters))
    }

    fn urlbody(&mut self) -> Result<Cow<'_, dyn QueryParameter + 'static>, WebError> {
        Ok(Cow::Borrowed(&self.parameters))
    }

    fn authheader(&mut self) -> Result<Option<Cow<'_, str>>, WebError> {
        Ok(self.authorization.as_deref().map(Cow::Borrowed))
    }
}
