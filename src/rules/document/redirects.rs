//! The redirection URIs that a document registers.

use crate::rules::client_id::ClientId;
use crate::rules::document::access;
use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::members::Members;
use crate::rules::redirect_uri::RedirectUri;
use crate::rules::rule_set::RuleSet;

/// Each once, in the document's order. One that is not acceptable refuses the document: what its
/// publisher meant by it is not for us to guess.
pub(super) fn read(
    members: Members<'_>,
    required: bool,
    client_id: &ClientId,
    rules: &RuleSet,
) -> Result<Box<[RedirectUri]>, DocumentError> {
    let mut uris: Vec<RedirectUri> = Vec::new();
    for text in members.texts(REDIRECT_URIS)?.unwrap_or_default() {
        if uris.iter().any(|uri| uri.as_str() == text) {
            continue;
        }
        if uris.len() == MAX_REDIRECT_URIS {
            return Err(refused(DocumentRule::ManyRedirectUris));
        }
        uris.push(parse(text, client_id, rules)?);
    }
    if required && uris.is_empty() {
        return Err(refused(DocumentRule::NoRedirectUri));
    }
    Ok(uris.into())
}

fn parse(text: &str, client_id: &ClientId, rules: &RuleSet) -> Result<RedirectUri, DocumentError> {
    let uri = RedirectUri::parse(text, &rules.redirect_uri)
        .map_err(|error| DocumentError::of(REDIRECT_URIS, error))?;
    // The user's own machine is nobody's host, not even that of an issuer under development.
    if let Some(host) = uri.host().filter(|_| !uri.is_loopback()) {
        access::judge_host(REDIRECT_URIS, host, client_id, rules)?;
    }
    Ok(uri)
}

fn refused(rule: DocumentRule) -> DocumentError {
    DocumentError::of(REDIRECT_URIS, rule)
}

const REDIRECT_URIS: &str = "redirect_uris";

/// Published documents register up to twenty; three times that is room enough, and bounds the work
/// of every comparison.
const MAX_REDIRECT_URIS: usize = 64;
