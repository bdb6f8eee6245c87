//! Whether what the operator decides counts.

use serde::{Deserialize, Serialize};

/// Whether the rules count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "config", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Mode {
    /// Nobody is a client by a URL. A [`CimdLayer`](crate::CimdLayer) lets every request pass as if it
    /// were not there, but that it still reads forms within its limits, and an [`AdvertiseLayer`](crate::AdvertiseLayer) adds nothing; what asks the
    /// resolver otherwise, such as a consent form that comes in or a
    /// [`ProtectLayer`](crate::ProtectLayer), is refused.
    ///
    /// # Security
    ///
    /// The handler then decides by the host's own table alone. Where that has rows of clients with a
    /// document ([`Origin::Cimd`](crate::resolve::Origin::Cimd)), the handler must not take them for
    /// registered ones (T2).
    Off,
    /// They are told, each by an event `cimd.reported`, and nothing else comes of them: what they
    /// would refuse passes, if nothing else refuses it. Parsing, the guard, documents, the checks of the
    /// legs, authentication and budgets hold as ever (T3), and so does any other policy.
    Report,
    /// They count.
    #[default]
    Enforce,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Mode; 3] = [Mode::Off, Mode::Report, Mode::Enforce];

    /// The stable name, as settings and events spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Mode::Off => "off",
            Mode::Report => "report",
            Mode::Enforce => "enforce",
        }
    }
}
