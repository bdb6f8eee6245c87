//! The most that one client may ask for.

use crate::rules::checks::error::CheckError;
use crate::rules::checks::request::RequestParameters;
use crate::rules::checks::scope::words;
use crate::rules::leg::Leg;

/// The most that one client may ask for, within what its document and this server allow anyway. The
/// default sets no bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ceilings {
    /// The scopes. `None` sets no bound.
    pub scopes: Option<Vec<String>>,
    /// The grant types, by their names in requests and metadata. `None` sets no bound.
    pub grant_types: Option<Vec<String>>,
}

impl Ceilings {
    /// Holds a request on this leg to the ceilings.
    ///
    /// Where a grant begins, a request without `scope` is refused under a ceiling of scopes: what the
    /// handler gives by default may be more (RFC 6749 §3.3 leaves a server the choice). A refresh
    /// without one asks for what was granted before, and passes.
    ///
    /// # Errors
    ///
    /// `scope.beyond_ceiling`, `scope.unnamed` or `grant_type.beyond_ceiling`.
    pub fn check(&self, leg: Leg, request: RequestParameters<'_>) -> Result<(), CheckError> {
        if matches!(leg, Leg::Revocation | Leg::Introspection) {
            return Ok(());
        }
        if let Some(most) = &self.grant_types {
            let within = |grant: &str| most.iter().any(|it| it == grant);
            if !grants(leg, request).all(within) {
                return Err(CheckError::GrantTypeBeyondCeiling);
            }
        }
        match &self.scopes {
            Some(most) => check_scope(leg, request, most),
            None => Ok(()),
        }
    }
}

fn check_scope(
    leg: Leg,
    request: RequestParameters<'_>,
    most: &[String],
) -> Result<(), CheckError> {
    let scope = request.get("scope");
    if words(scope).next().is_none() {
        return match begins_grant(leg, request) {
            true => Err(CheckError::ScopeUnnamed),
            false => Ok(()),
        };
    }
    match words(scope).all(|word| most.iter().any(|it| it == word)) {
        true => Ok(()),
        false => Err(CheckError::ScopeBeyondCeiling),
    }
}

/// Whether this request, and none before it, says what the tokens are good for.
fn begins_grant(leg: Leg, request: RequestParameters<'_>) -> bool {
    let follows = |grant: &str| matches!(grant, CODE_GRANT | "refresh_token" | DEVICE_GRANT);
    leg != Leg::Token || !request.get("grant_type").is_some_and(follows)
}

/// The grant types that a request is about. The authorization endpoint has two of them (RFC 7591 §2.1).
fn grants<'a>(leg: Leg, request: RequestParameters<'a>) -> impl Iterator<Item = &'a str> {
    let (code, implicit) = match leg {
        Leg::Authorization | Leg::PushedAuthorization => {
            let asked = || words(request.get("response_type"));
            let implicit = asked().any(|word| matches!(word, "token" | "id_token"));
            (asked().any(|word| word == "code"), implicit)
        }
        Leg::Token | Leg::DeviceAuthorization | Leg::Revocation | Leg::Introspection => {
            (false, false)
        }
    };
    let stated = match leg {
        Leg::Token => request.get("grant_type"),
        Leg::DeviceAuthorization => Some(DEVICE_GRANT),
        Leg::Authorization | Leg::PushedAuthorization | Leg::Revocation | Leg::Introspection => {
            None
        }
    };
    let by_response = [code.then_some(CODE_GRANT), implicit.then_some("implicit")];
    by_response.into_iter().flatten().chain(stated)
}

const CODE_GRANT: &str = "authorization_code";
/// RFC 8628 §3.4.
const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
