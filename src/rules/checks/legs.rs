//! The checks of each leg, together.

use crate::rules::auth_method::AuthMethod;
use crate::rules::checks::choices::{Check, Checks};
use crate::rules::checks::error::CheckError;
use crate::rules::checks::grants::{supports_grant_type, supports_response_type};
use crate::rules::checks::proof_key::{check_code_challenge, check_code_verifier};
use crate::rules::checks::request::RequestParameters;
use crate::rules::checks::resource::check_resource;
use crate::rules::checks::scope::grants_scope;
use crate::rules::client::Client;
use crate::rules::consent::{is_for_anybody, is_silent};
use crate::rules::leg::Leg;
use crate::rules::rule_set::ServerCapabilities;

/// How the parameters of a request came, and who sent them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circumstances {
    /// The client authenticates with this request, be it that the host has still to check it.
    pub authenticates: bool,
    /// The parameters were pushed before (RFC 9126), or are being pushed.
    pub pushed: bool,
    /// The parameters come from a request object that the host has verified (RFC 9101).
    pub signed: bool,
    /// The request has a `DPoP` header (RFC 9449 §4.1).
    pub dpop: bool,
}

impl Client {
    /// Makes every check of a request on this leg, as the layer does.
    ///
    /// For a host that acts later than the layer judged: on a pushed request when it is used, on a
    /// consent form when it is posted. The parameters `request` and `request_uri` are not for these
    /// checks: what they stand for is.
    ///
    /// ```
    /// use tower_cimd::rules::checks::{Checks, Circumstances};
    /// use tower_cimd::rules::parameters::Parameters;
    /// use tower_cimd::{CimdClient, Leg, Resolver};
    ///
    /// # fn check(resolver: &Resolver, client: &CimdClient, stored: &Parameters) {
    /// let server = &resolver.rules().server;
    /// let pushed = Circumstances { pushed: true, ..Circumstances::default() };
    /// let checks = Checks::default();
    /// let outcome = client.check(Leg::Authorization, stored.into(), pushed, server, &checks);
    /// # let _ = outcome;
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The first check that fails, that of the redirection URI before all others.
    pub fn check(
        &self,
        leg: Leg,
        request: RequestParameters<'_>,
        circumstances: Circumstances,
        server: &ServerCapabilities,
        checks: &Checks,
    ) -> Result<(), CheckError> {
        self.check_target(leg, request, checks)?;
        checks.check_alone(leg, request, server)?;
        self.check_by_document(leg, request, circumstances, checks)
    }

    /// The redirection URI, by which it is decided whether anything may be redirected.
    pub(crate) fn check_target(
        &self,
        leg: Leg,
        request: RequestParameters<'_>,
        checks: &Checks,
    ) -> Result<(), CheckError> {
        let presented = request.get("redirect_uri");
        let wanted = checks.makes_redirect_uri();
        match leg {
            Leg::Authorization | Leg::PushedAuthorization if wanted => {
                self.check_redirect_uri(presented).map(drop)
            }
            Leg::Token if wanted => match presented.map(|uri| self.match_redirect_uri(uri)) {
                Some(None) => Err(CheckError::RedirectUriOfNoGrant),
                Some(Some(_)) | None => Ok(()),
            },
            Leg::Authorization
            | Leg::PushedAuthorization
            | Leg::Token
            | Leg::DeviceAuthorization
            | Leg::Revocation
            | Leg::Introspection => Ok(()),
        }
    }

    /// What takes the document, but for the redirection URI.
    pub(crate) fn check_by_document(
        &self,
        leg: Leg,
        request: RequestParameters<'_>,
        circumstances: Circumstances,
        checks: &Checks,
    ) -> Result<(), CheckError> {
        match leg {
            Leg::Authorization | Leg::PushedAuthorization => {
                self.check_demands(leg, circumstances, checks)?;
                if checks.makes(Check::ResponseType) {
                    self.lists_response_type(request.get("response_type"))?;
                }
                if checks.asks_pkce(!self.is_public()) {
                    check_challenge(request)?;
                }
                self.check_prompt(request, checks)?;
            }
            Leg::DeviceAuthorization => {
                if checks.makes(Check::GrantType) {
                    self.lists_grant_type(Some(DEVICE_GRANT), true)?;
                }
            }
            Leg::Token => self.check_grant(request, circumstances, checks)?,
            Leg::Revocation | Leg::Introspection => return Ok(()),
        }
        match checks.makes(Check::Scope) {
            true => self.lists_scope(request.get("scope")),
            false => Ok(()),
        }
    }

    /// What the document demands of authorization requests (RFC 9126 §6, RFC 9101 §10.5).
    fn check_demands(
        &self,
        leg: Leg,
        circumstances: Circumstances,
        checks: &Checks,
    ) -> Result<(), CheckError> {
        let pushed = circumstances.pushed || leg == Leg::PushedAuthorization;
        let wants_push = self.require_pushed_authorization_requests();
        if wants_push && !pushed && checks.makes(Check::PushedRequests) {
            return Err(CheckError::PushedRequestRequired);
        }
        let wants_signature = self.require_signed_request_object();
        if wants_signature && !circumstances.signed && checks.makes(Check::SignedRequests) {
            return Err(CheckError::SignedRequestRequired);
        }
        Ok(())
    }

    /// T16: where any program may receive the answer, a person has to look at every request, and at those of
    /// a client in quarantine (T15).
    fn check_prompt(
        &self,
        request: RequestParameters<'_>,
        checks: &Checks,
    ) -> Result<(), CheckError> {
        if !is_silent(request.get("prompt")) || !checks.makes(Check::Prompt) {
            return Ok(());
        }
        match self.check_redirect_uri(request.get("redirect_uri")) {
            Ok(uri) if !is_for_anybody(uri) && !self.is_quarantined() => Ok(()),
            Ok(_) | Err(_) => Err(CheckError::InteractionRequired),
        }
    }

    fn check_grant(
        &self,
        request: RequestParameters<'_>,
        circumstances: Circumstances,
        checks: &Checks,
    ) -> Result<(), CheckError> {
        let grant_type = request.get("grant_type");
        let authenticates = circumstances.authenticates;
        if checks.makes(Check::GrantType) {
            self.lists_grant_type(grant_type, authenticates)?;
        }
        let redeems = grant_type == Some(CODE_GRANT);
        if redeems && checks.asks_pkce(authenticates) {
            check_code_verifier(request.get("code_verifier"))?;
        }
        match checks.dpop && self.dpop_bound_access_tokens() && !circumstances.dpop {
            true => Err(CheckError::DpopMissing),
            false => Ok(()),
        }
    }

    /// Whether the client may come without authentication.
    fn is_public(&self) -> bool {
        self.token_endpoint_auth_methods()
            .contains(&AuthMethod::None)
    }
}

impl Checks {
    /// What takes no document, so that nothing is fetched for a request that fails here (T11).
    pub(crate) fn check_alone(
        &self,
        leg: Leg,
        request: RequestParameters<'_>,
        server: &ServerCapabilities,
    ) -> Result<(), CheckError> {
        match leg {
            Leg::Authorization | Leg::PushedAuthorization => {
                if self.makes(Check::ResponseType) {
                    supports_response_type(request.get("response_type"), server)?;
                }
                // One that nobody asked for would be kept, and later believed.
                let given = self.knows_pkce() && request.get("code_challenge").is_some();
                if given || self.asks_everybody_for_pkce() {
                    check_challenge(request)?;
                }
            }
            Leg::DeviceAuthorization if self.makes(Check::GrantType) => {
                supports_grant_type(Some(DEVICE_GRANT), server)?;
            }
            Leg::Token => self.check_grant_alone(request, server)?,
            Leg::Revocation | Leg::Introspection => {
                return match request.get("token").is_some() || !self.makes(Check::Token) {
                    true => Ok(()),
                    false => Err(CheckError::TokenMissing),
                };
            }
            Leg::DeviceAuthorization => {}
        }
        self.check_target_of_tokens(request)
    }

    fn check_grant_alone(
        &self,
        request: RequestParameters<'_>,
        server: &ServerCapabilities,
    ) -> Result<(), CheckError> {
        let grant_type = request.get("grant_type");
        if self.makes(Check::GrantType) {
            supports_grant_type(grant_type, server)?;
        }
        let verifier = request.get("code_verifier");
        let given = self.knows_pkce() && verifier.is_some();
        match grant_type == Some(CODE_GRANT) && (given || self.asks_everybody_for_pkce()) {
            true => check_code_verifier(verifier),
            false => Ok(()),
        }
    }

    /// What the tokens are to be good for.
    fn check_target_of_tokens(&self, request: RequestParameters<'_>) -> Result<(), CheckError> {
        if self.makes(Check::Scope) {
            grants_scope(request.get("scope"), self.scope_ceiling.as_deref())?;
        }
        if !self.makes(Check::Resource) {
            return Ok(());
        }
        let mut outcome = Ok(());
        request.all_resources(|resource| {
            outcome = check_resource(resource, self.resources.as_deref());
            outcome.is_ok()
        });
        outcome
    }
}

fn check_challenge(request: RequestParameters<'_>) -> Result<(), CheckError> {
    check_code_challenge(
        request.get("code_challenge"),
        request.get("code_challenge_method"),
    )
}

const CODE_GRANT: &str = "authorization_code";
/// RFC 8628 §3.4.
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
