//! What a cached client weighs, and whether the cache keeps to its budget.
//!
//! Memory is that of the process as the operating system counts it. What is not of the cache (the books
//! on rates, what the allocator keeps) is in the first figure, and in the second falls away by
//! subtraction.

use crate::answer::Body;
use crate::clients::{authorization, client_id};
use crate::figure::{Figure, Report, Target};
use crate::plan::Plan;
use crate::server;
use crate::started::Started;
use crate::traffic::Traffic;

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    let requests = (0..plan.crowd).map(|number| authorization(&client_id(number, 443)));
    let crowd = Traffic::in_turn(requests, Body::Client);
    let all = growth(&crowd, ROOM_FOR_ALL).await;
    let weight = all / plan.crowd as f64;
    let figure = |name, value, unit| Figure::of("memory", name, [value], unit);
    report.add(figure("of a client among all", weight, "KiB").target(Target::AtMost(2.5)));

    // Budgets that a third and two thirds of the crowd would fill.
    let third = (plan.crowd as u64 * 605 * 4 / 3).max(128 * 1024);
    let one = growth(&crowd, third).await;
    let two = growth(&crowd, 2 * third).await;
    let kib = third as f64 / 1024.0;
    report.add(figure(
        "growth at a budget, to the budget",
        one / kib,
        "ratio",
    ));
    report.add(figure(
        "growth at twice the budget, to it",
        two / kib / 2.0,
        "ratio",
    ));
    let more = figure(
        "growth by the second half, to the half",
        (two - one) / kib,
        "ratio",
    );
    report.add(more.target(Target::AtMost(1.1)));
}

/// KiB by which a server with so many bytes of cache grows while it meets everybody.
async fn growth(crowd: &Traffic, cache_bytes: u64) -> f64 {
    let told = [cache_bytes.to_string()];
    let mut server = Started::new(server::CROWD, &told, CONNECTIONS).await;
    // What connections and the first requests take is none of it.
    let early = (0..64).map(|number| authorization(&client_id(900_000 + number, 443)));
    server.warm_up(&Traffic::in_turn(early, Body::Client)).await;
    let before = server.usage().resident_kib;
    server.warm_up(crowd).await;
    (server.usage().resident_kib - before) as f64
}

const ROOM_FOR_ALL: u64 = 1 << 30;
const CONNECTIONS: usize = 32;
