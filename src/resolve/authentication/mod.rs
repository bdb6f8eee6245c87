//! Client authentication: from an assertion to proof.

mod error;
mod authenticator;

pub use crate::resolve::authentication::authenticator::Authenticator;
pub use crate::resolve::authentication::error::AuthenticationError;
