//! A resolver with a clock that stands still and a network that a test scripts.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tower_cimd::resolve::policy::{Admission, FetchContext, MayFetch, MayUse, Policy};
use tower_cimd::resolve::{BoxFuture, Fetch, Resolution, ResolveError, ResolverBuilder};
use tower_cimd::rules::checks::{CheckError, RequestParameters};
use tower_cimd::rules::client::Source;
use tower_cimd::{CimdClient, ClientId, Leg, Resolver};

use crate::support::FakeClock;

pub(crate) const ISSUER: &str = "https://as.example.com";
pub(crate) const CLIENT_ID: &str = "https://client.example.com/oauth";

/// A resolver over `network`, and its clock.
pub(crate) fn resolver(network: impl Fetch) -> (Resolver, FakeClock) {
    let clock = FakeClock::new();
    (build(builder(network, &clock)), clock)
}

pub(crate) fn builder(network: impl Fetch, clock: &FakeClock) -> ResolverBuilder {
    Resolver::builder(ISSUER)
        .fetch(network)
        .clock(clock.clone())
}

pub(crate) fn build(builder: ResolverBuilder) -> Resolver {
    builder.build().expect("the settings are in range")
}

/// A context without a request or a leg.
pub(crate) fn detached() -> FetchContext<'static> {
    FetchContext::detached(None)
}

pub(crate) fn on(leg: Leg) -> FetchContext<'static> {
    FetchContext::detached(Some(leg))
}

/// The client that `client_id` resolves to.
pub(crate) async fn client(resolver: &Resolver, client_id: &str) -> CimdClient {
    match resolver.resolve(client_id, &detached()).await {
        Ok(Resolution::Client(client)) => client,
        other => panic!("{client_id}: {other:?}"),
    }
}

/// Where the client that `client_id` resolves to came from.
pub(crate) async fn source(resolver: &Resolver, client_id: &str) -> Source {
    client(resolver, client_id).await.source()
}

/// Why `client_id` does not resolve.
pub(crate) async fn error(resolver: &Resolver, client_id: &str) -> ResolveError {
    match resolver.resolve(client_id, &detached()).await {
        Err(error) => error,
        Ok(other) => panic!("{client_id}: {other:?}"),
    }
}

/// A call of `resolve` that goes on by itself.
pub(crate) fn spawn(
    resolver: &Resolver,
    client_id: &str,
) -> tokio::task::JoinHandle<Result<Resolution, ResolveError>> {
    let (resolver, client_id) = (resolver.clone(), client_id.to_owned());
    tokio::spawn(async move { resolver.resolve(&client_id, &detached()).await })
}

pub(crate) const fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A policy that answers as a test says, and counts the questions.
#[derive(Clone, Debug)]
pub(crate) struct Operator {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    admission: Mutex<Admission>,
    named: Mutex<HashSet<String>>,
    /// `None` never answers.
    may_fetch: Mutex<Option<MayFetch>>,
    may_use: Mutex<MayUse>,
    asks_too_much: AtomicBool,
    asked: [AtomicUsize; 3],
}

impl Operator {
    /// Allows everything.
    pub(crate) fn new() -> Self {
        Operator {
            shared: Arc::new(Shared {
                admission: Mutex::new(Admission::Admitted),
                named: Mutex::default(),
                may_fetch: Mutex::new(Some(MayFetch::Allowed)),
                may_use: Mutex::new(MayUse::Allowed),
                asks_too_much: AtomicBool::new(false),
                asked: Default::default(),
            }),
        }
    }

    pub(crate) fn admits(self, answer: Admission) -> Self {
        *self.shared.admission.lock().unwrap() = answer;
        self
    }

    pub(crate) fn names(self, client_id: &str) -> Self {
        self.shared
            .named
            .lock()
            .unwrap()
            .insert(client_id.to_owned());
        self
    }

    pub(crate) fn may_fetch(self, answer: Option<MayFetch>) -> Self {
        *self.shared.may_fetch.lock().unwrap() = answer;
        self
    }

    pub(crate) fn may_use(self, answer: MayUse) -> Self {
        *self.shared.may_use.lock().unwrap() = answer;
        self
    }

    /// No client may ask for anything from now on.
    pub(crate) fn refuse_to_ask(&self) {
        self.shared.asks_too_much.store(true, Ordering::Relaxed);
    }

    /// How often `admits`, `may_fetch` and `may_use` were asked.
    pub(crate) fn asked(&self) -> [usize; 3] {
        self.shared
            .asked
            .each_ref()
            .map(|count| count.load(Ordering::Relaxed))
    }

    fn count(&self, question: usize) {
        self.shared.asked[question].fetch_add(1, Ordering::Relaxed);
    }
}

impl Policy for Operator {
    fn admits(&self, client_id: &ClientId) -> Admission {
        self.count(0);
        match self
            .shared
            .named
            .lock()
            .unwrap()
            .contains(client_id.as_str())
        {
            true => Admission::Named,
            false => *self.shared.admission.lock().unwrap(),
        }
    }

    fn may_fetch<'a>(
        &'a self,
        _: &'a ClientId,
        _: &'a FetchContext<'a>,
    ) -> BoxFuture<'a, MayFetch> {
        self.count(1);
        let answer = *self.shared.may_fetch.lock().unwrap();
        Box::pin(async move {
            match answer {
                Some(answer) => answer,
                None => std::future::pending().await,
            }
        })
    }

    fn may_ask(&self, _: &CimdClient, _: Leg, _: RequestParameters<'_>) -> Result<(), CheckError> {
        match self.shared.asks_too_much.load(Ordering::Relaxed) {
            true => Err(CheckError::ScopeBeyondCeiling),
            false => Ok(()),
        }
    }

    fn may_use(&self, _: &CimdClient) -> MayUse {
        self.count(2);
        *self.shared.may_use.lock().unwrap()
    }
}
