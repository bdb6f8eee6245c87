//! The answer of an authorization endpoint, as a redirect (RFC 6749 §4.1.2, RFC 9207).

use std::fmt;

use form_urlencoded::Serializer;
use http::header::{CACHE_CONTROL, LOCATION, REFERRER_POLICY};
use http::{HeaderValue, Response, StatusCode};

use crate::rules::issuer::Issuer;

/// Where an authorization response goes, and what is in each of them.
///
/// Every response carries `iss` (RFC 9207 §2), by which a client of several servers tells who
/// answers, and `state`, where the request had one. The redirection URI's own query stays as it is
/// (RFC 6749 §3.1.2); whatever is added to it is encoded, so that nothing in a `state` ends the header.
///
/// ```
/// use tower_cimd::rules::authorization_response::AuthorizationResponse;
/// use tower_cimd::rules::issuer::Issuer;
///
/// let issuer = Issuer::parse("https://as.example.com")?;
/// let response = AuthorizationResponse {
///     issuer: &issuer,
///     redirect_uri: "https://app.example.com/callback?tenant=7",
///     state: Some("a b"),
/// };
/// assert_eq!(
///     response.code("SplxlOBeZQQ").as_str(),
///     "https://app.example.com/callback?tenant=7&code=SplxlOBeZQQ&state=a+b\
///      &iss=https%3A%2F%2Fas.example.com",
/// );
/// # Ok::<(), tower_cimd::rules::issuer::IssuerError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationResponse<'a> {
    /// This server's own issuer identifier.
    pub issuer: &'a Issuer,
    /// The redirection URI **of the request**, after it was found to be the client's: that of a native
    /// app differs from the registered one by its port. Without fragment (RFC 6749 §3.1.2).
    pub redirect_uri: &'a str,
    /// The `state` of the request.
    pub state: Option<&'a str>,
}

impl AuthorizationResponse<'_> {
    /// The response that grants: `code`, `state`, `iss`.
    pub fn code(&self, code: &str) -> Location {
        self.with(&[("code", Some(code))])
    }

    /// The response that refuses: `error`, `error_description`, `state`, `iss`.
    ///
    /// To redirect an error before the user has signed in makes the server an open redirector, for
    /// anybody can publish a document with a redirection URI of his own (RFC 9700 §4.11.2).
    pub fn error(&self, error: &str, description: Option<&str>) -> Location {
        self.with(&[("error", Some(error)), ("error_description", description)])
    }

    fn with(&self, first: &[(&str, Option<&str>)]) -> Location {
        let mut location = visible(self.redirect_uri);
        if !location.contains('?') {
            location.push('?');
        } else if !location.ends_with(['?', '&']) {
            location.push('&');
        }
        let end = location.len();
        let last = [("state", self.state), ("iss", Some(self.issuer.as_str()))];
        let mut pairs = Serializer::for_suffix(location, end);
        for (name, value) in first.iter().chain(&last) {
            if let Some(value) = value {
                pairs.append_pair(name, value);
            }
        }
        Location(pairs.finish())
    }
}

/// The target of a redirect, fit for the `Location` header.
#[derive(Clone, PartialEq, Eq)]
pub struct Location(String);

impl Location {
    /// The URI, of visible ASCII characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The redirect: 303, so that a browser that has posted a form with a password does not post it
    /// again (RFC 9700 §4.12: never 307), and neither stored nor told to the next page.
    pub fn see_other<B: Default>(&self) -> Response<B> {
        let mut response = Response::new(B::default());
        *response.status_mut() = StatusCode::SEE_OTHER;
        let headers = response.headers_mut();
        if let Ok(location) = HeaderValue::from_str(&self.0) {
            headers.insert(LOCATION, location);
        }
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        response
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Without the query, which holds a code.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let target = self.0.split('?').next().unwrap_or_default();
        f.debug_tuple("Location").field(&target).finish()
    }
}

/// A redirection URI of this crate's is of visible ASCII; a host's own may be what it may.
fn visible(uri: &str) -> String {
    let mut text = String::with_capacity(uri.len() + ROOM);
    for byte in uri.bytes() {
        match byte {
            0x21..=0x7e => text.push(char::from(byte)),
            other => text.push_str(percent_encoding::percent_encode_byte(other)),
        }
    }
    text
}

/// Bytes. Enough for a code, a state and an issuer.
const ROOM: usize = 256;
