//! The first client of a process that has just started.

use std::time::{Duration, Instant};

use crate::answer::Body;
use crate::clients::{authorization, client_id};
use crate::figure::{Figure, Report, Target};
use crate::plan::Plan;
use crate::publisher::Publisher;
use crate::server;
use crate::started::Started;
use crate::traffic::Traffic;

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    let publisher = Publisher::start();
    let told = [server::told_root(&publisher.root())];
    let traffic = |number| {
        let client_id = client_id(number, publisher.port());
        publisher.publish(&client_id, Duration::ZERO);
        Traffic::in_turn([authorization(&client_id)], Body::Client)
    };
    let clients = [0, 1, 2].map(traffic);
    let (mut starts, mut first, mut third) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..plan.rounds {
        let start = Instant::now();
        let mut server = Started::new(server::FETCHING, &told, 1).await;
        starts.push(milliseconds(start.elapsed()));
        let mut answered = Vec::new();
        for client in &clients {
            answered.push(server.send(client, 1, 1).await.elapsed);
        }
        first.push(milliseconds(answered[0]));
        third.push(milliseconds(answered[2]));
    }
    let figure = |name, samples| Figure::of("first", name, samples, "ms");
    report.add(figure("start of the process until it listens", starts));
    report.add(figure("its first client", first).target(Target::AtMost(5.0)));
    report.add(figure("its third", third));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
