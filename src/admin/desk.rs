//! What all routes of one page share.

use std::fmt;
use std::time::SystemTime;

use http::request::Parts;

use crate::admin::guard::Guard;
use crate::admin::identity::Identity;
use crate::admin::origin::Sender;
use crate::admin::token::FormTokens;
use crate::resolve::operator::Operator;
use crate::resolve::rulebook::Rulebook;

/// What all routes of one page share.
pub(super) struct Desk {
    pub(super) operator: Operator,
    pub(super) guard: Box<dyn Guard>,
    pub(super) tokens: FormTokens,
    /// The origin that browsers see, where the host says so.
    pub(super) origin: Option<String>,
    /// The rules of now, where the host says which they are.
    pub(super) rulebook: Option<RulesOfNow>,
}

/// Says which rules are those of now.
pub(super) type RulesOfNow = Box<dyn Fn() -> Rulebook + Send + Sync>;

impl Desk {
    /// The calendar time, which labels what the page shows.
    pub(super) fn now(&self) -> SystemTime {
        self.operator.resolver().clock().wall()
    }

    pub(super) fn sender(&self, parts: &Parts) -> Sender {
        Sender::of(parts, self.origin.as_deref())
    }

    pub(super) fn token(&self, identity: &Identity) -> String {
        self.tokens.issue(identity, self.now())
    }

    pub(super) fn is_token(&self, token: &str, identity: &Identity) -> bool {
        self.tokens.is_valid(token, identity, self.now())
    }
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Desk")
    }
}
