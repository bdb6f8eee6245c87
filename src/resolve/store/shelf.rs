//! The documents in the store.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;

use crate::resolve::entry::Entry;
use crate::resolve::store::access::Access;
use crate::resolve::store::desk::{Desk, Kind};
use crate::resolve::store::refusal::StoreRefusal;
use crate::resolve::store::shared_document::{Bench, SharedDocument};
use crate::resolve::store::watermarks::Watermarks;
use crate::rules::client_id::ClientId;

/// Reads and writes the documents that the nodes share.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) access: Arc<Access>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) watermarks: Watermarks,
    pub(crate) bench: Bench,
}

/// What a look at the shelf comes to.
pub(crate) enum Reading {
    /// A document that this node accepts, fresh or not.
    Entry(Arc<Entry>),
    Nothing,
    /// Something that is not believed.
    Refused(StoreRefusal),
    /// The store could not be asked.
    Away,
}

impl Shelf {
    pub(crate) async fn read(&self, client_id: &ClientId) -> Reading {
        let key = self.desk.document_key(client_id.as_str());
        // One byte more than is written shows what is too long.
        let most = self.most() + 1;
        match self.access.ask(|store| store.get(&key, most)).await {
            Some(Some(sealed)) => match self.accept(client_id, &sealed) {
                Ok(entry) => Reading::Entry(Arc::new(entry)),
                Err(refusal) => Reading::Refused(refusal),
            },
            Some(None) => Reading::Nothing,
            None => Reading::Away,
        }
    }

    /// Leaves `entry` for the neighbours, or makes sure that nothing older lies there where it must
    /// not be shared: because its publisher says so, or has withdrawn it while it was under way.
    pub(crate) async fn write(&self, entry: &Entry) {
        let client_id = entry.client().client_id().as_str();
        let document = SharedDocument::of(entry);
        let key = self.desk.document_key(client_id);
        let sealed = self
            .desk
            .close(Kind::Document, client_id, |w| document.write(w));
        let lifetime = entry.worth_keeping();
        let over = self.watermarks.is_over(client_id, &document);
        let shared =
            !over && entry.is_storable() && lifetime >= SHORTEST && sealed.len() <= self.most();
        self.watermarks.see(client_id, document.fetched_at);
        self.access
            .ask(|store| match shared {
                true => store.put(&key, sealed, lifetime),
                false => store.forget(&key),
            })
            .await;
    }

    fn accept(&self, client_id: &ClientId, sealed: &Bytes) -> Result<Entry, StoreRefusal> {
        if sealed.len() > self.most() {
            return Err(StoreRefusal::Size);
        }
        let text = client_id.as_str();
        let document = self
            .desk
            .open_of(Kind::Document, text, sealed, SharedDocument::read)?;
        if document.fetched_at > self.bench.clock.wall() + SKEW {
            return Err(StoreRefusal::Future);
        }
        if self.watermarks.is_over(text, &document) {
            return Err(StoreRefusal::Rollback);
        }
        let entry = document.judge(client_id, &self.bench)?;
        self.watermarks.see(text, document.fetched_at);
        Ok(entry)
    }

    /// The most bytes of a sealed document.
    fn most(&self) -> usize {
        self.bench.rules.document.max_bytes + AROUND_DOCUMENT
    }
}

/// How far the calendars of two nodes may be apart. NTP keeps them within milliseconds; five
/// seconds is what tokens are commonly allowed.
pub(crate) const SKEW: Duration = Duration::from_secs(5);
/// Bytes of everything around the document: its client_id, its header fields, its seal.
const AROUND_DOCUMENT: usize = 16 * 1024;
/// The least that the stores count in.
const SHORTEST: Duration = Duration::from_millis(1);
