//! The legs of an OAuth flow on which a client_id travels.

/// One leg of an OAuth flow: which endpoint a request is for.
///
/// The leg says where the client_id may stand, how errors look and whether a document may be
/// fetched on its behalf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Leg {
    /// The authorization endpoint, by GET or by POST (RFC 6749 §3.1).
    Authorization,
    /// The pushed authorization request endpoint (RFC 9126 §2).
    PushedAuthorization,
    /// The device authorization endpoint (RFC 8628 §3.1).
    DeviceAuthorization,
    /// The token endpoint (RFC 6749 §3.2), whatever the grant type.
    Token,
    /// The token revocation endpoint (RFC 7009 §2). Never fetches.
    Revocation,
    /// The token introspection endpoint (RFC 7662 §2). Never fetches.
    Introspection,
}

impl Leg {
    /// Every leg, for tables and tests.
    pub const ALL: [Leg; 6] = [
        Leg::Authorization,
        Leg::PushedAuthorization,
        Leg::DeviceAuthorization,
        Leg::Token,
        Leg::Revocation,
        Leg::Introspection,
    ];

    /// Whether a document may be fetched for a request on this leg.
    ///
    /// A grant must stay revocable while its publisher is away, so revocation and introspection
    /// answer from what is already known: to this node, to those that share its store, or to the
    /// host's table.
    pub const fn may_fetch(self) -> bool {
        match self {
            Leg::Authorization
            | Leg::PushedAuthorization
            | Leg::DeviceAuthorization
            | Leg::Token => true,
            Leg::Revocation | Leg::Introspection => false,
        }
    }

    /// Whether the request is about a grant that has been issued already, to exchange it for tokens,
    /// to revoke it or to ask about it: an outage of the publisher must not end what people have
    /// agreed to.
    pub const fn is_of_grant(self) -> bool {
        match self {
            Leg::Authorization | Leg::PushedAuthorization | Leg::DeviceAuthorization => false,
            Leg::Token | Leg::Revocation | Leg::Introspection => true,
        }
    }

    /// Whether a person's browser brings the request, so that errors are shown and not parsed.
    pub const fn is_front_channel(self) -> bool {
        matches!(self, Leg::Authorization)
    }

    /// The leg's stable name, as events and answers spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Leg::Authorization => "authorization",
            Leg::PushedAuthorization => "pushed_authorization",
            Leg::DeviceAuthorization => "device_authorization",
            Leg::Token => "token",
            Leg::Revocation => "revocation",
            Leg::Introspection => "introspection",
        }
    }
}
