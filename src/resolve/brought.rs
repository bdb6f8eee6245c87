//! What a host brings in code, and what is made where it brings nothing.

use std::fmt;
use std::sync::Arc;

use crate::resolve::budget::Dials;
use crate::resolve::cache::SharedCache;
use crate::resolve::fetch::Fetch;
use crate::resolve::observer::Observer;
use crate::resolve::policy::Policy;
use crate::resolve::registered::RegisteredClients;
use crate::resolve::store::SharedStore;
use crate::resolve::table::ClientTable;

/// What a host brings in code, for which there is no word in a file of settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Brought {
    pub(crate) fetch: Option<Arc<dyn Fetch>>,
    pub(crate) policy: Option<Arc<dyn Policy>>,
    pub(crate) registered: Option<Arc<dyn RegisteredClients>>,
    pub(crate) cache: Option<SharedCache>,
    pub(crate) store: Option<SharedStore>,
    pub(crate) table: Option<Arc<dyn ClientTable>>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
}

impl Brought {
    /// This, and of `other` what is not in it.
    pub(crate) fn or(self, other: &Self) -> Self {
        let other = other.clone();
        Brought {
            fetch: self.fetch.or(other.fetch),
            policy: self.policy.or(other.policy),
            registered: self.registered.or(other.registered),
            cache: self.cache.or(other.cache),
            store: self.store.or(other.store),
            table: self.table.or(other.table),
            observer: self.observer.or(other.observer),
        }
    }
}

/// How a fetcher is made where the host brings none.
pub(crate) struct Recipe {
    /// What it is made by: two recipes with the same words make the same.
    pub(crate) words: String,
    pub(crate) make: Box<Make>,
}

type Make = dyn FnOnce() -> Result<(Arc<dyn Fetch>, Dials), MakeError> + Send;
type MakeError = Box<dyn std::error::Error + Send + Sync>;

/// A fetcher that was made.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    words: String,
    pub(crate) fetch: Arc<dyn Fetch>,
    dials: Dials,
}

impl Recipe {
    /// The fetcher: the one `before`, if it was made by the same words, and else one that has not
    /// more to spend than that.
    pub(crate) fn make(self, before: Option<&Made>) -> Result<Made, MakeError> {
        if let Some(before) = before.filter(|before| before.words == self.words) {
            return Ok(before.clone());
        }
        let (fetch, dials) = (self.make)()?;
        if let Some(before) = before {
            dials.follow(&before.dials);
        }
        Ok(Made {
            words: self.words,
            fetch,
            dials,
        })
    }
}

impl fmt::Debug for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Recipe").field(&self.words).finish()
    }
}
