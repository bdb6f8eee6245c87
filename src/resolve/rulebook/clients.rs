//! Which clients a rule is for.

use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::resolve::patterns::{Pattern, PatternError};
use crate::rules::client_id::{ClientId, ClientIdError};

/// One entry of a rule's list of clients, as the [rulebook](crate::resolve::rulebook) spells them.
#[derive(Clone, Debug)]
pub struct ClientPattern(pub(super) Clients);

#[derive(Clone, Debug)]
pub(super) enum Clients {
    Everybody,
    Exactly(ClientId),
    At(Pattern),
}

impl ClientPattern {
    /// Whether it is for one host, and not for all that somebody may put below a name.
    pub(super) fn names_host(&self) -> bool {
        match &self.0 {
            Clients::Everybody => false,
            Clients::Exactly(_) => true,
            Clients::At(pattern) => pattern.names_host(),
        }
    }
}

impl FromStr for ClientPattern {
    type Err = ClientPatternError;

    fn from_str(text: &str) -> Result<Self, ClientPatternError> {
        let clients = if text == "*" {
            Clients::Everybody
        } else if ClientId::is_url_form(text) {
            Clients::Exactly(ClientId::parse(text).map_err(ClientPatternError::ClientId)?)
        } else {
            Clients::At(text.parse().map_err(ClientPatternError::Pattern)?)
        };
        Ok(ClientPattern(clients))
    }
}

impl<'de> Deserialize<'de> for ClientPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse()
            .map_err(|error| D::Error::custom(format_args!("{text:?}: {error}")))
    }
}

/// Why a text says nothing about clients.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClientPatternError {
    /// It starts like a client_id, and is none.
    #[error("{0}")]
    ClientId(ClientIdError),
    /// It is no pattern.
    #[error("{0}")]
    Pattern(PatternError),
}
