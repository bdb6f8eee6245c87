//! Client metadata documents: which are valid, and what they say to this server.
//!
//! A document is judged in this order, and the first broken rule is the one that is told:
//!
//! 1. its media type, size and form ([`json`](crate::rules::json));
//! 2. its `client_id`, byte for byte that of the request, after unescaping
//!    (draft-ietf-oauth-client-id-metadata-document-02 §4);
//! 3. its host: not the issuer's own, unless a rule names the client (T17); the same holds for its
//!    redirection URIs and its `jwks_uri`;
//! 4. members that must not be there: shared secrets (§4.1);
//! 5. members that this server requires beside `client_id`
//!    ([`Profile`](crate::rules::profile::Profile)); none by default;
//! 6. its authentication methods ([`auth_method`](crate::rules::auth_method)), its grant and
//!    response types, its redirection URIs, its keys ([`jwks`](crate::rules::jwks));
//! 7. what it says about itself, and what it demands of the server.
//!
//! A refusal by the first two is not told to a stranger (T18), see
//! [`DocumentError::is_disclosable`].
//!
//! What a document may leave open is negotiated: grant and response types that this server does
//! not know are dropped, `null` is absent, a `logo_uri` that cannot be shown is dropped, members
//! that no rule reads are ignored whatever they hold. The raw bytes keep them all.

mod error;
mod members;
mod media;
mod access;
mod authentication;
mod grants;
mod redirects;
mod https_uri;
mod keys;
mod language;
mod display;
mod requirements;
mod read;

pub use crate::rules::document::display::ApplicationType;
pub use crate::rules::document::error::{DocumentError, DocumentRule};
pub(crate) use crate::rules::document::read::Document;
