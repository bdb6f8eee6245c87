//! A thousand requests at once for one client that nobody has seen before, whose publisher takes 200 ms.

use std::time::Duration;

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
    let mut server = Started::new(server::FETCHING, &told, plan.stampede).await;
    let (mut fetches, mut served, mut last) = (Vec::new(), Vec::new(), Vec::new());
    // The first one opens what every connection keeps open.
    for round in 0..=plan.long_rounds {
        let client_id = client_id(round, publisher.port());
        publisher.publish(&client_id, Duration::from_millis(200));
        let traffic = Traffic::in_turn([authorization(&client_id)], Body::Client);
        let outcome = server.try_send(&traffic, plan.stampede, 1).await;
        if round > 0 {
            fetches.push(publisher.requests(&client_id) as f64);
            served.push(outcome.right as f64);
            last.push(outcome.elapsed.as_secs_f64() * 1e3);
        }
    }
    let all = Target::Exactly(plan.stampede as f64);
    let figure = |name, samples, unit| Figure::of("stampede", name, samples, unit);
    report.add(figure("fetches", fetches, "").target(Target::Exactly(1.0)));
    report.add(figure("served", served, "").target(all));
    report.add(figure("last answer after", last, "ms").target(Target::AtMost(250.0)));
}
