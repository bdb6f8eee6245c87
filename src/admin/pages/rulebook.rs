//! New rules, tried on the documents that are held.

use askama::Template;

use crate::admin::desk::Desk;
use crate::admin::failure::Failure;
use crate::admin::frame::{Frame, Place};
use crate::admin::held::each_held;
use crate::admin::said::Said;
use crate::admin::tag::Tag;
use crate::admin::visit::Visit;
use crate::resolve::policy::Mode;
use crate::resolve::rulebook::{Rulebook, Ruling, Verdict};
use crate::resolve::trial::{Counts, Difference, Trial};

/// A form for rules, and what would change by them.
#[derive(Template)]
#[template(path = "admin/rulebook.html")]
pub(crate) struct RulebookPage {
    frame: Frame,
    rulebook: Said,
    is_compared: bool,
    told: Option<Told>,
}

struct Told {
    clients: usize,
    counts: Counts,
    rows: Vec<Row>,
}

struct Row {
    client_id: Said,
    /// Before and after.
    outcomes: [Outcome; 2],
}

/// What one rulebook comes to.
struct Outcome {
    of: &'static str,
    verdict: Tag,
    rule: Option<Said>,
    refused_for: Option<&'static str>,
}

/// Has the rules of the form, as if they counted, judge every client that is held.
pub(crate) fn trial(visit: &Visit<'_>) -> Result<Trial, Failure> {
    let text = visit.fields.need("rulebook")?;
    let after = serde_json::from_str::<Rulebook>(text);
    let after = after.map_err(|error| Failure::Rulebook(error.to_string()))?;
    let mut clients = Vec::new();
    each_held(&visit.desk.operator, |detail| clients.push(detail.client));
    let after = after.mode(Mode::Enforce);
    Ok(Trial::of(&clients, &before(visit.desk), &after))
}

/// The rules that the host says are those of now; else none, so that all are allowed.
fn before(desk: &Desk) -> Rulebook {
    let now = desk.rulebook.as_ref().map(|now| now());
    now.unwrap_or_default().mode(Mode::Enforce)
}

impl RulebookPage {
    pub(crate) fn new(visit: &Visit<'_>, trial: Option<&Trial>) -> Self {
        RulebookPage {
            frame: Frame::new(visit, Place::Rulebook, "Try a rulebook"),
            rulebook: Said::new(visit.fields.get("rulebook").unwrap_or(EXAMPLE)),
            is_compared: visit.desk.rulebook.is_some(),
            told: trial.map(Told::new),
        }
    }
}

impl Told {
    fn new(trial: &Trial) -> Self {
        Told {
            clients: trial.clients,
            counts: trial.counts(),
            rows: trial.differences.iter().map(Row::new).collect(),
        }
    }
}

impl Row {
    fn new(difference: &Difference) -> Self {
        Row {
            client_id: Said::new(&difference.client_id),
            outcomes: [
                Outcome::new("Before", &difference.before),
                Outcome::new("After", &difference.after),
            ],
        }
    }
}

impl Outcome {
    fn new(of: &'static str, ruling: &Ruling) -> Self {
        Outcome {
            of,
            verdict: tag(ruling.verdict),
            rule: ruling.rule.as_deref().map(Said::new),
            refused_for: ruling.refused_for,
        }
    }
}

fn tag(verdict: Verdict) -> Tag {
    let class = match verdict {
        Verdict::Allowed | Verdict::Trusted | Verdict::Named => "good",
        Verdict::Quarantined => "warn",
        Verdict::Refused => "bad",
        Verdict::Off => "off",
    };
    let name = verdict.name();
    Tag { name, class }
}

/// What the form begins with.
const EXAMPLE: &str = r#"{
  "default": "allow",
  "rules": [
    { "name": "leaked keys", "effect": "deny", "clients": ["bad.example.com"] },
    { "name": "new here", "effect": "quarantine", "clients": ["*.example.dev"] }
  ]
}"#;
