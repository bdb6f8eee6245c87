//! Media types. (stub)
/// Essence of a Content-Type header (lower-cased type/subtype) plus whether a charset other than UTF-8 was declared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaType {
    essence: Box<str>,
    foreign_charset: bool,
}
impl MediaType {
    /// parse a header's bytes; None for what is no media type
    pub fn parse(value: &[u8]) -> Option<Self> {
        let _ = value;
        todo!()
    }
    /// type/subtype
    pub fn essence(&self) -> &str {
        &self.essence
    }
    /// charset other than utf-8
    pub fn has_foreign_charset(&self) -> bool {
        self.foreign_charset
    }
    /// application/json or application/*+json
    pub fn is_json(&self) -> bool {
        todo!()
    }
    /// application/x-www-form-urlencoded
    pub fn is_form(&self) -> bool {
        todo!()
    }
}
