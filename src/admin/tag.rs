//! States in a word and a colour.

use crate::resolve::operator::{ClientState, StoreState};
use crate::resolve::policy::Mode;

/// A word, and how it is coloured. The word alone says it all.
#[derive(Clone, Copy)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) class: &'static str,
}

/// Every state of a client, and how it is called in a query.
pub(super) const STATES: [(ClientState, &str); 6] = [
    (ClientState::Fresh, "fresh"),
    (ClientState::Stale, "stale"),
    (ClientState::Pinned, "pinned"),
    (ClientState::Quarantined, "quarantined"),
    (ClientState::Refused, "refused"),
    (ClientState::Blocked, "blocked"),
];

/// Every mode, how it is called in a form, and what it does.
pub(super) const MODES: [(Mode, &str, &str); 3] = [
    (
        Mode::Enforce,
        "enforce",
        "What the policy and the blocks say is applied.",
    ),
    (
        Mode::Report,
        "report",
        "It is told by events alone. Everything else is checked as ever.",
    ),
    (
        Mode::Off,
        "off",
        "As if the layers were not there: no URL is taken for a client_id.",
    ),
];

impl Tag {
    pub(super) fn state(state: ClientState) -> Self {
        let (name, class) = match state {
            ClientState::Fresh => ("fresh", "good"),
            ClientState::Stale => ("stale", "off"),
            ClientState::Pinned => ("pinned", ""),
            ClientState::Quarantined => ("quarantined", "warn"),
            ClientState::Refused => ("refused", "bad"),
            ClientState::Blocked => ("blocked", "bad"),
        };
        Tag { name, class }
    }

    pub(super) fn mode(mode: Mode) -> Self {
        let (name, class) = match mode {
            Mode::Enforce => ("enforce", "good"),
            Mode::Report => ("report", "warn"),
            Mode::Off => ("off", "off"),
        };
        Tag { name, class }
    }

    pub(super) fn store(state: StoreState) -> Self {
        let (name, class) = match state {
            StoreState::None => ("none", "off"),
            StoreState::Up => ("up", "good"),
            StoreState::Lost => ("lost", "bad"),
        };
        Tag { name, class }
    }

    pub(super) fn blame(blame: &'static str) -> Self {
        let class = match blame {
            "policy" => "warn",
            "ourselves" => "bad",
            _ => "off",
        };
        Tag { name: blame, class }
    }
}
