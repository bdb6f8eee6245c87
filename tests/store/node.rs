//! One node, in a process of its own: this test binary, started again.

use std::fmt::{self, Write as _};
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tower_cimd::net::{HttpsFetch, RedisStore};
use tower_cimd::resolve::store::SharedStore;
use tower_cimd::resolve::{FetchContext, Resolution};
use tower_cimd::rules::freshness::FreshnessRules;
use tower_cimd::{ClientId, Resolver};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::origin::Origin;

pub(crate) const HOST: &str = "client.example.com";
pub(crate) const LEASE: Duration = Duration::from_secs(1);
const KEY: [u8; 32] = [7; 32];

/// The test's hold on the process.
pub(crate) struct Node {
    process: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Node {
    /// Starts a node that fetches from `origin` and shares the store at `redis`.
    pub(crate) async fn start(origin: &Origin, redis: &str) -> Node {
        Node::start_with(origin, redis, "patient").await
    }

    /// One for which a document is stale at once, so that it asks the publisher at each use.
    pub(crate) async fn start_impatient(origin: &Origin, redis: &str) -> Node {
        Node::start_with(origin, redis, "impatient").await
    }

    async fn start_with(origin: &Origin, redis: &str, temper: &str) -> Node {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "node::serve", "--ignored", "--nocapture"])
            .env("TOWER_CIMD_NODE", temper)
            .env("TOWER_CIMD_NODE_REDIS", redis)
            .env("TOWER_CIMD_NODE_ORIGIN", origin.addr().to_string())
            .env("TOWER_CIMD_NODE_ROOT", origin.ca_pem())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap()).lines();
        let input = process.stdin.take().unwrap();
        let mut node = Node {
            process,
            input,
            output,
        };
        assert_eq!(node.answer().await, "ready");
        node
    }

    /// `client`, or why there is none.
    pub(crate) async fn resolve(&mut self, client_id: &str) -> String {
        self.ask(&format!("resolve {client_id}")).await
    }

    pub(crate) async fn forget(&mut self, client_id: &str) {
        self.ask(&format!("forget {client_id}")).await;
    }

    /// Has the operator block it here; empty where it was ordered, else why not.
    pub(crate) async fn block(&mut self, pattern: &str) -> String {
        self.ask(&format!("block {pattern}")).await
    }

    /// How many nodes it has heard of.
    pub(crate) async fn nodes(&mut self) -> usize {
        self.ask("nodes").await.parse().unwrap()
    }

    pub(crate) async fn has(&mut self, client_id: &str) -> bool {
        self.ask(&format!("has {client_id}")).await == "true"
    }

    /// The events about the store since the last call.
    pub(crate) async fn events(&mut self) -> Vec<String> {
        let events = self.ask("events").await;
        events.split_terminator(';').map(str::to_owned).collect()
    }

    /// Asks without waiting for the answer.
    pub(crate) async fn tell(&mut self, line: &str) {
        let line = format!("{line}\n");
        self.input.write_all(line.as_bytes()).await.unwrap();
    }

    /// Ends it as a power cut does.
    pub(crate) async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    async fn ask(&mut self, line: &str) -> String {
        self.tell(line).await;
        self.answer().await
    }

    /// The next line that is not the test harness's own.
    pub(crate) async fn answer(&mut self) -> String {
        loop {
            let line = self.output.next_line().await.unwrap();
            let line = line.expect("the node has ended");
            if let Some((_, answer)) = line.split_once(MARK) {
                return answer.to_owned();
            }
        }
    }
}

#[ignore = "the other tests start it, as a process of its own"]
#[tokio::test]
async fn serve() {
    let Ok(temper) = std::env::var("TOWER_CIMD_NODE") else {
        return;
    };
    tracing::subscriber::set_global_default(Log).unwrap();
    let resolver = resolver(&temper);
    println!("{MARK}ready");
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Some(line) = lines.next_line().await.unwrap() {
        let (command, client_id) = line.split_once(' ').unwrap_or((&line, ""));
        let answer = match command {
            "resolve" => resolve(&resolver, client_id).await,
            "forget" => {
                resolver.forget(client_id);
                String::new()
            }
            "block" => {
                let ordered = resolver.operator().block(client_id, "", "alice").await;
                ordered.map_or_else(|error| error.rule().to_owned(), |()| String::new())
            }
            "nodes" => resolver.operator().nodes().len().to_string(),
            "has" => {
                let client_id = ClientId::parse(client_id).unwrap();
                resolver.client_cached(&client_id).is_some().to_string()
            }
            "events" => std::mem::take(&mut *EVENTS.lock().unwrap()),
            other => panic!("{other}"),
        };
        println!("{MARK}{answer}");
    }
}

fn resolver(temper: &str) -> Resolver {
    let variable = |name: &str| std::env::var(format!("TOWER_CIMD_NODE_{name}")).unwrap();
    let fetch = HttpsFetch::builder()
        .danger_extra_root(variable("ROOT").as_bytes())
        .danger_map(HOST, variable("ORIGIN").parse().unwrap())
        .build()
        .unwrap();
    let store = RedisStore::open(&variable("REDIS")).unwrap();
    let mut freshness = FreshnessRules::default();
    if temper == "impatient" {
        (freshness.min, freshness.default) = (Duration::ZERO, Duration::ZERO);
    }
    Resolver::builder("https://as.example.com")
        .fetch(fetch)
        .freshness(freshness)
        // On a busy machine a healthy server may need more than the default.
        .store(SharedStore::new(store, KEY).lease(LEASE).deadline(DEADLINE))
        .build()
        .unwrap()
}

async fn resolve(resolver: &Resolver, client_id: &str) -> String {
    let asked = Instant::now();
    let context = FetchContext::detached(None);
    match resolver.resolve(client_id, &context).await {
        Ok(Resolution::Client(_)) => "client".to_owned(),
        Ok(other) => format!("{other:?}"),
        Err(error) => format!("{} after {:?}", error.cause(), asked.elapsed()),
    }
}

/// Collects the names and rules of events about the store.
struct Log;

static EVENTS: Mutex<String> = Mutex::new(String::new());

impl Subscriber for Log {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "tower_cimd"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn event(&self, event: &Event<'_>) {
        let name = event.metadata().name();
        if name.starts_with("cimd.store") {
            let mut events = EVENTS.lock().unwrap();
            events.push_str(name);
            event.record(&mut Rule(&mut events));
            events.push(';');
        }
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Rule<'a>(&'a mut String);

impl Visit for Rule<'_> {
    fn record_debug(&mut self, _: &Field, _: &dyn fmt::Debug) {}

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "rule" {
            let _ = write!(self.0, " {value}");
        }
    }
}

const MARK: &str = "node> ";
const DEADLINE: Duration = Duration::from_millis(500);
