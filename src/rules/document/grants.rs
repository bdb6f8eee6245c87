//! What the client may ask for: grant types, response types, scope.

use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::members::Members;
use crate::rules::rule_set::ServerCapabilities;

#[derive(Clone, Debug)]
pub(crate) struct Grants {
    /// Of the document's, those that this server supports.
    pub(crate) grant_types: Box<[String]>,
    /// Of the document's, those that this server supports; empty without redirection.
    pub(crate) response_types: Box<[String]>,
    pub(crate) scope: Option<Box<str>>,
}

impl Grants {
    /// Whether the client uses the authorization endpoint, and so must register redirection URIs
    /// (draft-ietf-oauth-client-id-metadata-document-02 §4.2).
    pub(super) fn use_redirection(&self) -> bool {
        !self.response_types.is_empty()
    }
}

/// Grant and response types that this server does not know are dropped, not refused: published
/// documents list all that their clients can do anywhere (RFC 7591 §2 lets a server replace them).
pub(super) fn read(
    members: Members<'_>,
    server: &ServerCapabilities,
) -> Result<Grants, DocumentError> {
    let grant_types = mutual(members.texts(GRANT_TYPES)?, CODE_GRANT, &server.grant_types);
    // A refresh token alone obtains nothing: something else must have issued it.
    if grant_types.iter().all(|grant| grant == "refresh_token") {
        return Err(DocumentError::of(GRANT_TYPES, DocumentRule::GrantTypes));
    }
    Ok(Grants {
        response_types: response_types(members, &grant_types, server)?,
        grant_types,
        scope: scope(members)?.map(Into::into),
    })
}

fn response_types(
    members: Members<'_>,
    grant_types: &[String],
    server: &ServerCapabilities,
) -> Result<Box<[String]>, DocumentError> {
    let published = members.texts(RESPONSE_TYPES)?;
    if !grant_types.iter().any(|grant| is_redirecting(grant)) {
        return Ok(Box::default());
    }
    let mutual = mutual(published, "code", &server.response_types);
    if mutual.is_empty() {
        let rule = DocumentRule::ResponseTypes;
        return Err(DocumentError::of(RESPONSE_TYPES, rule));
    }
    Ok(mutual)
}

fn mutual(published: Option<Vec<&str>>, default: &str, supported: &[String]) -> Box<[String]> {
    let published = published.unwrap_or_else(|| vec![default]);
    supported
        .iter()
        .filter(|name| published.contains(&name.as_str()))
        .cloned()
        .collect()
}

fn is_redirecting(grant_type: &str) -> bool {
    matches!(grant_type, CODE_GRANT | "implicit")
}

/// RFC 6749 §3.3, tolerant of spaces too many. An empty scope is none: the grammar has no such
/// value, and no scope means that the document sets no bound.
fn scope(members: Members<'_>) -> Result<Option<&str>, DocumentError> {
    let scope = members.text(SCOPE)?.map(str::trim_ascii);
    let legal = |byte| matches!(byte, b' ' | 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    if scope.is_some_and(|scope| !scope.bytes().all(legal)) {
        return Err(DocumentError::of(SCOPE, DocumentRule::Scope));
    }
    Ok(scope.filter(|scope| !scope.is_empty()))
}

const GRANT_TYPES: &str = "grant_types";
const RESPONSE_TYPES: &str = "response_types";
const SCOPE: &str = "scope";
const CODE_GRANT: &str = "authorization_code";
