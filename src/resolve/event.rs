//! Every event of this crate, by name and field.
//!
//! The target of all of them is `tower_cimd`. A field that does not apply is absent.
//!
//! | event | level | says | fields |
//! |---|---|---|---|
//! | `cimd.resolved` | debug | a client_id was resolved | `client_id`, `leg`, `outcome` (`client`, `registered`, `pending`), `source` (`fetched`, `cache`, `stale`, `pinned`) |
//! | `cimd.refused` | by blame | a request was refused | `client_id`, `leg`, `rule`, `member`, `blame` |
//! | `cimd.fetched` | debug | an answer came from a publisher | `client_id`, `status`, `bytes` of body, `elapsed_ms` |
//! | `cimd.weather` | info | no usable answer came | `client_id`, `cause`, `detail`, `elapsed_ms` |
//! | `cimd.changed` | info | a publisher gave another document than the one that was held | `client_id`, `kinds` of the differences |
//! | `cimd.unpublished` | info | a publisher no longer gives a valid document where one was held | `client_id`, `rule` |
//! | `cimd.observer_panicked` | error | the host's observer panicked | `client_id` |
//! | `cimd.keys_fetched` | debug | an answer came from where a client's keys are | `jwks_uri`, `status`, `bytes` of body, `elapsed_ms` |
//! | `cimd.keys_unavailable` | info | no usable key set came of a fetch | `jwks_uri`, `cause`, `detail`, `elapsed_ms` |
//! | `cimd.replay_store_unavailable` | error | the store of used assertions could not be asked | `client_id`, `detail` |
//! | `cimd.crashed` | error | a fetch ended without an outcome, as when a fetcher panics | `client_id` or `jwks_uri` |
//! | `cimd.registered_unavailable` | error | the host's client table could not be asked | `client_id`, `detail` |
//! | `cimd.withdrawn` | debug | a copy was dropped, because another node withdrew it | `client_id` |
//! | `cimd.store_lost` | warn | the shared store failed, and this node works alone | `detail` |
//! | `cimd.store_recovered` | info | the shared store answers again | |
//! | `cimd.store_refused` | warn | something out of the shared store was refused | `client_id`, `rule` |
//! | `cimd.store_flooded` | warn | more messages came by the shared store than are heeded | |
//! | `cimd.withdrawal_lost` | warn | too many withdrawals wait for the shared store to send one more | `client_id` |
//! | `cimd.unadvertised` | debug or info | metadata passed without additions: at debug what is usual (a HEAD, another status or media type, a part), at info what keeps a server unadvertised | `rule` |
//! | `cimd.danger` | warn | something was built with a `danger_` switch | `switch` |
//!
//! A refusal is told at `debug` where the request is to blame, at `info` where the document, the
//! policy or the weather is, and at `error` where we are. So nothing that a stranger does alone is
//! louder than `info`.
//!
//! Fetches run in a span `cimd.fetch` (debug, field `client_id` or `jwks_uri`), which follows from the span of
//! the request that started them: other requests may wait for the same fetch.
//!
//! A client_id is a stranger's text: it is escaped, and cut after 256 bytes.

use std::error::Error;
use std::future::Future;
use std::time::Duration;

use http::StatusCode;
use tracing::field::DisplayValue;
use tracing::instrument::{Instrument, Instrumented};
use tracing::{Level, Span};

use crate::resolve::error::ResolveError;
use crate::resolve::told::{Chain, Names, Told};
use crate::rules::blame::Blame;
use crate::rules::change::ChangeKinds;
use crate::rules::client::Source;
use crate::rules::leg::Leg;

/// A client_id was resolved.
pub(crate) fn resolved(client_id: &str, leg: Option<Leg>, outcome: &str, source: Option<Source>) {
    tracing::event!(
        name: "cimd.resolved",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        leg = leg.map(Leg::name),
        outcome,
        source = source.map(Source::name),
        "a client_id was resolved"
    );
}

/// What a refusal says. The layer has refusals of its own beside those of the resolver.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal<'a> {
    /// Empty where none could be read.
    pub(crate) client_id: &'a str,
    pub(crate) leg: Option<Leg>,
    /// In full: this is for operators.
    pub(crate) rule: &'static str,
    pub(crate) member: Option<&'static str>,
    pub(crate) blame: Blame,
}

/// A request was refused.
pub(crate) fn refused(refusal: Refusal<'_>) {
    macro_rules! at {
        ($level:expr) => {
            tracing::event!(
                name: "cimd.refused",
                target: TARGET,
                $level,
                client_id = %Told(refusal.client_id),
                leg = refusal.leg.map(Leg::name),
                rule = refusal.rule,
                member = refusal.member,
                blame = refusal.blame.name(),
                "a request was refused"
            )
        };
    }
    match refusal.blame {
        Blame::Request => at!(Level::DEBUG),
        Blame::Document | Blame::Policy | Blame::Weather => at!(Level::INFO),
        Blame::Ourselves => at!(Level::ERROR),
    }
}

/// A resolution was refused.
pub(crate) fn unresolved(client_id: &str, leg: Option<Leg>, error: &ResolveError) {
    let member = match error {
        ResolveError::Document(document) => document.member(),
        _ => None,
    };
    refused(Refusal {
        client_id,
        leg,
        rule: error.cause(),
        member,
        blame: error.blame(),
    });
}

/// An answer came from a publisher.
pub(crate) fn fetched(client_id: &str, status: StatusCode, bytes: usize, elapsed: Duration) {
    tracing::event!(
        name: "cimd.fetched",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        status = status.as_u16(),
        bytes,
        elapsed_ms = milliseconds(elapsed),
        "an answer came from a publisher"
    );
}

/// No usable answer came.
pub(crate) fn weather(client_id: &str, error: &ResolveError, elapsed: Duration) {
    tracing::event!(
        name: "cimd.weather",
        target: TARGET,
        Level::INFO,
        client_id = %Told(client_id),
        cause = error.cause(),
        detail = error.source().map(Chain).map(tracing::field::display),
        elapsed_ms = milliseconds(elapsed),
        "no usable answer came"
    );
}

/// A publisher gave another document than the one that was held.
pub(crate) fn changed(client_id: &str, kinds: ChangeKinds) {
    tracing::event!(
        name: "cimd.changed",
        target: TARGET,
        Level::INFO,
        client_id = %Told(client_id),
        kinds = %Names(kinds),
        "a publisher gave another document than the one that was held"
    );
}

/// A publisher no longer gives a valid document where one was held.
pub(crate) fn unpublished(client_id: &str, error: &ResolveError) {
    tracing::event!(
        name: "cimd.unpublished",
        target: TARGET,
        Level::INFO,
        client_id = %Told(client_id),
        rule = error.cause(),
        "a publisher no longer gives a valid document where one was held"
    );
}

/// The host's observer panicked.
pub(crate) fn observer_panicked(client_id: &str) {
    tracing::event!(
        name: "cimd.observer_panicked",
        target: TARGET,
        Level::ERROR,
        client_id = %Told(client_id),
        "the host's observer panicked"
    );
}

/// An answer came from where a client's keys are.
#[cfg(feature = "private-key-jwt")]
pub(crate) fn keys_fetched(jwks_uri: &str, status: StatusCode, bytes: usize, elapsed: Duration) {
    tracing::event!(
        name: "cimd.keys_fetched",
        target: TARGET,
        Level::DEBUG,
        jwks_uri = %Told(jwks_uri),
        status = status.as_u16(),
        bytes,
        elapsed_ms = milliseconds(elapsed),
        "an answer came from where a client's keys are"
    );
}

/// No usable key set came of a fetch.
#[cfg(feature = "private-key-jwt")]
pub(crate) fn keys_unavailable(
    jwks_uri: &str,
    cause: &'static str,
    error: Option<&(dyn Error + 'static)>,
    elapsed: Duration,
) {
    tracing::event!(
        name: "cimd.keys_unavailable",
        target: TARGET,
        Level::INFO,
        jwks_uri = %Told(jwks_uri),
        cause,
        detail = error.map(Chain).map(tracing::field::display),
        elapsed_ms = milliseconds(elapsed),
        "no usable key set came of a fetch"
    );
}

/// The store of used assertions could not be asked; `None` where it was late.
#[cfg(feature = "private-key-jwt")]
pub(crate) fn replay_store_unavailable(client_id: &str, error: Option<&(dyn Error + 'static)>) {
    tracing::event!(
        name: "cimd.replay_store_unavailable",
        target: TARGET,
        Level::ERROR,
        client_id = %Told(client_id),
        detail = error.map(Chain).map(tracing::field::display),
        "the store of used assertions could not be asked"
    );
}

/// What a flight fetches, and how its key is called.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// A client metadata document, by its `client_id`.
    Document,
    /// A key set, by its `jwks_uri`.
    #[cfg(feature = "private-key-jwt")]
    KeySet,
}

impl Subject {
    /// `key` under the name `client_id`, and under the name `jwks_uri`.
    fn fields(self, key: &str) -> [Option<DisplayValue<Told<'_>>>; 2] {
        let told = Some(tracing::field::display(Told(key)));
        match self {
            Subject::Document => [told, None],
            #[cfg(feature = "private-key-jwt")]
            Subject::KeySet => [None, told],
        }
    }
}

/// A fetch ended without an outcome.
pub(crate) fn crashed(subject: Subject, key: &str) {
    let [client_id, jwks_uri] = subject.fields(key);
    tracing::event!(
        name: "cimd.crashed",
        target: TARGET,
        Level::ERROR,
        client_id,
        jwks_uri,
        "a fetch ended without an outcome"
    );
}

/// The host's client table could not be asked; `None` where it was late.
pub(crate) fn registered_unavailable(client_id: &str, error: Option<&(dyn Error + 'static)>) {
    tracing::event!(
        name: "cimd.registered_unavailable",
        target: TARGET,
        Level::ERROR,
        client_id = %Told(client_id),
        detail = error.map(Chain).map(tracing::field::display),
        "the host's client table could not be asked"
    );
}

/// A copy was dropped, because another node withdrew it.
pub(crate) fn withdrawn(client_id: &str) {
    tracing::event!(
        name: "cimd.withdrawn",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        "a copy was dropped, because another node withdrew it"
    );
}

/// The shared store failed; `None` where it was late.
pub(crate) fn store_lost(error: Option<&(dyn Error + 'static)>) {
    tracing::event!(
        name: "cimd.store_lost",
        target: TARGET,
        Level::WARN,
        detail = error.map(Chain).map(tracing::field::display),
        "the shared store failed, and this node works alone"
    );
}

/// The shared store answers again.
pub(crate) fn store_recovered() {
    tracing::event!(
        name: "cimd.store_recovered",
        target: TARGET,
        Level::INFO,
        "the shared store answers again"
    );
}

/// Something out of the shared store was refused.
///
/// Whose a message is can be read only under a seal that holds, so there may be no client_id.
pub(crate) fn store_refused(client_id: Option<&str>, rule: &'static str) {
    tracing::event!(
        name: "cimd.store_refused",
        target: TARGET,
        Level::WARN,
        client_id = client_id.map(Told).map(tracing::field::display),
        rule,
        "something out of the shared store was refused"
    );
}

/// More messages came by the shared store than are heeded.
pub(crate) fn store_flooded() {
    tracing::event!(
        name: "cimd.store_flooded",
        target: TARGET,
        Level::WARN,
        "more messages came by the shared store than are heeded"
    );
}

/// Too many withdrawals wait for the shared store to send one more.
pub(crate) fn withdrawal_lost(client_id: &str) {
    tracing::event!(
        name: "cimd.withdrawal_lost",
        target: TARGET,
        Level::WARN,
        client_id = %Told(client_id),
        "too many withdrawals wait for the shared store to send one more"
    );
}

/// A response on a metadata route passed without additions.
pub(crate) fn unadvertised(rule: &'static str, is_usual: bool) {
    macro_rules! at {
        ($level:expr) => {
            tracing::event!(
                name: "cimd.unadvertised",
                target: TARGET,
                $level,
                rule,
                "metadata passed without additions"
            )
        };
    }
    match is_usual {
        true => at!(Level::DEBUG),
        false => at!(Level::INFO),
    }
}

/// Something was built with a `danger_` switch.
#[cfg(feature = "reqwest")]
pub(crate) fn danger(switch: &'static str) {
    tracing::event!(
        name: "cimd.danger",
        target: TARGET,
        Level::WARN,
        switch,
        "a danger switch is on: not for production"
    );
}

/// Runs a fetch in its own span.
pub(crate) fn in_flight<F: Future>(subject: Subject, key: &str, fetch: F) -> Instrumented<F> {
    let [client_id, jwks_uri] = subject.fields(key);
    let span = tracing::span!(
        target: TARGET,
        parent: None,
        Level::DEBUG,
        "cimd.fetch",
        client_id,
        jwks_uri
    );
    span.follows_from(Span::current());
    fetch.instrument(span)
}

fn milliseconds(elapsed: Duration) -> u64 {
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

const TARGET: &str = "tower_cimd";
