//! Documents that the operator supplies.

use std::time::SystemTime;

use bytes::Bytes;
use sha2::{Digest as _, Sha256};

use crate::rules::client::{Client, Provenance};
use crate::rules::client_id::{ClientId, ClientIdError};
use crate::rules::document::DocumentError;
use crate::rules::publication::Publication;
use crate::rules::rule_set::RuleSet;

/// A client metadata document that the operator supplies for one client_id.
///
/// It is judged when the resolver is built, by the rules that hold for a document that was fetched,
/// and the policy is asked about its client on every use. Its client has the source
/// [`Source::Pinned`](crate::rules::client::Source::Pinned).
///
/// The digest says which document was looked at, so that a file that was exchanged since stops the
/// server from starting. The expiry says until when the operator answers for it: it is read once,
/// by the calendar of the moment at which the resolver is built, and counted on the monotonic
/// clock from then on.
///
/// ```
/// use std::time::{Duration, SystemTime};
///
/// use sha2::{Digest, Sha256};
/// use tower_cimd::resolve::{Pin, StaticFetch};
/// use tower_cimd::Resolver;
///
/// let document = r#"{"client_id": "https://client.example.com/oauth",
///     "redirect_uris": ["https://client.example.com/callback"]}"#;
/// let digest = Sha256::digest(document).into(); // in earnest, the one that was written down
/// let expires = SystemTime::now() + Duration::from_secs(30 * 24 * 60 * 60);
/// let pin = Pin::instead("https://client.example.com/oauth", document, digest, expires);
///
/// let resolver = Resolver::builder("https://as.example.com")
///     .fetch(StaticFetch::new())
///     .pin(pin)
///     .build()?;
/// # Ok::<(), tower_cimd::resolve::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Pin {
    pub(crate) client_id: String,
    document: Bytes,
    digest: [u8; 32],
    pub(crate) expires: SystemTime,
    pub(crate) mode: PinMode,
}

/// When a pin is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PinMode {
    Instead,
    LastResort,
}

/// Why a pin is refused.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PinError {
    /// The text is no valid Client Identifier URL.
    #[error("not a valid client identifier url")]
    ClientId(#[source] ClientIdError),
    /// There is another pin for this client_id.
    #[error("the client_id is pinned twice")]
    Repeated,
    /// The document has another digest.
    #[error("the document does not have the digest of the pin")]
    Digest,
    /// The document is invalid.
    #[error("the document is invalid")]
    Document(#[source] DocumentError),
}

impl Pin {
    /// Uses `document` instead of fetching the one of `client_id`, which is never fetched.
    ///
    /// `digest` is its SHA-256. From `expires` on the client is refused, until the operator has
    /// decided anew: falling back to what the publisher gives would undo the decision unasked.
    pub fn instead(
        client_id: impl Into<String>,
        document: impl Into<Bytes>,
        digest: [u8; 32],
        expires: SystemTime,
    ) -> Self {
        Pin {
            client_id: client_id.into(),
            document: document.into(),
            digest,
            expires,
            mode: PinMode::Instead,
        }
    }

    /// Uses `document` where the one of `client_id` cannot be fetched, as where its publisher
    /// blocks this server, and no copy is held that may still be used.
    ///
    /// `digest` is its SHA-256. From `expires` on it is ignored. It never stands in for a document
    /// that its publisher has withdrawn (404, 410) or spoilt: from such an answer on it is not used
    /// until the publisher has given a valid document again (T9). Nor is it used for requests that
    /// may not cause a fetch.
    pub fn last_resort(
        client_id: impl Into<String>,
        document: impl Into<Bytes>,
        digest: [u8; 32],
        expires: SystemTime,
    ) -> Self {
        Pin {
            mode: PinMode::LastResort,
            ..Pin::instead(client_id, document, digest, expires)
        }
    }

    /// Its client, as `rules` have it.
    pub(crate) fn judge(&self, rules: &RuleSet, now: SystemTime) -> Result<Client, PinError> {
        let client_id = ClientId::parse_with(&self.client_id, &rules.client_id);
        let client_id = client_id.map_err(PinError::ClientId)?;
        if self.digest != <[u8; 32]>::from(Sha256::digest(&self.document)) {
            return Err(PinError::Digest);
        }
        let publication = Publication::supplied(self.document.clone());
        let provenance = Provenance {
            fetched_at: now,
            fresh_until: self.expires,
        };
        Client::derive(&client_id, &publication, rules, provenance).map_err(PinError::Document)
    }
}

impl PinError {
    /// The stable name of the broken rule.
    pub fn rule(&self) -> &'static str {
        match self {
            PinError::ClientId(error) => error.rule(),
            PinError::Repeated => "pin.repeated",
            PinError::Digest => "pin.digest",
            PinError::Document(error) => error.rule(),
        }
    }
}
