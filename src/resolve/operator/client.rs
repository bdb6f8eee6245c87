//! One client, as the operator sees it.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::resolve::orders::{Block, PinOrder};
use crate::resolve::records::{ChangeRecord, LastResult, unix};
use crate::rules::client::Client;
use crate::rules::effective::Effective;

/// What would become of a client that asked now. Where several apply, the first in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ClientState {
    /// A [block](crate::resolve::Operator::block) is against it, and would refuse it.
    Blocked,
    /// The policy would refuse it.
    Refused,
    /// It may be used [under quarantine](crate::resolve::MayUse::Quarantined).
    Quarantined,
    /// The operator's own document is used instead of the published one.
    Pinned,
    /// The copy that is held is fresh.
    Fresh,
    /// The copy that is held is no longer fresh: with its next use it is renewed.
    Stale,
}

/// One line of a list of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClientRow {
    /// The client_id.
    pub client_id: String,
    /// Its host, in lower case.
    pub host: String,
    /// What the client calls itself, a stranger's text: escape it where it is shown.
    pub name: Option<String>,
    /// What would become of it now.
    pub state: ClientState,
    /// Whether it is [proven](crate::Resolver::proven).
    pub proven: bool,
    /// How long ago its publisher gave or confirmed its document, or the pin was judged, in seconds.
    pub age_seconds: u64,
    /// Until when the copy is fresh, or the pin may be used. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub fresh_until: SystemTime,
    /// The size of the document, in bytes.
    pub bytes: usize,
    /// What its last fetch by this node came to, where that is known.
    pub last: Option<LastResult>,
}

/// A part of the list of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ClientPage {
    /// The lines, by client_id.
    pub clients: Vec<ClientRow>,
    /// What [`ClientFilter::after`](crate::resolve::operator::ClientFilter::after) is for the next part;
    /// `None` where this is the last.
    pub next: Option<String>,
}

/// Everything about one client.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct ClientDetail {
    /// As it stands in the list.
    #[serde(flatten)]
    pub row: ClientRow,
    /// The document as it was published or pinned, a stranger's text: escape it where it is shown. What is not
    /// UTF-8 is replaced.
    pub document: String,
    /// What this server goes by, and why.
    pub effective: Vec<Effective>,
    /// The rule that would refuse it now, in full.
    pub rule: Option<&'static str>,
    /// The block that is against it, also where it is told alone.
    pub block: Option<Block>,
    /// The pin that was ordered for it. Those that the resolver was built with are not here.
    pub pin: Option<PinOrder>,
    /// The last change of the document, if there was one since this node looks on.
    pub change: Option<ChangeRecord>,
    /// The document before that change, as it was published: escape it where it is shown.
    pub before: Option<String>,
    /// The same as a validated client, under this server's rules.
    #[serde(skip)]
    pub client: Client,
}
