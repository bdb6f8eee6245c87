//! What kind of token a header says it is (RFC 8725 §3.11).

/// The kinds that a client assertion may be declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typ {
    /// As no kind, or as any JWT.
    Unsaid,
    /// As a client assertion.
    ClientAssertion,
}

impl Typ {
    /// `None` for another kind of token.
    pub(super) fn read(typ: Option<&str>) -> Option<Self> {
        let Some(typ) = typ else {
            return Some(Typ::Unsaid);
        };
        let typ = typ.to_ascii_lowercase();
        // The prefix goes without saying (RFC 7515 §4.1.9).
        match typ.strip_prefix("application/").unwrap_or(&typ) {
            "jwt" => Some(Typ::Unsaid),
            "client-authentication+jwt" | "oauth-client-auth+jwt" => Some(Typ::ClientAssertion),
            _ => None,
        }
    }
}
