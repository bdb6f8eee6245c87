//! Requests that need no fetch: those that pass through, and those whose client is in the cache.
//!
//! Every round has a pair for each question: the server without the layer and another one, the same
//! requests to both. A pair of the plain server with itself says what of a difference is noise.

use bytes::Bytes;

use crate::answer::Body;
use crate::clients::{authorization, authorization_of_opaque, client_id, without_client_id};
use crate::figure::{Figure, Report, Target};
use crate::plan::Plan;
use crate::server;
use crate::started::{Cost, Started};
use crate::traffic::Traffic;

/// Two servers that are asked, and what was found.
struct Pair {
    scenario: &'static str,
    name: String,
    sides: [Side; 2],
    target: Wanted,
    costs: Vec<[Cost; 2]>,
}

struct Side {
    server: usize,
    traffic: Traffic,
}

/// What the second side should be, held against the first.
enum Wanted {
    Nothing,
    /// At most so many microseconds of processor time more.
    Over(f64),
    /// At least this part of the throughput.
    Part(f64),
}

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    let mut servers = servers(plan).await;
    let mut pairs = pairs(plan);
    #[cfg(feature = "peer")]
    pairs.extend(with_peer::pairs(plan, &mut servers).await);
    for pair in &pairs {
        for side in &pair.sides {
            servers[side.server].warm_up(&side.traffic).await;
        }
    }
    for round in 0..plan.rounds {
        // So that each pair is first in one of the rounds.
        let first = round % pairs.len();
        pairs.rotate_left(first);
        for pair in &mut pairs {
            pair.ask(&mut servers, plan).await;
        }
        pairs.rotate_right(first);
        eprintln!("steady: round {} of {}", round + 1, plan.rounds);
    }
    let plain = &pairs[0].costs;
    report.add(Figure::of(
        "plain",
        "processor time of a request",
        plain.iter().map(|[plain, _]| plain.processor),
        "µs",
    ));
    let rates = plain.iter().map(|[plain, _]| plain.rate);
    report.add(Figure::of("plain", "requests", rates, "1/s"));
    pairs.iter().for_each(|pair| pair.report(report));
}

/// In the order of [`PLAIN`] and the constants after it.
async fn servers(plan: &Plan) -> Vec<Started> {
    let plain = Started::new(server::PLAIN, &[], plan.connections).await;
    let again = plain.again(plan.connections).await;
    let no_op = Started::new(server::NO_OP, &[], plan.connections).await;
    let layer = Started::new(server::LAYER, &[], plan.connections).await;
    vec![plain, again, no_op, layer]
}

fn pairs(plan: &Plan) -> Vec<Pair> {
    use Wanted::{Nothing, Over, Part};
    let opaque = Requests::One(authorization_of_opaque());
    let none = Requests::One(without_client_id());
    let one = one(&client_id(0, 443));
    let zipf = zipf((0..plan.clients).map(|number| client_id(number, 443)));
    vec![
        Pair::of_plain("pass-through", "plain, itself", AGAIN, &opaque, Over(0.1)),
        Pair::of_plain(
            "pass-through",
            "a layer that does nothing",
            NO_OP,
            &opaque,
            Nothing,
        ),
        Pair::of_plain("pass-through", "no client_id", LAYER, &none, Over(0.3)),
        Pair::of_plain(
            "pass-through",
            "opaque client_id",
            LAYER,
            &opaque,
            Over(0.3),
        ),
        Pair::of_plain("warm", "one client", LAYER, &one, Part(0.93)),
        Pair::of_plain("warm", "clients by Zipf", LAYER, &zipf, Part(0.93)),
    ]
}

/// What is asked, of whichever server.
enum Requests {
    One(Bytes),
    Zipf(Vec<Bytes>),
}

fn one(client_id: &str) -> Requests {
    Requests::One(authorization(client_id))
}

fn zipf(client_ids: impl Iterator<Item = String>) -> Requests {
    Requests::Zipf(client_ids.map(|id| authorization(&id)).collect())
}

impl Requests {
    fn expecting(&self, body: Body) -> Traffic {
        match self {
            Requests::One(request) => Traffic::in_turn([request.clone()], body),
            Requests::Zipf(requests) => Traffic::by_zipf(requests.iter().cloned(), body),
        }
    }
}

impl Pair {
    fn of_plain(
        scenario: &'static str,
        name: &'static str,
        server: usize,
        requests: &Requests,
        target: Wanted,
    ) -> Pair {
        let answer = match scenario {
            "warm" => Body::Client,
            _ => Body::Nobody,
        };
        let plain = (PLAIN, requests.expecting(Body::Nobody));
        Pair::new(
            scenario,
            name,
            [plain, (server, requests.expecting(answer))],
            target,
        )
    }

    fn new(
        scenario: &'static str,
        name: impl Into<String>,
        sides: [(usize, Traffic); 2],
        target: Wanted,
    ) -> Pair {
        Pair {
            scenario,
            name: name.into(),
            sides: sides.map(|(server, traffic)| Side { server, traffic }),
            target,
            costs: Vec::new(),
        }
    }

    /// Asks both sides the same number of requests, twice, in the order in which a drift of the
    /// machine counts for neither.
    async fn ask(&mut self, servers: &mut [Started], plan: &Plan) {
        let mut costs = [const { Vec::new() }; 2];
        for side in [0, 1, 1, 0] {
            let Side { server, traffic } = &self.sides[side];
            let half = plan.requests / 2;
            let cost = servers[*server].cost(traffic, half, plan.depth).await;
            costs[side].push(cost);
        }
        self.costs.push(costs.map(|costs| Cost::mean(&costs)));
    }

    fn report(&self, report: &mut Report) {
        let figure = |what, unit, value: fn(&[Cost; 2]) -> f64| {
            let name = format!("{}: {what}", self.name);
            Figure::of(self.scenario, name, self.costs.iter().map(value), unit)
        };
        let over = figure("processor time over", "µs", |[one, other]| {
            other.processor - one.processor
        });
        let part = figure("part of, by processor time", "ratio", |[one, other]| {
            one.processor / other.processor
        });
        let rate = figure("part of, by throughput", "ratio", |[one, other]| {
            other.rate / one.rate
        });
        match self.target {
            Wanted::Nothing => report.add(over),
            Wanted::Over(most) => report.add(over.target(Target::AtMost(most))),
            Wanted::Part(least) => {
                report.add(over);
                report.add(part.target(Target::AtLeast(least)));
                report.add(rate.target(Target::AtLeast(least)));
            }
        }
    }
}

#[cfg(feature = "peer")]
mod with_peer {
    use super::*;
    use crate::process::Child;
    use crate::publisher::Publisher;
    use crate::scenarios::peer;

    /// Starts the peer, and asks it what the layer is asked.
    pub(super) async fn pairs(plan: &Plan, servers: &mut Vec<Started>) -> Vec<Pair> {
        use Wanted::{Nothing, Part};
        let publisher = Publisher::start();
        let client_ids: Vec<_> = (0..plan.clients)
            .map(|number| peer::client_id(number, &publisher))
            .collect();
        let child = Child::spawn(&mut peer::command(&publisher));
        servers.push(Started::on(child, plan.connections).await);
        let ours = (0..plan.clients).map(|number| client_id(number, 443));
        let questions = [
            ("one client", one(&client_ids[0]), one(&client_id(0, 443))),
            (
                "clients by Zipf",
                zipf(client_ids.iter().cloned()),
                zipf(ours),
            ),
        ];
        let pairs = questions.into_iter().flat_map(|(name, theirs, ours)| {
            let plain = (PLAIN, theirs.expecting(Body::Nobody));
            let peer = || (PEER, theirs.expecting(Body::Client));
            let layer = (LAYER, ours.expecting(Body::Client));
            [
                Pair::new(
                    "peer",
                    format!("turbomcp-auth, {name}"),
                    [plain, peer()],
                    Nothing,
                ),
                Pair::new(
                    "peer",
                    format!("{name}, of turbomcp-auth"),
                    [peer(), layer],
                    Part(1.0),
                ),
            ]
        });
        pairs.collect()
    }
}

const PLAIN: usize = 0;
const AGAIN: usize = 1;
const NO_OP: usize = 2;
const LAYER: usize = 3;
#[cfg(feature = "peer")]
const PEER: usize = 4;
