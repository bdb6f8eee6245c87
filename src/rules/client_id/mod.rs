//! Client Identifier URLs (`draft-ietf-oauth-client-id-metadata-document-02 §3`).
//!
//! The exact text is the identity: `https://h/c`, `https://h:443/c` and `https://H/c` are three
//! clients. So the text is judged as it was presented, character by character, and then held
//! against what a URL parser would dial:
//!
//! 1. at most 2,048 bytes, before anything else is looked at;
//! 2. `https://`, in lower case;
//! 3. nothing but the characters of RFC 3986, every `%` with its two digits;
//! 4. no fragment, no userinfo;
//! 5. a host that is a public DNS name: no IP address in any spelling, no special-use name, no
//!    single label, no dot at the end;
//! 6. a port, if any, from 1 to 65535 without sign or leading zero, and none that browsers refuse
//!    because another protocol listens there;
//! 7. a path, without dot segments in any spelling;
//! 8. the same host, port, path and query when the parser of the fetcher reads the text.
//!
//! This does not protect from what the name resolves to; see [`address`](crate::rules::address).

mod error;
mod rules;
mod port;
mod written;
mod dialled;
mod identifier;

#[doc(inline)]
pub use self::error::ClientIdError;
#[doc(inline)]
pub use self::identifier::ClientId;
#[doc(inline)]
pub use self::rules::ClientIdRules;
