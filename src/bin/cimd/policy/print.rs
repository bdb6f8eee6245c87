//! What would change, as text and as an object. A publisher's words are escaped: a terminal obeys what it
//! is shown.

use std::fmt;

use serde::Serialize;
use tower_cimd::resolve::rulebook::{Ruling, Terms};
use tower_cimd::resolve::trial::{Counts, Difference, Trial};

use super::documents::Unjudged;

/// One object.
#[derive(Serialize)]
pub(crate) struct Report<'a> {
    clients: usize,
    counts: Counts,
    differences: &'a [Difference],
    unjudged: &'a [Unjudged],
}

impl<'a> Report<'a> {
    pub(crate) fn of(trial: &'a Trial, unjudged: &'a [Unjudged]) -> Self {
        Report {
            clients: trial.clients,
            counts: trial.counts(),
            differences: &trial.differences,
            unjudged,
        }
    }
}

/// The same, for a terminal.
pub(crate) struct Text<'a>(pub(crate) &'a Trial, pub(crate) &'a [Unjudged]);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Text(trial, unjudged) = self;
        let counts = trial.counts();
        writeln!(
            f,
            "{} clients: {} would be refused, {} accepted, {} changed otherwise, {} unchanged",
            trial.clients, counts.refused, counts.accepted, counts.otherwise, counts.unchanged
        )?;
        for difference in &trial.differences {
            write_difference(f, difference)?;
        }
        for one in *unjudged {
            let client_id = one.client_id.escape_debug();
            writeln!(f, "\n{client_id}\n  not judged: {}", one.rule)?;
        }
        Ok(())
    }
}

fn write_difference(f: &mut fmt::Formatter<'_>, difference: &Difference) -> fmt::Result {
    writeln!(f, "\n{}", difference.client_id.escape_debug())?;
    let (before, after) = (&difference.before, &difference.after);
    writeln!(f, "  before  {}", verdict(before))?;
    writeln!(f, "  after   {}", verdict(after))?;
    if !(before.verdict.is_accepted() && after.verdict.is_accepted()) {
        return Ok(());
    }
    for ((name, before), (_, after)) in terms(&before.terms).into_iter().zip(terms(&after.terms)) {
        if before != after {
            let text = |value: Option<String>| value.unwrap_or_else(|| "-".to_owned());
            writeln!(f, "  {name:<14} {} -> {}", text(before), text(after))?;
        }
    }
    Ok(())
}

fn verdict(ruling: &Ruling) -> String {
    let by = match &ruling.rule {
        Some(rule) => format!("by the rule {rule:?}"),
        None => "by default".to_owned(),
    };
    match ruling.refused_for {
        Some(reason) => format!("{} {by} ({reason})", ruling.verdict.name()),
        None => format!("{} {by}", ruling.verdict.name()),
    }
}

fn terms(terms: &Terms) -> [(&'static str, Option<String>); 6] {
    let list = |list: &Option<Vec<String>>| list.as_ref().map(|list| format!("{list:?}"));
    let seconds = |time: Option<std::time::Duration>| time.map(|time| format!("{time:?}"));
    [
        ("scopes", list(&terms.scopes)),
        ("grant types", list(&terms.grant_types)),
        ("min lifetime", seconds(terms.min_lifetime)),
        ("max lifetime", seconds(terms.max_lifetime)),
        (
            "display name",
            terms.display_name.as_ref().map(|name| format!("{name:?}")),
        ),
        ("logo", terms.logo.map(|shown| shown.to_string())),
    ]
}
