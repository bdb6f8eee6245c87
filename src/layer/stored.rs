//! Parameters that stand elsewhere than in the request: pushed before, or in a request object.

use std::error::Error;
use std::fmt::Debug;

use http::request::Parts;

use crate::resolve::fetch::BoxFuture;
use crate::rules::client::Client;
use crate::rules::parameters::Parameters;

/// The host's own store of pushed authorization requests (RFC 9126), by which `request_uri` is
/// understood at the authorization endpoint.
///
/// Without it a `request_uri` beside a URL-form client_id is answered `request_uri_not_supported`:
/// handed on unread, it would stand for parameters that nobody has checked, beside others that a
/// handler might take for checked ones (T1).
///
/// With it the layer refuses whatever stands beside `client_id` and `request_uri`, compares the
/// client_id byte for byte, makes its checks on the parameters that are stored, and gives them to
/// the handler as [`OAuthParams`](crate::OAuthParams).
pub trait PushedRequests: Debug + Send + Sync + 'static {
    /// What was pushed under this `request_uri`; `None` where nothing was, or it has expired or
    /// been used. `parts` is the head of the request that refers to it.
    ///
    /// Whether it is used up by this is the host's to say. Better not: the user may reload the page
    /// (RFC 9126 §4 allows that), and the layer may still refuse the request.
    ///
    /// # Errors
    ///
    /// Where the store could not be asked; to be later than
    /// [`hook_deadline`](crate::ResolverBuilder::hook_deadline) is the same. The request is answered
    /// 503.
    fn pushed<'a>(&'a self, request_uri: &'a str, parts: &'a Parts) -> Answer<'a>;
}

/// The host's own verification of request objects (RFC 9101), by which `request` is understood.
///
/// Without it a `request` beside a URL-form client_id is answered `request_not_supported` (T1).
/// With it, it is as with [`PushedRequests`]; and a client whose document says
/// `require_signed_request_object` is served, whom nothing else satisfies.
pub trait RequestObjects: Debug + Send + Sync + 'static {
    /// What stands in a request object whose signature is the client's, which has the keys
    /// ([`Client::jwks`], [`Client::jwks_uri`]); `None` where it is not, or the object is not valid.
    ///
    /// `parts` is the head of the request that carries it.
    ///
    /// # Errors
    ///
    /// As with [`PushedRequests::pushed`].
    fn verified<'a>(&'a self, request: &'a str, client: &'a Client, parts: &'a Parts)
    -> Answer<'a>;
}

/// What a hook answers.
pub type Answer<'a> = BoxFuture<'a, Result<Option<StoredRequest>, Box<dyn Error + Send + Sync>>>;

/// The parameters for which `request_uri` or `request` stands.
#[derive(Clone, Debug)]
pub struct StoredRequest {
    pub(crate) client_id: String,
    pub(crate) parameters: Parameters,
    pub(crate) signed: bool,
}

impl StoredRequest {
    /// The parameters, and the client_id to which they belong: the client that pushed them, or the
    /// `client_id` claim of the object.
    pub fn new(client_id: impl Into<String>, parameters: Parameters) -> Self {
        StoredRequest {
            client_id: client_id.into(),
            parameters,
            signed: false,
        }
    }

    /// Says that what was pushed was a request object that was verified.
    #[must_use]
    pub fn signed(mut self) -> Self {
        self.signed = true;
        self
    }
}
