//! What the rules come to about one client, as a whole.

use std::time::Duration;

use serde::{Serialize, Serializer};

use crate::resolve::error::Question;
use crate::resolve::policy::{Admission, Presentation};
use crate::resolve::rulebook::book::{Decision, Rulebook};
use crate::resolve::rulebook::rule::Effect;
use crate::rules::client::Client;

/// What a rulebook comes to about one client, its [mode](crate::resolve::Mode) included. Nobody is told of it by an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Ruling {
    /// The name of the rule that decides; `None` where the default does.
    pub rule: Option<String>,
    /// What becomes of the client.
    pub verdict: Verdict,
    /// The stable name of what it is refused for.
    pub refused_for: Option<&'static str>,
    /// What it is held to, where it is not refused.
    pub terms: Terms,
}

/// What becomes of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// The rulebook is [off](crate::resolve::Mode::Off): it is no client, as nobody is.
    Off,
    /// It is refused, by its text or for what its document says.
    Refused,
    /// It may be used, under quarantine.
    Quarantined,
    /// It may be used.
    Allowed,
    /// It may be used, and its host is trusted.
    Trusted,
    /// It may be used, and is named itself.
    Named,
}

impl Verdict {
    /// Its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Verdict::Off => "off",
            Verdict::Refused => "refused",
            Verdict::Quarantined => "quarantined",
            Verdict::Allowed => "allowed",
            Verdict::Trusted => "trusted",
            Verdict::Named => "named",
        }
    }

    /// Whether the client may be used.
    pub const fn is_accepted(self) -> bool {
        match self {
            Verdict::Off | Verdict::Refused => false,
            Verdict::Quarantined | Verdict::Allowed | Verdict::Trusted | Verdict::Named => true,
        }
    }
}

/// What a rule holds its clients to. `None` is whatever the document and the server say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Terms {
    /// The most scopes.
    pub scopes: Option<Vec<String>>,
    /// The only grant types.
    pub grant_types: Option<Vec<String>>,
    /// The shortest lifetime of the document, in seconds where it is written down.
    #[serde(serialize_with = "whole_seconds", rename = "min_lifetime_seconds")]
    pub min_lifetime: Option<Duration>,
    /// The longest, likewise.
    #[serde(serialize_with = "whole_seconds", rename = "max_lifetime_seconds")]
    pub max_lifetime: Option<Duration>,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// Whether a logo is shown.
    pub logo: Option<bool>,
}

impl Ruling {
    /// Whether it makes no difference which of the two counts: by whatever rule it comes about.
    pub fn is_as_good_as(&self, other: &Ruling) -> bool {
        let what = |ruling: &Ruling| (ruling.verdict, ruling.refused_for);
        what(self) == what(other) && self.terms == other.terms
    }

    fn bare(rule: Option<String>, verdict: Verdict, refused_for: Option<&'static str>) -> Self {
        Ruling {
            rule,
            verdict,
            refused_for,
            terms: Terms::default(),
        }
    }
}

impl Rulebook {
    /// What the rules come to about a client. In report mode that is nothing, whatever they say:
    /// [`mode`](Rulebook::mode) has them say what they would come to.
    pub fn ruling(&self, client: &Client) -> Ruling {
        if self.switched_off() {
            return Ruling::bare(None, Verdict::Off, None);
        }
        let decision = self.decide(client.client_id());
        let rule = decision.rule.map(|rule| rule.name().to_owned());
        if !self.enforces() {
            return Ruling::bare(rule, Verdict::Allowed, None);
        }
        let objection = decision.rule.and_then(|rule| rule.objection(client));
        let verdict = match (decision.effect, objection) {
            (Effect::Deny, _) => Err(Question::Admits.rule()),
            (_, Some(restriction)) => Err(restriction.rule()),
            (Effect::Quarantine, None) => Ok(Verdict::Quarantined),
            (Effect::Allow, None) => Ok(verdict_of(decision.admission())),
        };
        match verdict {
            Err(refused_for) => Ruling::bare(rule, Verdict::Refused, Some(refused_for)),
            Ok(verdict) => Ruling {
                terms: decision.terms(),
                ..Ruling::bare(rule, verdict, None)
            },
        }
    }
}

impl Decision<'_> {
    fn terms(&self) -> Terms {
        let Some(rule) = self.rule else {
            return Terms::default();
        };
        let ceilings = rule.ceilings();
        let lifetime = rule.lifetime.unwrap_or_default();
        let Presentation { name, logo } = rule.presentation();
        Terms {
            scopes: ceilings.scopes,
            grant_types: ceilings.grant_types,
            min_lifetime: lifetime.min,
            max_lifetime: lifetime.max,
            display_name: name.as_deref().map(str::to_owned),
            logo,
        }
    }
}

fn verdict_of(admission: Admission) -> Verdict {
    match admission {
        Admission::Admitted => Verdict::Allowed,
        Admission::Trusted => Verdict::Trusted,
        Admission::Named => Verdict::Named,
        Admission::Refused => Verdict::Refused,
    }
}

fn whole_seconds<S: Serializer>(time: &Option<Duration>, serializer: S) -> Result<S::Ok, S::Error> {
    time.map(|time| time.as_secs()).serialize(serializer)
}
