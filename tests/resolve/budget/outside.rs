//! The hosts of a test's internet.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};

use crate::support::{document, fetched};

pub(crate) type Answer = Result<Fetched, FetchError>;

/// Answers each fetch at once by its URL, and counts.
#[derive(Clone)]
pub(crate) struct Outside {
    answer: Arc<dyn Fn(&str) -> Answer + Send + Sync>,
    fetches: Arc<AtomicUsize>,
}

impl Outside {
    pub(crate) fn new(answer: impl Fn(&str) -> Answer + Send + Sync + 'static) -> Self {
        Outside {
            answer: Arc::new(answer),
            fetches: Arc::default(),
        }
    }

    /// An internet on which every URL is a client's.
    pub(crate) fn of_clients() -> Self {
        Outside::new(published)
    }

    pub(crate) fn fetches(&self) -> usize {
        self.fetches.load(Ordering::Relaxed)
    }
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Outside")
    }
}

impl Fetch for Outside {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Answer> {
        self.fetches.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready((self.answer)(&request.url)))
    }
}

/// A valid document.
pub(crate) fn published(url: &str) -> Answer {
    let json = [("content-type", "application/json")];
    Ok(fetched(200, &json, document(url)))
}

pub(crate) fn not_found() -> Answer {
    Ok(fetched(404, &[], ""))
}
