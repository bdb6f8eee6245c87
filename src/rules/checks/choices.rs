//! Which checks a server makes.

use std::sync::Arc;

/// Which checks a server makes of a request, beyond what the client's document says of itself.
///
/// All are made by default. What the server supports, its grant and response types, is part of the
/// [`RuleSet`](crate::rules::rule_set::RuleSet), since documents are negotiated with it.
///
/// ```
/// use tower_cimd::rules::checks::{Check, Checks};
///
/// let checks = Checks::default()
///     .scope_ceiling(["mcp:tools", "offline_access"])
///     .resources(["https://mcp.example.com/mcp"])
///     .without(Check::SignedRequests);
/// # let _ = checks;
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct Checks {
    left_out: u16,
    pkce: Pkce,
    pub(super) scope_ceiling: Option<Arc<[String]>>,
    pub(super) resources: Option<Arc<[String]>>,
    pub(super) dpop: bool,
}

/// A check that can be left out without a hole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Check {
    /// `response_type` is present, and within server and document.
    ResponseType,
    /// `grant_type` is present, and within server and document; the device grant at the device
    /// authorization endpoint.
    GrantType,
    /// `scope` is well formed, and within the document and the server's ceiling.
    Scope,
    /// Each `resource` is an absolute URI without fragment, and one of the server's.
    Resource,
    /// `require_pushed_authorization_requests` of the document.
    PushedRequests,
    /// `require_signed_request_object` of the document.
    SignedRequests,
    /// `prompt=none` for redirection URIs at which any program may listen (T16).
    Prompt,
    /// `token` is present where one is revoked or introspected.
    Token,
}

/// Of whom Proof Key for Code Exchange is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Pkce {
    /// Of every client: it protects against a code that somebody slips in, too, and every client
    /// that publishes a document can (OAuth 2.1 §4.1.1, RFC 9700 §2.1.1).
    #[default]
    Everybody,
    /// Of public clients; one that authenticates may rely on OpenID Connect's `nonce` instead.
    PublicClients,
    /// Of nobody.
    Nobody,
}

impl Checks {
    /// Leaves a check out; it is then for the handler.
    pub fn without(mut self, check: Check) -> Self {
        self.left_out |= check.bit();
        self
    }

    /// Leaves the check of `redirect_uri` out. Unless the handler makes it, a code goes to whoever
    /// asks for it, and nothing can be redirected.
    pub fn danger_without_redirect_uri(mut self) -> Self {
        self.left_out |= REDIRECT_URI;
        self
    }

    /// Asks for PKCE of public clients alone.
    pub fn pkce_of_public_clients(mut self) -> Self {
        self.pkce = Pkce::PublicClients;
        self
    }

    /// Leaves the checks of PKCE out. Unless the handler makes them, who intercepts a public client's
    /// code can redeem it.
    pub fn danger_without_pkce(mut self) -> Self {
        self.pkce = Pkce::Nobody;
        self
    }

    /// Sets the scopes that clients with a document may ask for; one beyond is `invalid_scope`.
    /// Default: no bound of the server's own.
    pub fn scope_ceiling<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scope_ceiling = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Sets the resources that this server issues tokens for (RFC 8707); another is
    /// `invalid_target`. Default: any that is well formed, for the handler to judge.
    ///
    /// Compared as strings, but that `https://host` and `https://host/` are one (RFC 3986 §6.2.3):
    /// clients send either.
    pub fn resources<S: Into<String>>(mut self, resources: impl IntoIterator<Item = S>) -> Self {
        self.resources = Some(resources.into_iter().map(Into::into).collect());
        self
    }

    /// Says that the token endpoint verifies DPoP proofs.
    ///
    /// A client whose document sets `dpop_bound_access_tokens` is then refused there without a
    /// `DPoP` header (RFC 9449 §5.2). Without this the member is handed on only, by
    /// [`Client::dpop_bound_access_tokens`](crate::CimdClient::dpop_bound_access_tokens): published
    /// documents set it for the servers that know DPoP, and one that does not cannot verify a proof.
    pub fn dpop(mut self) -> Self {
        self.dpop = true;
        self
    }

    pub(super) fn makes(&self, check: Check) -> bool {
        self.left_out & check.bit() == 0
    }

    pub(super) fn makes_redirect_uri(&self) -> bool {
        self.left_out & REDIRECT_URI == 0
    }

    /// Whether PKCE is asked of every client.
    pub(super) fn asks_everybody_for_pkce(&self) -> bool {
        self.asks_pkce(true)
    }

    /// Whether what PKCE has to do with is looked at.
    pub(super) fn knows_pkce(&self) -> bool {
        self.asks_pkce(false)
    }

    /// Whether PKCE is asked of a client that authenticates, or of one that does not.
    pub(super) fn asks_pkce(&self, authenticates: bool) -> bool {
        match self.pkce {
            Pkce::Everybody => true,
            Pkce::PublicClients => !authenticates,
            Pkce::Nobody => false,
        }
    }
}

impl Check {
    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

const REDIRECT_URI: u16 = 1 << 15;
