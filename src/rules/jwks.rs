//! Published keys (stub)
/// A JWK Set of public asymmetric keys.
#[derive(Clone, Debug, PartialEq)]
pub struct JwkSet {
    raw: Box<str>,
}
