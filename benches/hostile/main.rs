//! What hostile publishers cost the clients that are at home: `cargo bench --bench hostile`.
//!
//! Three processes: an authorization server with the layer and one warm client, a publisher of which
//! 64 hosts at a time drip, stream without end, say nothing or reset the connection, and this one, which asks the
//! server for the warm client over loopback. Rounds come in pairs, one in peace and one while
//! somebody keeps asking for a client of each hostile host. What is compared is the processor time of
//! the *server* for a warm request, as the operating system counts it, because throughput on a shared
//! machine says little.

#[path = "../../tests/support/origin.rs"]
mod origin;
#[path = "../support/figure.rs"]
mod figure;
#[path = "../support/process.rs"]
mod process;

mod besiegers;
mod publisher;
mod server;
mod visitor;

use std::time::Duration;

use crate::besiegers::Besiegers;
use crate::figure::{Figure, Report, Target};
use crate::process::{Child, Usage};
use crate::publisher::SIEGES;
use crate::visitor::Visitor;

const REQUESTS: usize = 30_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    match process::role().as_deref() {
        Some("publisher") => publisher::run().await,
        Some("server") => server::run().await,
        _ => measure().await,
    }
}

async fn measure() {
    let publisher = Child::start("publisher", &[]);
    let server = Child::start("server", &publisher.said);
    let address = server.said[0].parse().unwrap();
    let mut visitor = Visitor::connect(address).await;
    visitor.ask(REQUESTS).await;

    let (mut ratios, mut lost) = (Vec::new(), 0);
    // The first siege fills what is filled once: threads, buffers, accounts.
    let mut before = server.usage();
    for round in 0..SIEGES {
        let peace = cost(&server, &mut visitor, &mut lost).await;
        let besiegers = Besiegers::set_out(address, round);
        let siege = cost(&server, &mut visitor, &mut lost).await;
        let refused = besiegers.retire().await;
        let after = server.usage();
        eprintln!(
            "round {round:>2}: {peace:>5.2} µs in peace, {siege:>5.2} µs under siege, {refused} hostile \
             requests refused, {} KiB resident",
            after.resident_kib
        );
        // Until the last of its fetches has met its deadline: peace is to be peace.
        tokio::time::sleep(Duration::from_secs(6)).await;
        match round {
            0 => before = after,
            _ => ratios.push(siege / peace),
        }
    }
    report(ratios, lost, &before, &server.usage());
}

/// Microseconds of the server's processor time for a warm request.
async fn cost(server: &Child, visitor: &mut Visitor, lost: &mut usize) -> f64 {
    let before = server.usage();
    *lost += REQUESTS - visitor.ask(REQUESTS).await;
    (server.usage().processor - before.processor).as_secs_f64() * 1e6 / REQUESTS as f64
}

fn report(ratios: Vec<f64>, lost: usize, before: &Usage, after: &Usage) {
    let mut report = Report::default();
    let figure = |name, samples, unit| Figure::of("hostile", name, samples, unit);
    let lost = figure("warm requests lost", vec![lost as f64], "");
    report.add(lost.target(Target::Exactly(0.0)));
    let ratio = figure("processor time under siege, to peace", ratios, "ratio");
    report.add(ratio);
    let grown = after.resident_kib as f64 - before.resident_kib as f64;
    let grown = figure("growth between first and last siege", vec![grown], "KiB");
    report.add(grown);
    report.print_table();
}
