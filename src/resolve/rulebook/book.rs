//! The rules together.

use std::collections::HashSet;
use std::sync::Arc;

use serde::Deserialize;

use crate::resolve::event::Throttle;
use crate::resolve::policy::{Mode, Presentation};
use crate::resolve::rulebook::error::{RuleError, RulebookError};
use crate::resolve::rulebook::index::Index;
use crate::resolve::rulebook::rule::{Effect, Rule};
use crate::rules::checks::Ceilings;
use crate::rules::client_id::ClientId;

/// An ordered list of rules; see [this module](crate::resolve::rulebook). The default has none and allows
/// every client. Cheap to clone.
///
/// Its members, where it is deserialized, are `mode` (`off`, `report`, `enforce`), `default` (`allow`,
/// `quarantine`, `deny`) and `rules`, a list of [`Rule`]s. Any other is an error.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "WrittenRules")]
#[must_use]
pub struct Rulebook {
    mode: Mode,
    default: Effect,
    compiled: Arc<Compiled>,
}

#[derive(Debug, Default)]
struct Compiled {
    rules: Vec<Rule>,
    ceilings: Vec<Ceilings>,
    index: Index,
    said: Said,
    throttle: Throttle,
}

/// What any of the rules has to say: where none has, no request looks for the one that decides.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Said {
    pub(super) ceilings: bool,
    pub(super) lifetimes: bool,
    pub(super) presentation: bool,
}

/// A rulebook before its rules have been checked.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "config", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(deny_unknown_fields, default)]
pub(crate) struct WrittenRules {
    /// Whether the rules count: `off` (nobody is a client by a URL), `report` (what they would do is told by
    /// events and not done), `enforce`.
    mode: Mode,
    /// What becomes of clients that no rule matches. They are allowed, which is what CIMD is for.
    default: Effect,
    /// The rules. Deny wins, wherever it stands; else the first that matches decides, alone.
    #[serde(skip_serializing)]
    rules: Vec<Rule>,
}

/// What the rules say about one client_id.
pub(super) struct Decision<'a> {
    pub(super) effect: Effect,
    /// `None` where the default decides.
    pub(super) rule: Option<&'a Rule>,
    pub(super) ceilings: Option<&'a Ceilings>,
    pub(super) named: bool,
}

impl Rulebook {
    /// Takes rules in their order.
    ///
    /// # Errors
    ///
    /// [`RulebookError`] for the first rule that contradicts itself or has another's name.
    pub fn new(rules: impl IntoIterator<Item = Rule>) -> Result<Self, RulebookError> {
        let rules: Vec<Rule> = rules.into_iter().collect();
        check(&rules)?;
        Ok(Rulebook {
            mode: Mode::default(),
            default: Effect::default(),
            compiled: Arc::new(Compiled {
                index: Index::of(&rules),
                said: Said::by(&rules),
                ceilings: rules.iter().map(Rule::ceilings).collect(),
                rules,
                throttle: Throttle::default(),
            }),
        })
    }

    /// What becomes of clients that no rule matches. Default: they are allowed, which is what CIMD is
    /// for.
    pub fn otherwise(mut self, effect: Effect) -> Self {
        self.default = effect;
        self
    }

    /// Whether the rules count. Default: [`Mode::Enforce`].
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// The rules, in their order.
    pub fn rules(&self) -> &[Rule] {
        &self.compiled.rules
    }

    /// The rule that decides about a client_id, whatever the mode. `None` where the default decides.
    pub fn rule_for(&self, client_id: &ClientId) -> Option<&Rule> {
        self.decide(client_id).rule
    }

    pub(super) fn own_mode(&self) -> Mode {
        self.mode
    }

    pub(super) fn throttle(&self) -> &Throttle {
        &self.compiled.throttle
    }

    pub(super) fn said(&self) -> Said {
        self.compiled.said
    }

    pub(super) fn enforces(&self) -> bool {
        match self.mode {
            Mode::Report => false,
            // What is asked all the same gets no more than it would else.
            Mode::Off | Mode::Enforce => true,
        }
    }

    pub(super) fn switched_off(&self) -> bool {
        self.mode == Mode::Off
    }

    pub(super) fn decide(&self, client_id: &ClientId) -> Decision<'_> {
        let compiled = &*self.compiled;
        let place = compiled.index.find(client_id);
        let rule = place.and_then(|place| compiled.rules.get(place));
        Decision {
            effect: rule.map_or(self.default, Rule::effect),
            rule,
            ceilings: place.and_then(|place| compiled.ceilings.get(place)),
            named: place.is_some_and(|place| compiled.index.names(place, client_id)),
        }
    }
}

impl Said {
    fn by(rules: &[Rule]) -> Self {
        let any = |says: fn(&Rule) -> bool| rules.iter().any(says);
        Said {
            ceilings: any(|rule| rule.ceilings() != Ceilings::default()),
            lifetimes: any(|rule| rule.lifetime.is_some()),
            presentation: any(|rule| rule.presentation() != Presentation::default()),
        }
    }
}

impl TryFrom<WrittenRules> for Rulebook {
    type Error = RulebookError;

    fn try_from(written: WrittenRules) -> Result<Self, RulebookError> {
        let book = Rulebook::new(written.rules)?;
        Ok(book.otherwise(written.default).mode(written.mode))
    }
}

fn check(rules: &[Rule]) -> Result<(), RulebookError> {
    let mut names = HashSet::new();
    for (index, rule) in rules.iter().enumerate() {
        let unique = match names.insert(rule.name()) {
            true => Ok(()),
            false => Err(RuleError::NameTaken),
        };
        rule.check().and(unique).map_err(|error| RulebookError {
            index,
            name: rule.name().to_owned(),
            error,
        })?;
    }
    Ok(())
}
