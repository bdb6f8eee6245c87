//! The steps of a resolution, by name.

use serde::{Serialize, Serializer};

/// A step of the way from a client_id to a client that may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// The host's own client table.
    Registered,
    /// The text of the client_id.
    ClientId,
    /// The policy about that text.
    Admits,
    /// What is at hand: a pin, or a copy in the cache.
    AtHand,
    /// The policy about a fetch.
    MayFetch,
    /// Slots and budgets.
    Budget,
    /// The network, up to an answer.
    Fetch,
    /// The answer's status, header fields and document.
    Document,
    /// The policy about the client.
    MayUse,
    /// The presented redirection URI.
    RedirectUri,
}

impl Stage {
    /// Every stage, in the order of the way.
    pub const ALL: &'static [Stage] = &[
        Stage::Registered,
        Stage::ClientId,
        Stage::Admits,
        Stage::AtHand,
        Stage::MayFetch,
        Stage::Budget,
        Stage::Fetch,
        Stage::Document,
        Stage::MayUse,
        Stage::RedirectUri,
    ];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Stage::Registered => "registered",
            Stage::ClientId => "client_id",
            Stage::Admits => "admits",
            Stage::AtHand => "at_hand",
            Stage::MayFetch => "may_fetch",
            Stage::Budget => "budget",
            Stage::Fetch => "fetch",
            Stage::Document => "document",
            Stage::MayUse => "may_use",
            Stage::RedirectUri => "redirect_uri",
        }
    }
}

impl Serialize for Stage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
