//! A fetcher that answers from memory.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::sync::watch;

use crate::resolve::fetch::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};

/// An in-memory publisher, for the tests of a server that uses this crate.
///
/// Every URL answers 404 until something is published there. Clones share what is published and
/// the count, so that a test keeps one and hands the other to the resolver.
///
/// ```
/// # async fn test() -> Result<(), Box<dyn std::error::Error>> {
/// use tower_cimd::Resolver;
/// use tower_cimd::resolve::{FetchContext, StaticFetch};
///
/// const CLIENT_ID: &str = "https://client.example.com/oauth";
/// let network = StaticFetch::new().publish(
///     CLIENT_ID,
///     r#"{"client_id": "https://client.example.com/oauth",
///         "redirect_uris": ["https://client.example.com/callback"]}"#,
/// );
/// let resolver = Resolver::builder("https://as.example.com")
///     .fetch(network.clone())
///     .build()?;
///
/// resolver.resolve(CLIENT_ID, &FetchContext::detached(None)).await?;
/// resolver.resolve(CLIENT_ID, &FetchContext::detached(None)).await?;
/// assert_eq!(network.fetches(), 1);
/// # Ok(())
/// # }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(test()).unwrap();
/// ```
#[derive(Clone, Debug, Default)]
pub struct StaticFetch {
    network: Arc<Network>,
}

/// Fetches of one URL stay open until this is dropped: see [`StaticFetch::hold`].
#[derive(Debug)]
#[must_use = "dropping it lets the fetches go on"]
pub struct Hold {
    _gate: watch::Sender<()>,
}

impl StaticFetch {
    /// A network on which nothing is published: every fetch is a 404.
    pub fn new() -> Self {
        StaticFetch::default()
    }

    /// Publishes `document` at `url`: status 200, `application/json`, no caching header fields.
    ///
    /// What stood there before is replaced.
    #[must_use]
    pub fn publish(self, url: impl Into<String>, document: impl Into<Bytes>) -> Self {
        let json = (CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let answer = Fetched {
            status: StatusCode::OK,
            headers: HeaderMap::from_iter([json]),
            body: document.into(),
        };
        self.answer(url, answer)
    }

    /// Gives `answer` to every fetch of `url`.
    #[must_use]
    pub fn answer(self, url: impl Into<String>, answer: Fetched) -> Self {
        self.script(url, Script::Answer(answer))
    }

    /// Fails every fetch of `url` with what `error` makes.
    ///
    /// ```
    /// use tower_cimd::resolve::{FetchError, StaticFetch};
    ///
    /// let network = StaticFetch::new().fail("https://away.example.com/", || FetchError::Connect);
    /// ```
    #[must_use]
    pub fn fail(
        self,
        url: impl Into<String>,
        error: impl Fn() -> FetchError + Send + Sync + 'static,
    ) -> Self {
        self.script(url, Script::Fail(Arc::new(error)))
    }

    /// Keeps every fetch of `url` open, those that begin from now on, until the [`Hold`] is
    /// dropped.
    pub fn hold(&self, url: impl Into<String>) -> Hold {
        let (gate, closed) = watch::channel(());
        lock(&self.network.held).insert(url.into(), closed);
        Hold { _gate: gate }
    }

    /// The number of fetches that have begun so far.
    pub fn fetches(&self) -> usize {
        self.network.fetches.load(Ordering::Relaxed)
    }

    fn script(self, url: impl Into<String>, script: Script) -> Self {
        lock(&self.network.scripts).insert(url.into(), script);
        self
    }
}

impl Fetch for StaticFetch {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        self.network.fetches.fetch_add(1, Ordering::Relaxed);
        let held = lock(&self.network.held).get(&*request.url).cloned();
        Box::pin(async move {
            if let Some(mut held) = held {
                // Nothing is ever sent: the wait ends with an error when the hold is dropped.
                let _ = held.changed().await;
            }
            self.network.answer(&request.url)
        })
    }
}

#[derive(Debug, Default)]
struct Network {
    scripts: Mutex<HashMap<String, Script>>,
    held: Mutex<HashMap<String, watch::Receiver<()>>>,
    fetches: AtomicUsize,
}

impl Network {
    fn answer(&self, url: &str) -> Result<Fetched, FetchError> {
        match lock(&self.scripts).get(url) {
            Some(Script::Answer(answer)) => Ok(answer.clone()),
            Some(Script::Fail(error)) => Err(error()),
            None => Ok(not_found()),
        }
    }
}

#[derive(Clone)]
enum Script {
    Answer(Fetched),
    Fail(Arc<dyn Fn() -> FetchError + Send + Sync>),
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Script::Answer(answer) => answer.fmt(f),
            Script::Fail(error) => error().fmt(f),
        }
    }
}

fn not_found() -> Fetched {
    Fetched {
        status: StatusCode::NOT_FOUND,
        headers: HeaderMap::new(),
        body: Bytes::new(),
    }
}

/// A maker of errors that panicked leaves the map itself whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
