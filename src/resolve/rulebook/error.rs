//! Why rules are no rulebook.

use std::fmt;

/// What is wrong with a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum RuleError {
    /// Its name is empty, or longer than 64 bytes.
    #[error("the name of a rule has 1 to 64 bytes")]
    Name,
    /// Another rule has its name, by which events tell of it.
    #[error("another rule has the same name")]
    NameTaken,
    /// It is for no clients.
    #[error("a rule is for at least one client")]
    Clients,
    /// It denies, and says what those may whom it denies.
    #[error("a rule that denies has nothing more to say")]
    DenyAndMore,
    /// It trusts hosts that are not written out, of which there may be as many as somebody likes.
    #[error("a rule trusts hosts that are written out, and not a wildcard")]
    TrustedWildcard,
    /// It has clients in quarantine and trusts their hosts.
    #[error("a rule trusts hosts whose clients it allows")]
    TrustedQuarantine,
    /// Its list of authentication methods is empty, or has `none` in it.
    #[error("auth_methods lists methods by which a client authenticates")]
    AuthMethods,
    /// Its ceiling of grant types is empty, so that the client could ask for nothing.
    #[error("grant_types lists at least one")]
    GrantTypes,
    /// The bounds of its clients' lifetimes contradict each other, or are out of range.
    #[error("lifetime bounds are from 1 to 86,400 s, and the shortest is not beyond the longest")]
    Lifetime,
    /// Nothing of its display name can be shown.
    #[error("display_name has no character that is seen")]
    DisplayName,
}

impl RuleError {
    /// Every kind.
    pub const ALL: [RuleError; 10] = [
        RuleError::Name,
        RuleError::NameTaken,
        RuleError::Clients,
        RuleError::DenyAndMore,
        RuleError::TrustedWildcard,
        RuleError::TrustedQuarantine,
        RuleError::AuthMethods,
        RuleError::GrantTypes,
        RuleError::Lifetime,
        RuleError::DisplayName,
    ];

    /// The kind's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            RuleError::Name => "rulebook.name",
            RuleError::NameTaken => "rulebook.name_taken",
            RuleError::Clients => "rulebook.clients",
            RuleError::DenyAndMore => "rulebook.deny_and_more",
            RuleError::TrustedWildcard => "rulebook.trusted_wildcard",
            RuleError::TrustedQuarantine => "rulebook.trusted_quarantine",
            RuleError::AuthMethods => "rulebook.auth_methods",
            RuleError::GrantTypes => "rulebook.grant_types",
            RuleError::Lifetime => "rulebook.lifetime",
            RuleError::DisplayName => "rulebook.display_name",
        }
    }
}

/// What is wrong with a rule, and with which.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RulebookError {
    /// The place of the rule in the list, from 0.
    pub index: usize,
    /// Its name.
    pub name: String,
    /// What is wrong with it.
    pub error: RuleError,
}

impl fmt::Display for RulebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.index.saturating_add(1);
        write!(f, "rule {place} ({:?}): {}", self.name, self.error)
    }
}

impl std::error::Error for RulebookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}
