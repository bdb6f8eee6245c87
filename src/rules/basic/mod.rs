//! HTTP Basic client credentials (RFC 6749 §2.3.1), in the encodings that clients send.
//!
//! The standard wants the client_id form-urlencoded before it is joined with a colon and base64
//! encoded. Libraries in use do that, or escape it as RFC 3986 does, or join the raw URL, whose own
//! colons then look like the one that separates. A Client Identifier URL has no secret that could
//! be checked (`draft-ietf-oauth-client-id-metadata-document-02 §4.1`), but some SDKs carry it here
//! with an empty one, and send nothing in the body.

mod error;
mod credentials;

pub use self::credentials::Basic;
pub use self::error::BasicError;
