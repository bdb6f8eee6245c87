//! Redirection URIs: what may be registered, and what a presented one must equal.
//!
//! A redirection URI is compared as a string (RFC 9700 §2.1,
//! `draft-ietf-oauth-client-id-metadata-document-02 §4.2`), and with one exception: the port of an
//! `http` loopback URI is the client's to choose at the time of the request (RFC 8252 §7.3).
//! Nothing is ever normalised: what was registered stays as it was written.

mod error;
mod grammar;
mod loopback;
mod scheme;
mod uri;
mod near;

pub use self::error::RedirectUriError;
pub use self::loopback::matches;
pub use self::near::Miss;
pub use self::scheme::RedirectUriRules;
pub use self::uri::RedirectUri;
