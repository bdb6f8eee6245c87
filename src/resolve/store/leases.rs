//! Who fetches, of all the nodes.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;

use crate::resolve::clock::Clock;
use crate::resolve::event;
use crate::resolve::store::access::Access;
use crate::resolve::store::desk::{Desk, Kind};
use crate::resolve::store::refusal::StoreRefusal;
use crate::resolve::store::shelf::SKEW;
use crate::rules::wire::Reader;

/// Leases: the right to fetch a document on behalf of all nodes, for a short time.
///
/// A courtesy, not a lock: a node without the lease waits for the one that has it, once and no
/// longer than the lease runs, and then fetches itself. So a node that dies, or a store that lies,
/// costs others that time and nothing else.
#[derive(Clone, Debug)]
pub(crate) struct Leases {
    pub(crate) access: Arc<Access>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) lifetime: Duration,
}

/// A lease of this node.
#[derive(Debug)]
pub(crate) struct Lease {
    key: String,
    token: Bytes,
}

/// Whose turn it is.
pub(crate) enum Turn {
    Ours(Lease),
    /// Another node's, which deserves to be waited for at most this long.
    Theirs(Duration),
    /// There is no telling: the store is away, or what lies there is no lease.
    Unknown,
}

impl Leases {
    /// Takes the lease, if it is free.
    pub(crate) async fn take(&self, client_id: &str) -> Turn {
        let lease = Lease {
            key: self.desk.lease_key(client_id),
            token: self.token(client_id),
        };
        let taken = self
            .access
            .ask(|store| store.lease(&lease.key, lease.token.clone(), self.lifetime))
            .await;
        match taken {
            Some(None) => Turn::Ours(lease),
            Some(Some(token)) => match self.remaining(client_id, &token) {
                Ok(remaining) => Turn::Theirs(remaining),
                Err(refusal) => {
                    let throttle = &self.access.throttle;
                    event::store_refused(throttle, Some(client_id), refusal.rule());
                    Turn::Unknown
                }
            },
            None => Turn::Unknown,
        }
    }

    pub(crate) async fn give_back(&self, lease: Lease) {
        let Lease { key, token } = lease;
        self.access.ask(|store| store.release(&key, token)).await;
    }

    /// The end of the lease, and something that makes the token differ from every other.
    fn token(&self, client_id: &str) -> Bytes {
        let end = self.clock.wall() + self.lifetime;
        self.desk.close(Kind::Lease, client_id, |writer| {
            writer.time(end);
            // Seeded by the operating system. The token need not be secret: whoever can read the
            // store can read it there, and forge none without the key.
            for half in 0..2 {
                writer.array(&RandomState::new().hash_one(half).to_be_bytes());
            }
        })
    }

    fn remaining(&self, client_id: &str, token: &Bytes) -> Result<Duration, StoreRefusal> {
        let end = self.desk.open_of(Kind::Lease, client_id, token, read_end)?;
        let remaining = end.duration_since(self.clock.wall()).unwrap_or_default();
        match remaining > self.lifetime + SKEW {
            true => Err(StoreRefusal::Lifetime),
            false => Ok(remaining.min(self.lifetime)),
        }
    }
}

fn read_end(reader: &mut Reader<'_>) -> Option<SystemTime> {
    let end = reader.time()?;
    reader.array::<16>()?;
    Some(end)
}
