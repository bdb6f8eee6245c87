//! The authorization server's own issuer identifier. (stub)
/// A valid issuer identifier (RFC 8414 section 2); http only for loopback.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Issuer(std::sync::Arc<str>);
impl Issuer {
    /// parse
    pub fn parse(text: &str) -> Result<Self, IssuerError> {
        let _ = text;
        todo!()
    }
    /// text
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// lower-cased
    pub fn host(&self) -> &str {
        todo!()
    }
    /// does a host (any case) equal ours
    pub fn is_own_host(&self, host: &str) -> bool {
        let _ = host;
        todo!()
    }
}
/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum IssuerError {
    /// not a URL
    #[error("not an absolute URL")]
    NotAUrl,
}
