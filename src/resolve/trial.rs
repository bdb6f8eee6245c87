//! New rules, tried before they count.

use serde::Serialize;

use crate::resolve::rulebook::{Rulebook, Ruling};
use crate::rules::client::Client;

/// What would change for these clients if one rulebook took the place of another.
///
/// A pure function of clients that are known, such as those whose documents an operator has exported: it
/// fetches nothing, and tells nobody. Each rulebook counts in its own mode; to see what rules in report mode
/// would come to, give them [`Mode::Enforce`](crate::resolve::rulebook::Mode::Enforce) first.
///
/// ```
/// # fn show(clients: Vec<tower_cimd::CimdClient>) -> Result<(), Box<dyn std::error::Error>> {
/// use tower_cimd::resolve::rulebook::{Effect, Rule, Rulebook};
/// use tower_cimd::resolve::trial::Trial;
///
/// let (before, rule) = (Rulebook::default(), Rule::new("no", Effect::Deny, ["bad.example.com"])?);
/// let trial = Trial::of(&clients, &before, &Rulebook::new([rule])?);
/// println!("{} would be refused", trial.counts().refused);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Trial {
    /// How many clients there were.
    pub clients: usize,
    /// Those for whom something would change, in the order in which they came.
    pub differences: Vec<Difference>,
}

/// One client for whom something would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The client.
    pub client_id: String,
    /// What the one rulebook comes to.
    pub before: Ruling,
    /// What the other comes to.
    pub after: Ruling,
}

/// How many clients would fare how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Counts {
    /// They may be used now, and could not be any longer.
    pub refused: usize,
    /// They may not be used now, and could be.
    pub accepted: usize,
    /// Something else would change.
    pub otherwise: usize,
    /// Nothing would.
    pub unchanged: usize,
}

impl Trial {
    /// Has both rulebooks judge each of the clients.
    pub fn of<'a>(
        clients: impl IntoIterator<Item = &'a Client>,
        before: &Rulebook,
        after: &Rulebook,
    ) -> Self {
        let (mut count, mut differences) = (0, Vec::new());
        for client in clients {
            count += 1;
            let (before, after) = (before.ruling(client), after.ruling(client));
            if !before.is_as_good_as(&after) {
                differences.push(Difference {
                    client_id: client.client_id().as_str().to_owned(),
                    before,
                    after,
                });
            }
        }
        Trial {
            clients: count,
            differences,
        }
    }

    /// How many clients would fare how.
    pub fn counts(&self) -> Counts {
        let fresh = Counts {
            unchanged: self.clients - self.differences.len(),
            ..Counts::default()
        };
        self.differences.iter().fold(fresh, |mut counts, one| {
            let accepted = |ruling: &Ruling| ruling.verdict.is_accepted();
            match (accepted(&one.before), accepted(&one.after)) {
                (true, false) => counts.refused += 1,
                (false, true) => counts.accepted += 1,
                (true, true) | (false, false) => counts.otherwise += 1,
            }
            counts
        })
    }
}
