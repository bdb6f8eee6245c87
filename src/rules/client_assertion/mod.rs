//! Client assertions: how `private_key_jwt` proves who the client is (RFC 7523 §3).
//!
//! Three steps, each a type that only the one before can make: [`Assertion::parse`] reads the
//! text, [`Assertion::judge`] holds what it claims against what is expected, and
//! [`Judged::verify`] finds the key that signed it. So no key is asked for, let alone fetched, for
//! an assertion that would be refused with any key (T20).
//!
//! 1. It is a [JWS](crate::rules::jws) whose payload is one strict [JSON object](crate::rules::json).
//! 2. Its `typ`, in any case and with or without `application/`, is absent, `JWT`,
//!    `client-authentication+jwt` (draft-ietf-oauth-rfc7523bis-11) or `oauth-client-auth+jwt`
//!    (the -03 branch of the draft); a token of any other kind, such as `at+jwt` or `dpop+jwt`, is
//!    none. [`AssertionRules::explicit_typ`] wants one of the two last.
//! 3. `iss` and `sub` are both the client_id, byte for byte.
//! 4. `aud` is the issuer identifier and nothing else: a string, or an array of it alone
//!    (draft-ietf-oauth-rfc7523bis-11 §4: an assertion for several servers can be used by one of
//!    them at another). [`AssertionRules::token_endpoints`] accepts the URLs of endpoints, too.
//! 5. `exp` is there, not past and not further off than [`AssertionRules::max_lifetime`]; `nbf` and
//!    `iat`, where there, are not in the future; all of them give or take
//!    [`AssertionRules::skew`]. Fractions of seconds count (RFC 7519 §2).
//! 6. `jti` is there: a text, not empty. Whether it was used before is for a store to know, which
//!    is asked once the signature is verified, for anybody can write a `jti`.
//! 7. Its `alg` is the one that the client's document names in `token_endpoint_auth_signing_alg`,
//!    where it names one (RFC 7591 §2).

mod error;
mod rules;
mod expectations;
mod typ;
mod times;
mod claims;
mod assertion;

pub use crate::rules::client_assertion::assertion::{Assertion, Judged, Verified};
pub use crate::rules::client_assertion::error::{ClaimsError, ClientAssertionError};
pub use crate::rules::client_assertion::expectations::Expectations;
pub use crate::rules::client_assertion::rules::AssertionRules;
