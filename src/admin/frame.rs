//! What stands around every page.

use http::request::Parts;

use crate::admin::answer::STYLE;
use crate::admin::desk::Desk;
use crate::admin::identity::{Identity, Right};
use crate::admin::said::Said;
use crate::admin::tag::Tag;
use crate::admin::visit::{Visit, base};
use crate::resolve::policy::Mode;

/// What stands around every page.
pub(super) struct Frame {
    pub(super) title: String,
    pub(super) base: String,
    pub(super) issuer: Said,
    pub(super) who: Said,
    pub(super) may_change: bool,
    pub(super) token: String,
    /// The mode, where it is not the ordinary one.
    pub(super) mode: Option<Tag>,
    pub(super) notice: Option<&'static str>,
    at: Option<Place>,
}

/// A page that the navigation leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Overview,
    Clients,
    Refusals,
    Explain,
    Orders,
    Rulebook,
}

impl Frame {
    pub(super) fn new(visit: &Visit<'_>, at: Place, title: impl Into<String>) -> Self {
        Frame {
            at: Some(at),
            notice: visit.fields.get("done").and_then(notice),
            ..Frame::of(visit.desk, &visit.identity, visit.base.clone(), title)
        }
    }

    /// Around a page that says what was wrong with a request.
    pub(super) fn nowhere(desk: &Desk, identity: &Identity, parts: &Parts, title: &str) -> Self {
        Frame::of(desk, identity, base(parts), title)
    }

    fn of(desk: &Desk, identity: &Identity, base: String, title: impl Into<String>) -> Self {
        Frame {
            title: title.into(),
            base,
            issuer: Said::new(desk.operator.resolver().rules().issuer.as_str()),
            who: Said::new(identity.name()),
            may_change: identity.may(Right::Change),
            token: desk.token(identity),
            mode: unusual(desk.operator.mode().mode),
            notice: None,
            at: None,
        }
    }

    pub(super) fn style(&self) -> &'static str {
        STYLE
    }

    pub(super) fn version(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    pub(super) fn places(&self) -> impl Iterator<Item = Place> + use<> {
        PLACES.into_iter()
    }

    pub(super) fn is_at(&self, place: &Place) -> bool {
        self.at.as_ref() == Some(place)
    }
}

impl Place {
    pub(super) fn path(self) -> &'static str {
        match self {
            Place::Overview => "overview",
            Place::Clients => "clients",
            Place::Refusals => "refusals",
            Place::Explain => "explain",
            Place::Orders => "orders",
            Place::Rulebook => "rulebook",
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Place::Overview => "Overview",
            Place::Clients => "Clients",
            Place::Refusals => "Refusals",
            Place::Explain => "Explain",
            Place::Orders => "Orders",
            Place::Rulebook => "Try a rulebook",
        }
    }
}

fn unusual(mode: Mode) -> Option<Tag> {
    let name = match mode {
        Mode::Enforce => return None,
        Mode::Report => "report mode",
        Mode::Off => "switched off",
    };
    let Tag { class, .. } = Tag::mode(mode);
    Some(Tag { name, class })
}

/// Our own words for what was done: the URL names it, and says nothing.
fn notice(done: &str) -> Option<&'static str> {
    NOTICES
        .iter()
        .find(|(name, _)| *name == done)
        .map(|(_, words)| *words)
}

const PLACES: [Place; 6] = [
    Place::Overview,
    Place::Clients,
    Place::Refusals,
    Place::Explain,
    Place::Orders,
    Place::Rulebook,
];

const NOTICES: [(&str, &str); 7] = [
    ("refresh", "Fetched anew."),
    ("forget", "Forgotten: its next use fetches it anew."),
    ("block", "Blocked, on every node within a second."),
    ("unblock", "The block is lifted."),
    ("pin", "Pinned."),
    ("unpin", "The pin is lifted."),
    ("mode", "The mode is set."),
];
