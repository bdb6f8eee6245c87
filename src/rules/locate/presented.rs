//! What a request presents.

use std::borrow::Cow;

use http::HeaderMap;

/// What the layer read of a request.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The raw query, without its `?`.
    pub query: Option<&'a str>,
    /// The raw body, where it is a form that was read. `None` for the body of a GET, which means
    /// nothing (RFC 9110 §9.3.1).
    pub form: Option<&'a [u8]>,
    /// The header fields.
    pub headers: &'a HeaderMap,
}

/// The client_id that a request presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Presented<'a> {
    /// None, in any place that the leg uses.
    Nothing,
    /// No Client Identifier URL is among those presented.
    Opaque,
    /// A Client Identifier URL, the same in every place where a client_id stands.
    Url(Located<'a>),
}

/// A Client Identifier URL that a request presents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<'a> {
    /// The decoded text. It starts with `https://` in some case; it is not yet a valid
    /// [`ClientId`](crate::rules::client_id::ClientId).
    pub client_id: Cow<'a, str>,
    /// Where it stands. [`Place::Basic`], where it stands there too: a failed authentication is then
    /// answered with a challenge (RFC 6749 §5.2).
    pub place: Place,
    /// The credential that came along.
    pub credential: Credential,
}

/// Where in a request a client_id stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In the query, as `client_id`.
    Query,
    /// In the form, as `client_id`.
    Form,
    /// In `Authorization: Basic`.
    Basic,
    /// In the `iss` or `sub` of `client_assertion`.
    Assertion,
}

/// Which credential came along. It was seen, not verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Credential {
    /// None: no secret, or an empty one, as some SDKs send for public clients.
    Nothing,
    /// A secret in `Authorization: Basic`.
    BasicSecret,
    /// A `client_secret` in the form.
    FormSecret,
    /// A `client_assertion`.
    Assertion,
    /// More than one of them, which RFC 6749 §2.3 forbids.
    Several,
}
