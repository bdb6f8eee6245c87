//! What the layer costs a whole server: `cargo run --release`, here.
//!
//! The same axum app runs as several processes on one processor: without the layer, with it, and with a
//! peer, [`turbomcp-auth`](https://docs.rs/turbomcp-auth). This process is the loader, on another processor
//! with the publisher of the documents, and asks them over loopback, in pairs whose order changes. What
//! is compared is first of all the *processor time* of the server for a request, as the operating system
//! counts it: throughput on a shared machine swings by a quarter.
//!
//! Each figure is a line of JSON on the standard output; a table follows on the standard error stream, with the
//! target beside each figure. `--short` runs everything with a few requests, to see that it works;
//! `--rounds=` and `--requests=` choose how often the steady ones are asked, and how much. Arguments without dashes are the only scenarios to run. What hostile publishers cost is another program,
//! `cargo bench --bench hostile`.

#[path = "../../support/figure.rs"]
mod figure;
#[path = "../../../tests/support/origin.rs"]
mod origin;
#[path = "../../support/process.rs"]
mod process;
#[path = "../../support/zipf.rs"]
mod zipf;

mod plan;
mod answer;
mod clients;
mod traffic;
mod publisher;
mod press;
mod server;
mod loader;
mod started;
mod scenarios;

use rustix::thread::{CpuSet, sched_setaffinity};

use crate::figure::Report;
use crate::plan::Plan;
use crate::scenarios::{cold, first, instructions, memory, stampede, steady};

#[tokio::main(flavor = "current_thread")]
async fn main() {
    match process::role() {
        Some(role) => {
            keep_to(SERVERS);
            server::run(&role).await;
        }
        None => {
            keep_to(LOADER);
            measure().await;
        }
    }
}

async fn measure() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let plan = Plan::of(&arguments);
    let wanted: Vec<_> = arguments
        .iter()
        .filter(|argument| !argument.starts_with("--"))
        .collect();
    let wants = |scenario| wanted.is_empty() || wanted.iter().any(|wanted| *wanted == scenario);
    let mut report = Report::default();
    if wants("steady") {
        steady::measure(&plan, &mut report).await;
    }
    if wants("cold") {
        cold::measure(&plan, &mut report).await;
    }
    if wants("stampede") {
        stampede::measure(&plan, &mut report).await;
    }
    if wants("first") {
        first::measure(&plan, &mut report).await;
    }
    if wants("memory") {
        memory::measure(&plan, &mut report).await;
    }
    if wants("instructions") {
        instructions::measure(&plan, &mut report).await;
    }
    report.print_table();
    eprintln!("\n{SETTINGS}");
}

/// Keeps this thread, and those that it starts, to one processor. With a single processor all share it.
fn keep_to(processor: usize) {
    let mut only = CpuSet::new();
    only.set(processor);
    let _ = sched_setaffinity(None, &only);
}

const SERVERS: usize = 0;
const LOADER: usize = 1;

const SETTINGS: &str = "\
Set at the builder, as an operator would who expects so many strangers within a minute: \
Limits::discovery at 100,000 a minute, of which strangers have a quarter; cache_bytes of 64 MiB for \
10,000 clients and of 1 GiB for 100,000, whose days of arrivals a clock puts into seconds; for cold \
clients in_flight at 1,024 and Dials at 100,000 a minute, because all their names lead to one address. \
Everything else is the default, with all checks on.";
