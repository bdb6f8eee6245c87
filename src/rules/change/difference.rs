//! One difference.

use crate::rules::auth_method::AuthMethod;
use crate::rules::change::display_member::DisplayMember;
use crate::rules::change::kind::ChangeKind;
use crate::rules::redirect_uri::RedirectUri;

/// One difference between two versions of a client.
///
/// The texts in it are a stranger's, to be escaped where they are shown; [`kind`](Self::kind) has
/// a name that is ours.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// Two clients, and not two versions of one.
    ClientId,
    /// A redirection URI is no longer registered.
    RedirectUriRemoved {
        /// As it was registered.
        uri: RedirectUri,
    },
    /// A redirection URI is newly registered.
    RedirectUriAdded {
        /// As it is registered.
        uri: RedirectUri,
        /// Whether none was registered on its origin before: scheme, host and port, on loopback
        /// any port, for a private-use scheme the scheme alone.
        new_origin: bool,
    },
    /// The methods that the client may use here, or which of them it says it uses.
    AuthMethods {
        /// Those that it could use, in the server's order.
        from: Box<[AuthMethod]>,
        /// Those that it can use, in the server's order.
        to: Box<[AuthMethod]>,
        /// Whether a client that had to authenticate, or said that it does, need not any longer.
        downgrade: bool,
    },
    /// The keys in the document, by their thumbprints (RFC 7638, SHA-256).
    Keys {
        /// Those that came.
        added: Box<[[u8; 32]]>,
        /// Those that went.
        removed: Box<[[u8; 32]]>,
        /// How many stayed.
        kept: usize,
    },
    /// `jwks_uri`
    JwksUri {
        /// Where the keys were published.
        from: Option<Box<str>>,
        /// Where they are.
        to: Option<Box<str>>,
    },
    /// Grant types that the client did not have.
    GrantsWidened {
        /// Those that came.
        added: Box<[String]>,
    },
    /// Grant types that the client no longer has.
    GrantsNarrowed {
        /// Those that went.
        removed: Box<[String]>,
    },
    /// Scopes that the document did not list.
    ScopeWidened {
        /// Those that came; `None` where the document no longer sets a bound.
        added: Option<Box<[Box<str>]>>,
    },
    /// Scopes that the document no longer lists.
    ScopeNarrowed {
        /// Those that went; `None` where the document set no bound before.
        removed: Option<Box<[Box<str>]>>,
    },
    /// Response types.
    ResponseTypes {
        /// Those that came.
        added: Box<[String]>,
        /// Those that went.
        removed: Box<[String]>,
    },
    /// A text for people, in one language.
    Display {
        /// Which.
        member: DisplayMember,
        /// The language tag, in lower case; `None` for the text that names no language.
        language: Option<Box<str>>,
        /// What it was.
        from: Option<Box<str>>,
        /// What it is.
        to: Option<Box<str>>,
    },
    /// Another member that a rule reads.
    Other {
        /// Its name.
        member: &'static str,
    },
}

impl Change {
    /// Of what kind it is.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Change::ClientId => ChangeKind::ClientId,
            Change::RedirectUriRemoved { .. } => ChangeKind::RedirectUriRemoved,
            Change::RedirectUriAdded { new_origin, .. } => match new_origin {
                true => ChangeKind::RedirectOriginAdded,
                false => ChangeKind::RedirectUriAdded,
            },
            Change::AuthMethods { downgrade, .. } => match downgrade {
                true => ChangeKind::AuthMethodDowngraded,
                false => ChangeKind::AuthMethodChanged,
            },
            Change::Keys {
                added,
                removed,
                kept,
            } => keys_kind(added.len(), removed.len(), *kept),
            Change::JwksUri { .. } => ChangeKind::JwksUriChanged,
            Change::GrantsWidened { .. } => ChangeKind::GrantsWidened,
            Change::GrantsNarrowed { .. } => ChangeKind::GrantsNarrowed,
            Change::ScopeWidened { .. } => ChangeKind::ScopeWidened,
            Change::ScopeNarrowed { .. } => ChangeKind::ScopeNarrowed,
            Change::ResponseTypes { .. } => ChangeKind::ResponseTypesChanged,
            Change::Display { member, .. } => member.kind(),
            Change::Other { .. } => ChangeKind::OtherChanged,
        }
    }
}

/// One key that stays is enough: a publisher who rotates keeps the old key beside the new one for
/// a while, and a client's assertions verify throughout.
fn keys_kind(added: usize, removed: usize, kept: usize) -> ChangeKind {
    match (added, removed, kept) {
        (_, _, 1..) => ChangeKind::KeysRotated,
        (_, 0, 0) => ChangeKind::KeysAdded,
        (0, 1.., 0) => ChangeKind::KeysRemoved,
        (1.., 1.., 0) => ChangeKind::KeysReplaced,
    }
}
