//! The checks of a request: what a client that is in order asks for.
//!
//! [`Client::check`](crate::CimdClient::check) makes those of one leg, and the layer calls it on each
//! request; a host calls the same after PAR or when a consent form comes in. Single ones are methods of
//! the client too.
//!
//! | leg | what is checked |
//! |---|---|
//! | authorization, PAR | `redirect_uri` is registered, and present unless the only one is no loopback one; `response_type`; PKCE with `S256`; `scope`; `resource`; what the document demands; `prompt=none` (T16) |
//! | device authorization | the device grant; `scope`; `resource` |
//! | token | `grant_type`; `redirect_uri`, where sent, is one of the client's; the form of `code_verifier`; `scope`; `resource`; DPoP, where the server does it |
//! | revocation, introspection | `token` is present |
//!
//! [`Ceilings`] hold one client to less; a policy has them checked
//! ([`Policy::may_ask`](crate::resolve::Policy::may_ask)).
//!
//! Whether a code or a token is the client's, and a `code_verifier` the right one
//! ([`verify_code_verifier`](crate::rules::pkce::verify_code_verifier)), is for who issued it.

mod error;
mod choices;
mod request;
mod redirect_uri;
mod grants;
mod proof_key;
mod scope;
mod resource;
mod ceilings;
mod legs;
mod redirectable;

pub use self::ceilings::Ceilings;
pub use self::choices::{Check, Checks};
pub use self::error::CheckError;
pub use self::legs::Circumstances;
pub use self::proof_key::{check_code_challenge, check_code_verifier};
pub use self::redirectable::{RedirectableError, UserPresent};
pub use self::request::RequestParameters;
pub use self::resource::check_resource;
