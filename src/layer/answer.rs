//! The default answers to a refused request.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, PRAGMA, REFERRER_POLICY,
    RETRY_AFTER, VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response};
use serde::Serialize;

use crate::layer::page;
use crate::layer::rejection::Rejection;

/// Makes the response to a refused request.
///
/// Every `Fn(&Rejection, &Parts) -> Response<B>` that can be cloned does; the layer's default is
/// [`DefaultAnswer`].
pub trait Answer<B>: Clone {
    /// The response to `rejection` of the request with this head.
    fn answer(&self, rejection: &Rejection, parts: &Parts) -> Response<B>;
}

impl<F, B> Answer<B> for F
where
    F: Fn(&Rejection, &Parts) -> Response<B> + Clone,
{
    fn answer(&self, rejection: &Rejection, parts: &Parts) -> Response<B> {
        self(rejection, parts)
    }
}

/// Answers as [`Rejection::to_response`] does.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct DefaultAnswer;

impl<B: From<Bytes>> Answer<B> for DefaultAnswer {
    fn answer(&self, rejection: &Rejection, _: &Parts) -> Response<B> {
        rejection.to_response()
    }
}

impl Rejection {
    /// The answer that the layer gives unless it is told otherwise.
    ///
    /// At the authorization endpoint a page for a person, or JSON, as `Accept` asks; everywhere
    /// else the JSON of RFC 6749 §5.2. Never a redirect: a redirection URI that nobody has
    /// validated would make the server an open redirector (RFC 9700 §4.11.2).
    pub fn to_response<B: From<Bytes>>(&self) -> Response<B> {
        let body = if self.is_page() {
            page::render(self)
        } else {
            json(self)
        };
        let mut response = Response::new(B::from(body));
        *response.status_mut() = self.status();
        head(self, response.headers_mut());
        response
    }
}

/// Refuses a request: makes the answer and leaves the reason with it.
pub(crate) fn refuse<B>(
    answer: &impl Answer<B>,
    rejection: Rejection,
    parts: &Parts,
) -> Response<B> {
    let mut response = answer.answer(&rejection, parts);
    response.extensions_mut().insert(rejection);
    response
}

fn json(rejection: &Rejection) -> Bytes {
    let error = ErrorResponse {
        error: rejection.error(),
        error_description: &rejection.description(),
    };
    serde_json::to_vec(&error).unwrap_or_default().into()
}

/// The error response of RFC 6749 §5.2.
#[derive(Serialize)]
struct ErrorResponse<'a> {
    error: &'static str,
    error_description: &'a str,
}

fn head(rejection: &Rejection, headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if rejection.leg().is_some_and(|leg| leg.is_front_channel()) {
        headers.insert(VARY, HeaderValue::from_static("accept"));
    }
    if rejection.is_page() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(page::MEDIA_TYPE));
        headers.insert(CONTENT_SECURITY_POLICY, page::content_security_policy());
    }
    if rejection.challenges() {
        headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static(CHALLENGE));
    }
    if let Some(wait) = rejection.retry_after() {
        headers.insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
    }
}

const ALWAYS: [(HeaderName, &str); 5] = [
    (CONTENT_TYPE, "application/json"),
    (CACHE_CONTROL, "no-store"),
    (PRAGMA, "no-cache"),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];

const CHALLENGE: &str = "Basic realm=\"oauth\", charset=\"UTF-8\"";
