//! What an assertion has to claim.

use std::time::SystemTime;

use crate::rules::client_assertion::rules::AssertionRules;

/// What an assertion has to claim.
#[derive(Clone, Copy, Debug)]
pub struct Expectations<'a> {
    /// The client that the request is from.
    pub client_id: &'a str,
    /// This server's issuer identifier.
    pub issuer: &'a str,
    /// The algorithm that the client's document names, where it names one.
    pub signing_alg: Option<&'a str>,
    /// The calendar time.
    pub now: SystemTime,
    /// What this server accepts.
    pub rules: &'a AssertionRules,
}

impl Expectations<'_> {
    /// Whether an assertion for `audience` alone is for this server.
    pub(super) fn is_us(&self, audience: &str) -> bool {
        let mut endpoints = self.rules.token_endpoints.iter();
        audience == self.issuer || endpoints.any(|endpoint| endpoint == audience)
    }
}
