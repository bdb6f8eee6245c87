//! Token endpoint authentication methods. (stub)
/// A token endpoint authentication method that is not a shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum AuthMethod {
    /// public
    None,
    /// RFC 7523
    PrivateKeyJwt,
    /// RFC 8705
    TlsClientAuth,
    /// RFC 8705
    SelfSignedTlsClientAuth,
    /// attestation
    AttestJwtClientAuth,
}
impl AuthMethod {
    /// registered name
    pub const fn as_str(self) -> &'static str {
        "none"
    }
}
/// Which of several mutual methods is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Selection {
    /// SEP-3149
    #[default]
    PreferAuthenticated,
    /// -03 D12
    ClientChoice,
}
