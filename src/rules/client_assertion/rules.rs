//! What this server accepts.

use std::time::Duration;

/// What this server accepts of client assertions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssertionRules {
    /// How far the clocks of client and server may be apart. Default 60 seconds: what RFC 7519
    /// §4.1.4 calls a small leeway, usually no more than a few minutes.
    pub skew: Duration,
    /// How far off `exp` may be, before the skew. Default 5 minutes (T20): within it an assertion
    /// can be stolen and each `jti` has to be remembered. Clients sign one for each request.
    pub max_lifetime: Duration,
    /// Whether an assertion must say that it is one. Default `false`, because
    /// draft-ietf-oauth-rfc7523bis-11 recommends not to refuse those without `typ`.
    pub explicit_typ: bool,
    /// URLs that `aud` may be instead of the issuer identifier. Default none, as
    /// draft-ietf-oauth-rfc7523bis-11 §4 demands; clients of RFC 7523 §3 name the token endpoint.
    pub token_endpoints: Vec<String>,
}

impl Default for AssertionRules {
    fn default() -> Self {
        AssertionRules {
            skew: Duration::from_secs(60),
            max_lifetime: Duration::from_secs(5 * 60),
            explicit_typ: false,
            token_endpoints: Vec::new(),
        }
    }
}
