//! An error of which the client may be told by a redirect, by a server that has its user before it.

use crate::rules::authorization_response::{AuthorizationResponse, Location};
use crate::rules::checks::error::CheckError;
use crate::rules::checks::request::RequestParameters;
use crate::rules::client::Client;
use crate::rules::consent::{PromptError, is_for_anybody, is_silent};
use crate::rules::issuer::Issuer;

/// An error of an authorization request that RFC 6749 §4.1.2.1 tells by a redirect, the client and its
/// redirection URI being in order.
///
/// Anybody can publish a document with a redirection URI of his own, so that a server that redirects
/// errors at once is an open redirector (RFC 9700 §4.11.2). It is therefore a value, which becomes a
/// [`Location`] only for a user who [is present](UserPresent) (T16).
#[derive(Clone, Debug)]
pub struct RedirectableError {
    error: CheckError,
    client: Client,
    issuer: Issuer,
    redirect_uri: String,
    state: Option<String>,
    /// `prompt=none` stood in the request.
    silent: bool,
    /// Any program may listen at the redirection URI.
    for_anybody: bool,
}

impl RedirectableError {
    /// The error of a request, where it may be redirected: the check is one of those that may
    /// ([`CheckError::is_redirectable`]), the redirection URI is the client's, and the answer goes into
    /// the query (`response_mode` is absent or `query`).
    pub fn new(
        error: CheckError,
        client: &Client,
        request: RequestParameters<'_>,
        issuer: &Issuer,
    ) -> Option<Self> {
        let presented = request.get("redirect_uri");
        let registered = client.check_redirect_uri(presented).ok()?;
        let by_query = matches!(request.get("response_mode"), None | Some("query"));
        (by_query && error.is_redirectable()).then(|| RedirectableError {
            error,
            client: client.clone(),
            issuer: issuer.clone(),
            redirect_uri: presented.unwrap_or(registered.as_str()).to_owned(),
            state: request.get("state").map(str::to_owned),
            silent: is_silent(request.get("prompt")),
            for_anybody: is_for_anybody(registered),
        })
    }

    /// The check that failed.
    pub fn error(&self) -> CheckError {
        self.error
    }

    /// The client, for the page that says who is told.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The redirection URI of the request, which is the client's.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// The `state` of the request.
    pub fn state(&self) -> Option<&str> {
        self.state.as_deref()
    }

    /// Where to send the user: the redirection URI with `error`, `error_description`, `state`, `iss`.
    ///
    /// # Errors
    ///
    /// [`PromptError::InteractionRequired`] where the client asked for no interaction and any program may
    /// receive the answer (T16): show the error.
    pub fn location(&self, _: UserPresent) -> Result<Location, PromptError> {
        if self.silent && self.for_anybody {
            return Err(PromptError::InteractionRequired);
        }
        let response = AuthorizationResponse {
            issuer: &self.issuer,
            redirect_uri: &self.redirect_uri,
            state: self.state.as_deref(),
        };
        Ok(response.error(self.error.error(), Some(self.error.description())))
    }
}

/// A host's word that the user has signed in and has seen where the redirect leads.
///
/// RFC 9700 §4.11.2: the server authenticates the user and, but for silent authentication, asks before
/// it redirects.
#[derive(Clone, Copy, Debug)]
pub struct UserPresent(());

impl UserPresent {
    /// Say this in the handler of the form that the signed-in user has sent to go on, and nowhere
    /// before.
    pub const fn signed_in_and_went_on() -> Self {
        UserPresent(())
    }
}
