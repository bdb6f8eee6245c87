//! How much of what.

/// How often and how much is asked.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    /// Rounds of pairs; each has every server in it.
    pub(crate) rounds: usize,
    /// Requests to one server in one round.
    pub(crate) requests: usize,
    /// Connections that these share.
    pub(crate) connections: usize,
    /// Requests under way on each connection.
    pub(crate) depth: usize,
    /// Clients that are drawn by Zipf.
    pub(crate) clients: usize,
    /// Cold clients in one round.
    pub(crate) cold: usize,
    /// Rounds of what takes long.
    pub(crate) long_rounds: usize,
    /// Requests at once for one cold client.
    pub(crate) stampede: usize,
    /// Clients that are to be held at once.
    pub(crate) crowd: usize,
    /// Requests of which the instructions are counted.
    pub(crate) counted: usize,
}

impl Plan {
    /// Full or `--short`, with `--rounds=` and `--requests=` of the caller's choice.
    pub(crate) fn of(arguments: &[String]) -> Plan {
        let is_short = arguments.iter().any(|argument| argument == "--short");
        let plan = if is_short { Plan::SHORT } else { Plan::FULL };
        let chosen = |name: &str| {
            let mut values = arguments.iter().filter_map(|text| text.strip_prefix(name));
            values.next().map(|value| value.parse().unwrap())
        };
        Plan {
            rounds: chosen("--rounds=").unwrap_or(plan.rounds),
            requests: chosen("--requests=").unwrap_or(plan.requests),
            ..plan
        }
    }

    const FULL: Plan = Plan {
        rounds: 15,
        requests: 40_000,
        connections: 32,
        depth: 1,
        clients: 10_000,
        cold: 1_000,
        long_rounds: 7,
        stampede: 1_000,
        crowd: 100_000,
        counted: 400,
    };

    /// Enough to see that it works, and too little to believe a figure.
    const SHORT: Plan = Plan {
        rounds: 1,
        requests: 256,
        connections: 4,
        depth: 1,
        clients: 16,
        cold: 16,
        long_rounds: 1,
        stampede: 16,
        crowd: 512,
        counted: 50,
    };
}
