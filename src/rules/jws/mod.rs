//! Signed texts of strangers: JWS in compact form (RFC 7515), verified with published keys.
//!
//! What needs no key is judged before one is asked for (T20), in this order:
//!
//! 1. at most [`MAX_BYTES`](crate::rules::assertion::MAX_BYTES); three parts of base64url without
//!    padding, and without bits left over in the last letter (RFC 7515 §2);
//! 2. the header is one strict [JSON object](crate::rules::json), so that no member is there twice;
//! 3. `alg` is one of [`Algorithm::ALL`], compared exactly: none of them is `none`, and none a MAC,
//!    whose key would be the public one (RFC 8725 §3.1, §3.2);
//! 4. no `crit`: no extension is understood here, so each critical one refuses (RFC 7515 §4.1.11);
//!    no `b64` (RFC 7797) and no `zip`, which would have the payload read in another way.
//!
//! `jku`, `jwk`, `x5u`, `x5c` and every other member are never looked at: keys come from the
//! client's document alone (RFC 8725 §3.10).
//!
//! Then, with keys:
//!
//! 5. where the header names a `kid`, only keys of exactly this `kid` are tried; otherwise those
//!    that fit the algorithm, at most [`MAX_KEYS`] of them;
//! 6. a key fits by type, curve, and its own `alg` where it has one. Its `use` and `key_ops` were
//!    judged when the [set](crate::rules::jwks) was read, and so was the size of RSA keys.

mod error;
mod algorithm;
mod header;
mod signature;
mod compact;

pub use crate::rules::jws::algorithm::Algorithm;
pub use crate::rules::jws::compact::{Jws, MAX_KEYS};
pub use crate::rules::jws::error::JwsError;
