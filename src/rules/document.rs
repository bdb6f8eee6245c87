//! Client metadata documents. (stub)
use crate::rules::client_id::ClientId;
use crate::rules::publication::Publication;
use crate::rules::rule_set::RuleSet;
/// A validated client metadata document: what the client published.
#[derive(Clone, Debug)]
pub struct Document {
    _raw: bytes::Bytes,
}
impl Document {
    /// judge
    pub fn read(
        client_id: &ClientId,
        publication: &Publication,
        rules: &RuleSet,
    ) -> Result<Self, DocumentError> {
        let _ = (client_id, publication, rules);
        todo!()
    }
}
/// Why a document is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{rule}")]
pub struct DocumentError {
    rule: &'static str,
    member: Option<&'static str>,
    disclosable: bool,
}
impl DocumentError {
    /// rule
    pub fn rule(&self) -> &'static str {
        self.rule
    }
    /// which member broke it
    pub fn member(&self) -> Option<&'static str> {
        self.member
    }
    /// T18: true once the body parsed as an object whose client_id equals the request's
    pub fn is_disclosable(&self) -> bool {
        self.disclosable
    }
    /// a sentence of our own words, RFC 6749 section 5.2 charset, no text of the document
    pub fn description(&self) -> &'static str {
        todo!()
    }
}
