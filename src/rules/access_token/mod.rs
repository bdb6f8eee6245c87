//! Access tokens: what a verified one says, and what it must say to be one for a resource.
//!
//! [`TokenClaims`] is what a verifier read in a token that it has verified. [`AccessToken`] is the
//! same once the [`ProtectLayer`](crate::ProtectLayer) has found that the token is for this
//! resource, by an issuer that it trusts, and not over: nothing else makes one.

mod error;
mod scopes;
mod assurance;
mod claims;
mod token;
#[cfg(feature = "private-key-jwt")]
mod jwt;

pub use crate::rules::access_token::assurance::Assurance;
pub use crate::rules::access_token::claims::TokenClaims;
pub use crate::rules::access_token::error::AccessTokenError;
#[cfg(feature = "private-key-jwt")]
pub use crate::rules::access_token::jwt::{JudgedToken, JwtAccessToken, TokenExpectations};
pub use crate::rules::access_token::scopes::{Scopes, ScopesError};
pub use crate::rules::access_token::token::AccessToken;
