//! One order of each kind.

use std::time::SystemTime;

use bytes::Bytes;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::resolve::pin::Pin;
use crate::resolve::records::unix;
use crate::resolve::rulebook::Mode;

/// Who ordered something, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Given {
    /// Who ordered it, as the host's own authentication has it, at most 128 bytes. Escape it where it is
    /// shown.
    pub by: String,
    /// Why, in the operator's words, at most 512 bytes. Escape it where it is shown.
    pub why: String,
    /// When. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub at: SystemTime,
}

/// Clients that are refused, whatever the policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Block {
    /// Which: one client_id, a host, or all hosts below a name, as a
    /// [rulebook](crate::resolve::rulebook) spells them.
    pub pattern: String,
    /// By whom, when and why.
    #[serde(flatten)]
    pub given: Given,
}

/// A document in the place of the published one; see [`Pin`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PinOrder {
    /// Whose.
    pub client_id: String,
    /// The document, at most 64 KiB. Not serialized.
    #[serde(skip)]
    pub document: Bytes,
    /// Until when. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub expires: SystemTime,
    /// Whether it is used instead of the published document, or where that cannot be had.
    #[serde(rename = "use")]
    pub used: PinUse,
    /// By whom, when and why.
    #[serde(flatten)]
    pub given: Given,
}

/// When a pinned document is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PinUse {
    /// As [`Pin::instead`] has it.
    Instead,
    /// As [`Pin::last_resort`] has it.
    LastResort,
}

/// A mode in the place of the policy's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ModeOrder {
    /// Which.
    pub mode: Mode,
    /// By whom, when and why.
    #[serde(flatten)]
    pub given: Given,
}

impl PinOrder {
    /// As the builder takes it. The seal of the orders vouches for the document.
    pub(crate) fn pin(&self) -> Pin {
        let digest = Sha256::digest(&self.document).into();
        let make = match self.used {
            PinUse::Instead => Pin::instead,
            PinUse::LastResort => Pin::last_resort,
        };
        make(
            self.client_id.as_str(),
            self.document.clone(),
            digest,
            self.expires,
        )
    }
}
