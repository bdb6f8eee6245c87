//! The seam to what only the host can verify: its TLS connection, its attesters.

use std::error::Error;
use std::fmt::Debug;

use http::request::Parts;

use crate::resolve::fetch::BoxFuture;
use crate::rules::auth_method::AuthMethod;
use crate::rules::client::Client;
use crate::rules::parameters::Parameters;

/// Proves that a request is its client's, by one method that this crate cannot verify.
///
/// Set by [`CimdLayer::proves`](crate::CimdLayer::proves). It is asked about clients that may use
/// the method, on every leg but the authorization endpoint, once the document is known and before
/// the handler runs.
///
/// ```
/// use http::request::Parts;
/// use tower_cimd::layer::{ClientProof, ClientProofError, ProofAttempt};
/// use tower_cimd::resolve::BoxFuture;
///
/// /// The certificate that the TLS acceptor verified and left in the extensions (RFC 8705 §2.1).
/// #[derive(Clone)]
/// struct PeerCertificate { subject_dn: String }
///
/// #[derive(Debug)]
/// struct MutualTls;
///
/// impl ClientProof for MutualTls {
///     fn prove<'a>(
///         &'a self,
///         attempt: ProofAttempt<'a>,
///     ) -> BoxFuture<'a, Result<Option<[u8; 32]>, ClientProofError>> {
///         Box::pin(async move {
///             let Some(certificate) = attempt.parts.extensions.get::<PeerCertificate>() else {
///                 return Err(ClientProofError::NotPresented);
///             };
///             let document: serde_json::Value = serde_json::from_slice(attempt.client.raw())
///                 .map_err(|error| ClientProofError::Unavailable(error.into()))?;
///             match document["tls_client_auth_subject_dn"] == certificate.subject_dn {
///                 true => Ok(None),
///                 false => Err(ClientProofError::Failed),
///             }
///         })
///     }
/// }
/// ```
pub trait ClientProof: Debug + Send + Sync + 'static {
    /// The thumbprint of the key that was used, where it has one, once the request is proven to be
    /// the client's: the JWK thumbprint (RFC 7638, SHA-256), which binds later uses of a grant to
    /// the same key.
    ///
    /// It has 2 seconds, as other parts of the host. One that is late counts as one that failed to
    /// answer.
    ///
    /// # Errors
    ///
    /// [`ClientProofError`], where there is no proof.
    fn prove<'a>(
        &'a self,
        attempt: ProofAttempt<'a>,
    ) -> BoxFuture<'a, Result<Option<[u8; 32]>, ClientProofError>>;
}

/// What a proof may look at.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ProofAttempt<'a> {
    /// Who the request says that it is from.
    pub client: &'a Client,
    /// By which of its methods.
    pub method: HostMethod,
    /// The head of the request, with what outer layers and the acceptor left in its extensions.
    pub parts: &'a Parts,
    /// Its form, as the layer read it.
    pub parameters: &'a Parameters,
    /// Whether something may be fetched for it, such as a status list. Never for revocation and
    /// introspection.
    pub may_fetch: bool,
}

/// An authentication method whose credential this crate never sees, or cannot judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum HostMethod {
    /// `tls_client_auth` (RFC 8705 §2.1).
    TlsClientAuth,
    /// `self_signed_tls_client_auth` (RFC 8705 §2.2).
    SelfSignedTlsClientAuth,
    /// `attest_jwt_client_auth` (draft-ietf-oauth-attestation-based-client-auth).
    AttestJwtClientAuth,
}

impl HostMethod {
    /// Every such method.
    pub const ALL: &'static [HostMethod] = &[
        HostMethod::TlsClientAuth,
        HostMethod::SelfSignedTlsClientAuth,
        HostMethod::AttestJwtClientAuth,
    ];

    /// The method.
    pub const fn method(self) -> AuthMethod {
        match self {
            HostMethod::TlsClientAuth => AuthMethod::TlsClientAuth,
            HostMethod::SelfSignedTlsClientAuth => AuthMethod::SelfSignedTlsClientAuth,
            HostMethod::AttestJwtClientAuth => AuthMethod::AttestJwtClientAuth,
        }
    }
}

/// Why a request is not proven to be its client's.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientProofError {
    /// It presents nothing of this method. Another of the client's methods may do; where none
    /// does, the answer is `invalid_client`.
    #[error("nothing of this method is presented")]
    NotPresented,
    /// What it presents is not the client's: `invalid_client`.
    #[error("what is presented is not the client's")]
    Failed,
    /// Whether it is cannot be told: 503, and the client may send the same again. The error goes to
    /// the log, and to nobody else.
    #[error("whether the request is the client's could not be told")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}
