//! What a document may be served as.

use crate::rules::client_id::ClientId;
use crate::rules::document::error::DocumentRule;
use crate::rules::media_type::MediaType;
use crate::rules::rule_set::DocumentRules;

/// `application/json` or `application/*+json`
/// (draft-ietf-oauth-client-id-metadata-document-02 §4), in UTF-8.
pub(super) fn judge(
    media_type: Option<&MediaType>,
    client_id: &ClientId,
    rules: &DocumentRules,
) -> Result<(), DocumentRule> {
    let media_type = media_type.ok_or(DocumentRule::MediaType)?;
    let plain = media_type.essence() == "text/plain" && rules.reads_text_plain(client_id);
    if !media_type.is_json() && !plain {
        return Err(DocumentRule::MediaType);
    }
    if media_type.has_foreign_charset() {
        return Err(DocumentRule::Charset);
    }
    Ok(())
}
