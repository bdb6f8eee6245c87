//! What a change means to what a user agreed to.

use crate::rules::change::kind::ChangeKind;
use crate::rules::change::kinds::ChangeKinds;

/// What a change means, from the mildest to the strictest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Consequence {
    /// The client is the one that the user agreed to.
    Ignore,
    /// A consent that is remembered no longer covers the client: the user is shown it again before
    /// anything new is issued. What was issued is bound to its own redirection URI, scope and
    /// grant, which the change does not touch.
    AskAgain,
    /// What was issued is not used any longer either: `invalid_grant` at the token endpoint, and
    /// no remembered consent.
    Refuse,
}

impl Consequence {
    /// Every consequence.
    pub const ALL: &'static [Consequence] = &[
        Consequence::Ignore,
        Consequence::AskAgain,
        Consequence::Refuse,
    ];

    /// The stable name, for events and settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Consequence::Ignore => "ignore",
            Consequence::AskAgain => "ask_again",
            Consequence::Refuse => "refuse",
        }
    }
}

/// For each kind of change, its consequence.
///
/// ```
/// use tower_cimd::rules::change::{ChangeKind, ChangePolicy, Consequence};
///
/// let policy = ChangePolicy::default().on(ChangeKind::LinksChanged, Consequence::AskAgain);
/// assert_eq!(policy.judge(ChangeKind::LinksChanged), Consequence::AskAgain);
/// assert_eq!(policy.judge(ChangeKind::KeysRotated), Consequence::Ignore);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChangePolicy {
    ask_again: ChangeKinds,
    refuse: ChangeKinds,
}

impl ChangePolicy {
    /// The policy with another consequence for a kind.
    #[must_use]
    pub const fn on(self, kind: ChangeKind, consequence: Consequence) -> Self {
        let (ask_again, refuse) = (self.ask_again.without(kind), self.refuse.without(kind));
        match consequence {
            Consequence::Ignore => ChangePolicy { ask_again, refuse },
            Consequence::AskAgain => ChangePolicy {
                ask_again: ask_again.with(kind),
                refuse,
            },
            Consequence::Refuse => ChangePolicy {
                ask_again,
                refuse: refuse.with(kind),
            },
        }
    }

    /// The strictest consequence of some changes: those [`between`](super::Changes::between) two
    /// versions, those that a [binding](crate::rules::binding) shows, a set of kinds, or one.
    /// [`Ignore`](Consequence::Ignore) where there is none.
    pub fn judge(&self, changes: impl Into<ChangeKinds>) -> Consequence {
        let kinds = changes.into();
        if kinds.intersects(self.refuse) {
            Consequence::Refuse
        } else if kinds.intersects(self.ask_again) {
            Consequence::AskAgain
        } else {
            Consequence::Ignore
        }
    }
}

/// The table of T15.
///
/// Refused: another client, the redirection URI in use gone, a downgrade. Asks again: an answer may
/// go elsewhere, the client may ask for more, or it looks different to the user. Ignored: all else,
/// and so every rotation of keys that a grant does not hang on, which is good practice and must not
/// cost a publisher its users (draft-ietf-oauth-client-id-metadata-document-02 §8.4.1).
impl Default for ChangePolicy {
    fn default() -> Self {
        let mut policy = ChangePolicy {
            ask_again: ChangeKinds::NONE,
            refuse: ChangeKinds::NONE,
        };
        for kind in ChangeKind::ALL {
            policy = policy.on(*kind, usual(*kind));
        }
        policy
    }
}

const fn usual(kind: ChangeKind) -> Consequence {
    match kind {
        ChangeKind::ClientId => Consequence::Refuse,
        ChangeKind::RedirectUriInUseRemoved => Consequence::Refuse,
        ChangeKind::RedirectUriRemoved => Consequence::Ignore,
        ChangeKind::RedirectOriginAdded => Consequence::AskAgain,
        ChangeKind::RedirectUriAdded => Consequence::Ignore,
        ChangeKind::AuthMethodDowngraded => Consequence::Refuse,
        ChangeKind::AuthMethodChanged => Consequence::Ignore,
        ChangeKind::KeyInUseGone => Consequence::Refuse,
        ChangeKind::KeyInUseRetired => Consequence::Ignore,
        ChangeKind::KeysReplaced => Consequence::Ignore,
        ChangeKind::KeysRemoved => Consequence::Ignore,
        ChangeKind::KeysRotated => Consequence::Ignore,
        ChangeKind::KeysAdded => Consequence::Ignore,
        ChangeKind::JwksUriChanged => Consequence::Ignore,
        ChangeKind::GrantsWidened => Consequence::AskAgain,
        ChangeKind::GrantsNarrowed => Consequence::Ignore,
        ChangeKind::ScopeWidened => Consequence::AskAgain,
        ChangeKind::ScopeNarrowed => Consequence::Ignore,
        ChangeKind::ResponseTypesChanged => Consequence::Ignore,
        ChangeKind::NameChanged => Consequence::AskAgain,
        ChangeKind::LogoChanged => Consequence::AskAgain,
        ChangeKind::LinksChanged => Consequence::Ignore,
        ChangeKind::OtherChanged => Consequence::Ignore,
    }
}
