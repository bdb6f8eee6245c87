//! An OAuth request, read once.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};

/// A request with its parameters: of the query, or of the form where it is a POST (RFC 6749 §3.1 and §3.2).
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) parts: Parts,
    pub(crate) params: Params,
    pub(crate) cimd: Option<tower_cimd::CimdClient>, // CIMD
}

/// Names and values in their order.
#[derive(Debug)]
pub(crate) struct Params(Vec<(String, String)>);

impl Params {
    pub(crate) fn parse(encoded: &[u8]) -> Self {
        Params(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// A parameter; one without a value was left out (RFC 6749 §3.1).
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(key, _)| key == name);
        found
            .map(|(_, value)| value.as_str())
            .filter(|value| !value.is_empty())
    }

    /// Whether a parameter stands there twice, which none may (RFC 6749 §3.1).
    pub(crate) fn is_ambiguous(&self) -> bool {
        let mut names: Vec<&str> = self.0.iter().map(|(name, _)| name.as_str()).collect();
        names.sort_unstable();
        names.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// The same as a query.
    pub(crate) fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.0)
            .finish()
    }
}

impl Incoming {
    fn new(parts: Parts, params: Params) -> Self {
        Incoming {
            cimd: parts.extensions.get().cloned(), // CIMD
            parts,
            params,
        }
    }

    /// The redirection URI that it presents.
    pub(crate) fn redirect_uri(&self) -> &str {
        self.params.get("redirect_uri").unwrap_or_default()
    }

    /// The cookie of this name.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        let cookies = self.parts.headers.get_all(COOKIE).into_iter();
        cookies
            .filter_map(|cookies| cookies.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    }
}

impl<S: Send + Sync> FromRequest<S> for Incoming {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        if parts.method != Method::POST {
            let params = Params::parse(parts.uri.query().unwrap_or_default().as_bytes());
            return Ok(Incoming::new(parts, params));
        }
        if !is_form(&parts) {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        let request = Request::from_parts(parts.clone(), body);
        let form = Bytes::from_request(request, state).await;
        let params = Params::parse(&form.map_err(IntoResponse::into_response)?);
        Ok(Incoming::new(parts, params))
    }
}

fn is_form(parts: &Parts) -> bool {
    let content_type = parts.headers.get(CONTENT_TYPE);
    let essence = content_type
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(FORM))
}

const FORM: &str = "application/x-www-form-urlencoded";
