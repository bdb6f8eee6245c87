//! Clients that nobody has seen before, 64 at once, each on a host of its own.
//!
//! Beside them a server whose handler does nothing but fetch, with the same settings of the same HTTP
//! client: name lookup, TCP and TLS handshake, request and answer.

use crate::figure::{Figure, Report, Target};
use crate::plan::Plan;
use crate::publisher::Publisher;
use crate::server;
use crate::started::{Cost, Started};

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    let publisher = Publisher::start();
    let told = [server::told_root(&publisher.root())];
    let mut layer = Started::new(server::FETCHING, &told, AT_ONCE).await;
    let mut bare = Started::new(server::BARE, &told, AT_ONCE).await;
    let mut costs = Vec::new();
    // The first round fills what is filled once.
    for round in 0..=plan.long_rounds {
        let first = 2 * round * plan.cold;
        let strangers = publisher.strangers(first, plan.cold);
        let ours = layer.cost(&strangers, plan.cold, 1).await;
        let strangers = publisher.strangers(first + plan.cold, plan.cold);
        let theirs = bare.cost(&strangers, plan.cold, 1).await;
        if round > 0 {
            costs.push((ours, theirs));
        }
    }
    tell(&costs, report);
}

fn tell(costs: &[(Cost, Cost)], report: &mut Report) {
    let figure = |name, unit, value: fn(&(Cost, Cost)) -> f64| {
        Figure::of("cold", name, costs.iter().map(value), unit)
    };
    let rate = figure("clients", "1/s", |(ours, _)| ours.rate);
    let ratio = figure(
        "processor time, to that of a bare fetch",
        "ratio",
        |costs| costs.0.processor / costs.1.processor,
    );
    report.add(rate.target(Target::AtLeast(1_600.0)));
    report.add(figure("bare fetches", "1/s", |(_, bare)| bare.rate));
    report.add(figure("processor time of a client", "µs", |(ours, _)| {
        ours.processor
    }));
    report.add(figure(
        "processor time of a bare fetch",
        "µs",
        |(_, bare)| bare.processor,
    ));
    report.add(ratio.target(Target::AtMost(1.1)));
}

const AT_ONCE: usize = 64;
