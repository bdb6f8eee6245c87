//! The events of the crate, by name, level and field.

use std::cell::RefCell;
use std::error::Error;
use std::fmt;
use std::sync::Once;

use sha2::{Digest, Sha256};
use tower_cimd::resolve::{
    BoxFuture, Clock, FetchError, Known, Observer, Pin, RegisteredClients, ResolveError,
    StaticFetch,
};
use tower_cimd::{CimdClient, Leg, Resolver};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata, Subscriber};

use crate::publisher::Publisher;
use crate::support::{FakeClock, Moment, ScriptedFetch, document};
use crate::world::{CLIENT_ID, build, builder, detached, on, resolver, seconds};

/// Every event of the crate on this thread, as `LEVEL name field=value …`, spans as `SPAN name …`.
///
/// It is installed once and for all threads: `tracing` may ask the subscriber of another test, or
/// none, whether a callsite is of interest, and believes the answer for every thread.
pub(crate) struct Log;

thread_local! {
    static TOLD: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

impl Log {
    pub(crate) fn install() -> Log {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| tracing::subscriber::set_global_default(Log).unwrap());
        Log
    }

    /// What was told on this thread since the last call.
    pub(crate) fn told(&self) -> Vec<String> {
        TOLD.take()
    }

    fn push(&self, line: String) {
        TOLD.with_borrow_mut(|told| told.push(line));
    }
}

impl Subscriber for Log {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        match metadata.target() == "tower_cimd" {
            true => Interest::always(),
            false => Interest::never(),
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "tower_cimd"
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = format!("SPAN {}", span.metadata().name());
        span.record(&mut Fields(&mut line));
        self.push(line);
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let metadata = event.metadata();
        let mut line = format!("{} {}", metadata.level(), metadata.name());
        event.record(&mut Fields(&mut line));
        self.push(line);
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Fields<'a>(&'a mut String);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if field.name() != "message" {
            self.0.push_str(&format!(" {}={value:?}", field.name()));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.push_str(&format!(" {}={value}", field.name()));
    }
}

/// What resolving `client_id` on a leg tells.
async fn told(log: &Log, resolver: &Resolver, client_id: &str, leg: Option<Leg>) -> Vec<String> {
    log.told();
    let context = leg.map_or(detached(), on);
    let _ = resolver.resolve(client_id, &context).await;
    log.told()
}

#[tokio::test]
async fn a_resolution_tells_of_the_fetch_and_of_the_client() {
    let log = Log::install();
    let (resolver, _) = resolver(StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID)));
    let bytes = document(CLIENT_ID).len();
    let first = told(&log, &resolver, CLIENT_ID, Some(Leg::Authorization)).await;
    assert_eq!(
        first,
        [
            format!("SPAN cimd.fetch client_id={CLIENT_ID}"),
            format!(
                "DEBUG cimd.fetched client_id={CLIENT_ID} status=200 bytes={bytes} elapsed_ms=0"
            ),
            format!(
                "DEBUG cimd.resolved client_id={CLIENT_ID} leg=authorization outcome=client \
                 source=fetched"
            ),
        ]
    );
    let second = told(&log, &resolver, CLIENT_ID, None).await;
    let expected = format!("DEBUG cimd.resolved client_id={CLIENT_ID} outcome=client source=cache");
    assert_eq!(second, [expected]);

    resolver.forget(CLIENT_ID);
    let pending = told(&log, &resolver, CLIENT_ID, Some(Leg::Revocation)).await;
    let expected =
        format!("DEBUG cimd.resolved client_id={CLIENT_ID} leg=revocation outcome=pending");
    assert_eq!(pending, [expected]);
}

#[tokio::test]
async fn a_refusal_tells_the_rule_the_member_and_the_blame() {
    let log = Log::install();
    let bad = serde_json::json!({ "client_id": CLIENT_ID, "client_secret": "s" });
    let (resolver, _) = resolver(StaticFetch::new().publish(CLIENT_ID, bad.to_string()));
    let told = told(&log, &resolver, CLIENT_ID, Some(Leg::Token)).await;
    assert_eq!(
        told.last().unwrap(),
        &format!(
            "INFO cimd.refused client_id={CLIENT_ID} leg=token rule=document.forbidden \
             member=client_secret blame=document"
        )
    );
}

#[tokio::test]
async fn a_refused_client_id_is_no_louder_than_debug() {
    let log = Log::install();
    let (resolver, _) = resolver(StaticFetch::new());
    let told = told(&log, &resolver, "opaque", None).await;
    assert_eq!(
        told,
        ["DEBUG cimd.refused client_id=opaque rule=client_id.scheme blame=request"]
    );
}

#[tokio::test]
async fn the_operator_is_told_why_the_weather_is_bad() {
    let log = Log::install();
    let network = StaticFetch::new().fail(CLIENT_ID, || {
        FetchError::Other("the gateway said \"\u{1b}[31mno\"".into())
    });
    let (resolver, _) = resolver(network);
    let told = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        told[1..],
        [
            format!(
                "INFO cimd.weather client_id={CLIENT_ID} cause=fetch.other \
                 detail=the fetcher failed: the gateway said \\\"\\u{{1b}}[31mno\\\" elapsed_ms=0"
            ),
            format!("INFO cimd.refused client_id={CLIENT_ID} rule=fetch.other blame=weather"),
        ]
    );
}

#[tokio::test]
async fn a_crash_is_an_error() {
    let log = Log::install();
    let (resolver, _) = resolver(ScriptedFetch::new([Moment::Panic]));
    let told = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        told[1..],
        [
            format!("ERROR cimd.crashed client_id={CLIENT_ID}"),
            format!("ERROR cimd.refused client_id={CLIENT_ID} rule=crashed blame=ourselves"),
        ]
    );
}

#[tokio::test]
async fn a_document_that_changes_and_goes_is_told() {
    let log = Log::install();
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    told(&log, &resolver, CLIENT_ID, None).await;
    let other = document(CLIENT_ID).replace("A client", "Another");
    publisher.publishes("{}".to_owned(), &[]);
    clock.advance(seconds(400));
    let invalid = told(&log, &resolver, CLIENT_ID, None).await;
    let expected = "INFO cimd.unpublished client_id=https://client.example.com/oauth rule=document";
    assert!(invalid[2].starts_with(expected), "{invalid:?}");

    publisher.publishes(document(CLIENT_ID), &[]);
    told(&log, &resolver, CLIENT_ID, None).await;
    publisher.publishes(other, &[]);
    clock.advance(seconds(400));
    let changed = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        changed[2],
        format!("INFO cimd.changed client_id={CLIENT_ID} kinds=name_changed")
    );

    publisher.answers(404);
    clock.advance(seconds(400));
    let gone = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        gone[2],
        format!("INFO cimd.unpublished client_id={CLIENT_ID} rule=document.status.gone")
    );
}

#[tokio::test]
async fn a_stale_copy_and_a_pin_are_told_as_such() {
    let log = Log::install();
    let publisher = Publisher::with(&[]);
    let (resolver, clock) = resolver(publisher.network.clone());
    told(&log, &resolver, CLIENT_ID, None).await;
    clock.advance(seconds(300));
    let stale = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        stale.last().unwrap(),
        &format!("DEBUG cimd.resolved client_id={CLIENT_ID} outcome=client source=stale")
    );

    let digest = Sha256::digest(document(CLIENT_ID)).into();
    let expires = clock.wall() + seconds(1);
    let pin = Pin::instead(CLIENT_ID, document(CLIENT_ID), digest, expires);
    let resolver = build(builder(publisher.network.clone(), &clock).pin(pin));
    let pinned = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        pinned,
        [format!(
            "DEBUG cimd.resolved client_id={CLIENT_ID} outcome=client source=pinned"
        )]
    );
    clock.advance(seconds(1));
    let expired = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        expired,
        [format!(
            "INFO cimd.refused client_id={CLIENT_ID} rule=pin.expired blame=policy"
        )]
    );
}

/// Panics at an end.
#[derive(Debug)]
struct Panics;

impl Observer for Panics {
    fn withdrawn(&self, _: &CimdClient, _: &ResolveError) {
        panic!("the observer panics");
    }
}

#[tokio::test]
async fn an_observer_that_panics_is_an_error() {
    let log = Log::install();
    let (publisher, clock) = (Publisher::with(&[]), FakeClock::new());
    let resolver = build(builder(publisher.network.clone(), &clock).observer(Panics));
    told(&log, &resolver, CLIENT_ID, None).await;
    publisher.answers(404);
    clock.advance(seconds(400));
    let told = told(&log, &resolver, CLIENT_ID, None).await;
    let expected = format!("ERROR cimd.observer_panicked client_id={CLIENT_ID}");
    assert!(told.contains(&expected), "{told:?}");
}

/// A client table that is away.
#[derive(Debug)]
struct Away;

impl RegisteredClients for Away {
    fn lookup<'a>(
        &'a self,
        _: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, Box<dyn Error + Send + Sync>>> {
        Box::pin(async { Err("no connection to the database".into()) })
    }
}

#[tokio::test]
async fn a_client_table_that_is_away_is_an_error() {
    let log = Log::install();
    let builder = builder(StaticFetch::new(), &FakeClock::new());
    let resolver = build(builder.registered(Away));
    let told = told(&log, &resolver, CLIENT_ID, None).await;
    assert_eq!(
        told,
        [
            format!(
                "ERROR cimd.registered_unavailable client_id={CLIENT_ID} \
                 detail=no connection to the database"
            ),
            format!(
                "ERROR cimd.refused client_id={CLIENT_ID} rule=registered.unavailable \
                 blame=ourselves"
            ),
        ]
    );
}

#[tokio::test]
async fn a_strangers_text_is_escaped_and_cut() {
    let log = Log::install();
    let (resolver, _) = resolver(StaticFetch::new());
    let forged = told(&log, &resolver, "a\nERROR forged \u{202e}", None).await;
    assert!(
        forged[0].contains("client_id=a\\nERROR forged \\u{202e} rule"),
        "{forged:?}"
    );

    let long = told(&log, &resolver, &"a".repeat(100_000), None).await;
    let expected = format!("client_id={}... rule", "a".repeat(256));
    assert!(long[0].contains(&expected), "{long:?}");

    let escaped = told(&log, &resolver, &"\u{10ffff}".repeat(100), None).await;
    let expected = format!("client_id={}... rule", "\\u{10ffff}".repeat(25));
    assert!(escaped[0].contains(&expected), "{escaped:?}");
}

#[tokio::test]
async fn what_a_stranger_does_alone_is_no_louder_than_info() {
    let log = Log::install();
    let network = StaticFetch::new()
        .publish("https://bad.example.com/", "no json")
        .fail("https://away.example.com/", || FetchError::Connect);
    let (resolver, _) = resolver(network);
    for client_id in [
        "",
        "https://127.0.0.1/",
        "https://as.example.com/",
        "https://missing.example.com/",
        "https://bad.example.com/",
        "https://away.example.com/",
    ] {
        for line in told(&log, &resolver, client_id, None).await {
            let level = line.split(' ').next().unwrap();
            assert!(["SPAN", "DEBUG", "INFO"].contains(&level), "{line}");
        }
    }
    assert!(
        Level::INFO > Level::WARN,
        "tracing orders levels by verbosity"
    );
}

#[cfg(feature = "private-key-jwt")]
#[tokio::test]
async fn fetches_of_keys_tell_where_the_keys_are() {
    use crate::authentication::{JWKS_URI, World, answer, client_with};
    use crate::signer::Signer;

    let told = async |moment: Moment| {
        let log = Log::install();
        let world = World::new([moment]);
        log.told();
        let signer = Signer::new("ES256");
        let _ = world
            .authenticate(&client_with(JWKS_URI), &signer, "k")
            .await;
        log.told()
    };
    let span = format!("SPAN cimd.fetch jwks_uri={JWKS_URI}");
    let fetched =
        format!("DEBUG cimd.keys_fetched jwks_uri={JWKS_URI} status=200 bytes=11 elapsed_ms=0");
    assert_eq!(told(answer(r#"{"keys":[]}"#)).await, [&*span, &*fetched]);

    let unavailable = format!(
        "INFO cimd.keys_unavailable jwks_uri={JWKS_URI} cause=fetch.dns \
         detail=the name did not resolve elapsed_ms=0"
    );
    assert_eq!(
        told(Moment::Fail(FetchError::Dns)).await,
        [&*span, &*unavailable]
    );

    let crashed = format!("ERROR cimd.crashed jwks_uri={JWKS_URI}");
    assert_eq!(told(Moment::Panic).await, [&*span, &*crashed]);
}
