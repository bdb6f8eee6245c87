//! The door of a document: until it is known to be this client's, nothing of it may be told.

use crate::rules::client_id::ClientId;
use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::media;
use crate::rules::json::{Object, Value};
use crate::rules::publication::Publication;
use crate::rules::rule_set::{DocumentRules, RuleSet};

/// The object in a publication, if it is the client's own document.
pub(super) fn open<'p>(
    client_id: &ClientId,
    publication: &'p Publication,
    rules: &DocumentRules,
) -> Result<Object<'p>, DocumentError> {
    media::judge(publication.media_type(), client_id, rules).map_err(DocumentError::withheld)?;
    let object =
        Object::read(publication.body(), rules.max_bytes).map_err(DocumentError::withheld)?;
    match object.get("client_id") {
        // draft-ietf-oauth-client-id-metadata-document-02 §4: simple string comparison.
        Some(Value::String(text)) if text == client_id.as_str() => Ok(object),
        _ => Err(DocumentError::withheld(DocumentRule::ClientId)),
    }
}

/// Refuses the issuer's own host to a client that no rule names (T17).
pub(super) fn judge_host(
    member: &'static str,
    host: &str,
    client_id: &ClientId,
    rules: &RuleSet,
) -> Result<(), DocumentError> {
    if rules.is_false_name(host, client_id) {
        return Err(DocumentError::of(member, DocumentRule::OwnHost));
    }
    Ok(())
}

/// Members whose mere presence refuses a document
/// (draft-ietf-oauth-client-id-metadata-document-02 §4.1).
pub(super) const FORBIDDEN: [&str; 2] = ["client_secret", "client_secret_expires_at"];
