//! The first client of a process that has just started, and its third.

use std::time::{Duration, Instant};

use crate::figure::{Figure, Report, Target};
use crate::plan::Plan;
use crate::publisher::Publisher;
use crate::server;
use crate::started::{Cost, Started};

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    let publisher = Publisher::start();
    let told = [server::told_root(&publisher.root())];
    // The same in each process: they are new, and the publisher shall not be.
    let clients = [0, 1, 2].map(|number| publisher.strangers(number, 1));
    let (mut starts, mut costs) = (Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let start = Instant::now();
        let mut server = Started::new(server::FETCHING, &told, 1).await;
        starts.push(milliseconds(start.elapsed()));
        let mut asked = Vec::new();
        for client in &clients {
            asked.push(server.cost(client, 1, 1).await);
        }
        costs.push([asked[0], asked[2]]);
    }
    let figure = |name, value: fn(&[Cost; 2]) -> f64| {
        Figure::of("first", name, costs.iter().map(value), "ms")
    };
    report.add(Figure::of(
        "first",
        "start of the process until it listens",
        starts,
        "ms",
    ));
    report.add(figure("its first client", |costs| 1e3 / costs[0].rate).target(Target::AtMost(5.0)));
    report.add(figure("its third", |costs| 1e3 / costs[1].rate));
    report.add(figure("processor time of the first", |costs| {
        costs[0].processor / 1e3
    }));
    report.add(figure("processor time of the third", |costs| {
        costs[1].processor / 1e3
    }));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
