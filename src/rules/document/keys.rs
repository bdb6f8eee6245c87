//! Where the client's keys are.

use crate::rules::client_id::ClientId;
use crate::rules::document::access;
use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::https_uri;
use crate::rules::document::members::Members;
use crate::rules::jwks::JwkSet;
use crate::rules::rule_set::RuleSet;

#[derive(Clone, Debug)]
pub(crate) struct Keys {
    pub(crate) jwks: Option<JwkSet>,
    pub(crate) jwks_uri: Option<Box<str>>,
}

pub(super) fn read(
    members: Members<'_>,
    required: bool,
    client_id: &ClientId,
    rules: &RuleSet,
) -> Result<Keys, DocumentError> {
    let jwks = inline(members)?;
    let jwks_uri = elsewhere(members, client_id, rules)?;
    let rule = match (&jwks, jwks_uri) {
        (Some(_), Some(_)) => Some(DocumentRule::TwoKeySets),
        (None, None) if required => Some(DocumentRule::NoKeys),
        (Some(set), None) if required && set.keys().is_empty() => Some(DocumentRule::NoUsableKey),
        _ => None,
    };
    if let Some(rule) = rule {
        return Err(DocumentError::of(JWKS, rule));
    }
    Ok(Keys {
        jwks,
        jwks_uri: jwks_uri.map(Into::into),
    })
}

fn inline(members: Members<'_>) -> Result<Option<JwkSet>, DocumentError> {
    let set = members.value(JWKS).map(JwkSet::read);
    set.transpose()
        .map_err(|error| DocumentError::of(JWKS, error))
}

/// Judged here by its text alone; whoever fetches it judges where it leads
/// (draft-ietf-oauth-client-id-metadata-document-02 §8.6).
fn elsewhere<'o>(
    members: Members<'o>,
    client_id: &ClientId,
    rules: &RuleSet,
) -> Result<Option<&'o str>, DocumentError> {
    let Some(uri) = members.text(JWKS_URI)? else {
        return Ok(None);
    };
    let host = https_uri::host(uri, &rules.client_id)
        .filter(|_| !uri.contains('#'))
        .ok_or_else(|| DocumentError::of(JWKS_URI, DocumentRule::Uri))?;
    access::judge_host(JWKS_URI, host, client_id, rules)?;
    Ok(Some(uri))
}

const JWKS: &str = "jwks";
const JWKS_URI: &str = "jwks_uri";
