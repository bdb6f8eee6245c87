//! One rule.

use std::sync::Arc;
use std::time::Duration;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::resolve::policy::{Presentation, Restriction};
use crate::resolve::rulebook::clients::{ClientPattern, ClientPatternError};
use crate::resolve::rulebook::error::RuleError;
use crate::resolve::rulebook::redirects::Redirects;
use crate::rules::auth_method::AuthMethod;
use crate::rules::checks::Ceilings;
use crate::rules::client::Client;
use crate::rules::consent::clean_name;
use crate::rules::freshness::LifetimeBounds;

/// What becomes of the clients that a rule is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "config", derive(schemars::JsonSchema, serde::Serialize))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Effect {
    /// They may be used.
    #[default]
    Allow,
    /// They may be used [under quarantine](crate::resolve::MayUse::Quarantined).
    Quarantine,
    /// They are refused.
    Deny,
}

/// Some clients, what becomes of them, and what they are held to.
///
/// Its members, where it is deserialized: `name`, `effect` (`allow`, `quarantine`, `deny`) and `clients`;
/// and, if wanted, `trusted`, `scopes`, `grant_types`, `auth_methods`, `redirects` (`same_origin`,
/// `https_only`, `no_loopback`), `lifetime` (`min_seconds`, `max_seconds`), `display_name`, `logo`. Any other is an error.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "config", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
#[must_use]
pub struct Rule {
    pub(super) name: String,
    pub(super) effect: Effect,
    #[cfg_attr(feature = "config", schemars(with = "Vec<String>"))]
    pub(super) clients: Vec<ClientPattern>,
    #[serde(default)]
    pub(super) trusted: bool,
    scopes: Option<Vec<String>>,
    grant_types: Option<Vec<String>>,
    #[serde(default, deserialize_with = "methods")]
    #[cfg_attr(feature = "config", schemars(with = "Option<Vec<String>>"))]
    auth_methods: Option<Vec<AuthMethod>>,
    #[serde(default)]
    redirects: Vec<Redirects>,
    #[serde(default, deserialize_with = "bounds")]
    #[cfg_attr(feature = "config", schemars(with = "Option<WrittenBounds>"))]
    pub(super) lifetime: Option<LifetimeBounds>,
    #[serde(default, deserialize_with = "shared")]
    #[cfg_attr(feature = "config", schemars(with = "Option<String>"))]
    display_name: Option<Arc<str>>,
    logo: Option<bool>,
}

impl Rule {
    /// A rule with a name, by which events tell of it, for these clients.
    ///
    /// # Errors
    ///
    /// [`ClientPatternError`] for the first text that says nothing about clients.
    pub fn new<S: AsRef<str>>(
        name: impl Into<String>,
        effect: Effect,
        clients: impl IntoIterator<Item = S>,
    ) -> Result<Self, ClientPatternError> {
        let clients = clients.into_iter().map(|client| client.as_ref().parse());
        Ok(Rule {
            name: name.into(),
            effect,
            clients: clients.collect::<Result<_, _>>()?,
            trusted: false,
            scopes: None,
            grant_types: None,
            auth_methods: None,
            redirects: Vec::new(),
            lifetime: None,
            display_name: None,
            logo: None,
        })
    }

    /// [Trusts](crate::resolve::Admission::Trusted) the hosts, which are to be written out.
    pub fn trusted(mut self) -> Self {
        self.trusted = true;
        self
    }

    /// The most scopes that the clients may ask for, on any leg. They have to name some when a grant
    /// begins ([`Ceilings::check`]).
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// The only grant types that the clients may use.
    pub fn grant_types<S: Into<String>>(mut self, types: impl IntoIterator<Item = S>) -> Self {
        self.grant_types = Some(types.into_iter().map(Into::into).collect());
        self
    }

    /// The only token endpoint authentication methods, `none` not among them: a client that may use
    /// [another](Client::token_endpoint_auth_methods) here, too, is refused.
    pub fn auth_methods(mut self, methods: impl IntoIterator<Item = AuthMethod>) -> Self {
        self.auth_methods = Some(methods.into_iter().collect());
        self
    }

    /// Where the clients' redirection URIs may lead.
    pub fn redirects(mut self, redirects: impl IntoIterator<Item = Redirects>) -> Self {
        self.redirects = redirects.into_iter().collect();
        self
    }

    /// How long the clients' documents are fresh at least and at most, from 1 s to 24 h, within the
    /// server's own [`max`](crate::rules::freshness::FreshnessRules::max). A longest time takes effect for
    /// documents that are in the cache already. What is past it is used as anything is that is no longer
    /// fresh ([`ResolverBuilder::stale`](crate::resolve::ResolverBuilder::stale)).
    pub fn lifetime(mut self, bounds: LifetimeBounds) -> Self {
        self.lifetime = Some(bounds);
        self
    }

    /// The name that is shown in place of the clients' own.
    pub fn display_name(mut self, name: &str) -> Self {
        self.display_name = Some(name.into());
        self
    }

    /// Whether the clients' logos are shown. Without it, it is for the consent page to decide.
    pub fn logo(mut self, shown: bool) -> Self {
        self.logo = Some(shown);
        self
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What becomes of the clients.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// What the clients may ask for at most.
    pub(super) fn ceilings(&self) -> Ceilings {
        Ceilings {
            scopes: self.scopes.clone(),
            grant_types: self.grant_types.clone(),
        }
    }

    /// How the clients are shown.
    pub(super) fn presentation(&self) -> Presentation {
        Presentation {
            name: self.display_name.clone(),
            logo: self.logo,
        }
    }

    /// What of the client's document the rule does not accept.
    pub(super) fn objection(&self, client: &Client) -> Option<Restriction> {
        let mut redirects = self.redirects.iter();
        redirects
            .find_map(|redirects| redirects.objection(client))
            .or_else(|| self.method_objection(client))
    }

    /// What a client may use, it need not: so each of its methods counts, and not the best.
    fn method_objection(&self, client: &Client) -> Option<Restriction> {
        let demanded = self.auth_methods.as_ref()?;
        let mut usable = client.token_endpoint_auth_methods().iter();
        let holds = usable.all(|method| demanded.contains(method));
        (!holds).then_some(Restriction::AuthMethod)
    }

    /// What contradicts itself, or could never do anything.
    pub(super) fn check(&self) -> Result<(), RuleError> {
        let no_name = self.name.is_empty() || self.name.len() > LONGEST_NAME;
        let denies = self.effect == Effect::Deny;
        let wild = !self.clients.iter().all(ClientPattern::names_host);
        let quarantines = self.effect == Effect::Quarantine;
        let unseen = |name: &Arc<str>| clean_name(name).is_none();
        let no_methods =
            |methods: &Vec<AuthMethod>| methods.is_empty() || methods.contains(&AuthMethod::None);
        let wrong = [
            (no_name, RuleError::Name),
            (self.clients.is_empty(), RuleError::Clients),
            (denies && self.says_more(), RuleError::DenyAndMore),
            (self.trusted && wild, RuleError::TrustedWildcard),
            (self.trusted && quarantines, RuleError::TrustedQuarantine),
            (
                self.auth_methods.as_ref().is_some_and(no_methods),
                RuleError::AuthMethods,
            ),
            (
                self.grant_types.as_ref().is_some_and(Vec::is_empty),
                RuleError::GrantTypes,
            ),
            (self.lifetime.is_some_and(is_absurd), RuleError::Lifetime),
            (
                self.display_name.as_ref().is_some_and(unseen),
                RuleError::DisplayName,
            ),
        ];
        match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, error)) => Err(error),
            None => Ok(()),
        }
    }

    fn says_more(&self) -> bool {
        self.trusted
            || self.scopes.is_some()
            || self.grant_types.is_some()
            || self.auth_methods.is_some()
            || !self.redirects.is_empty()
            || self.lifetime.is_some()
            || self.display_name.is_some()
            || self.logo.is_some()
    }
}

fn methods<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Vec<AuthMethod>>, D::Error> {
    let names = Vec::<String>::deserialize(deserializer)?;
    let method = |name: &String| {
        let unknown = || D::Error::custom(format_args!("{name:?} is no authentication method"));
        AuthMethod::from_name(name).ok_or_else(unknown)
    };
    names.iter().map(method).collect::<Result<_, _>>().map(Some)
}

/// How bounds are written.
#[derive(Deserialize)]
#[cfg_attr(feature = "config", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct WrittenBounds {
    /// Seconds, at least: prolongs none beyond the bound of the server.
    min_seconds: Option<u64>,
    /// Seconds, at most.
    max_seconds: Option<u64>,
}

fn bounds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<LifetimeBounds>, D::Error> {
    let written = WrittenBounds::deserialize(deserializer)?;
    Ok(Some(LifetimeBounds {
        min: written.min_seconds.map(Duration::from_secs),
        max: written.max_seconds.map(Duration::from_secs),
    }))
}

/// Bounds that bound nothing, that contradict each other, or that nobody wants.
fn is_absurd(bounds: LifetimeBounds) -> bool {
    let LifetimeBounds { min, max } = bounds;
    let within = |bound: Duration| (SHORTEST_LIFETIME..=LONGEST_LIFETIME).contains(&bound);
    let in_range = min.is_none_or(within) && max.is_none_or(within);
    let in_order = min.is_none_or(|min| max.is_none_or(|max| min <= max));
    !in_range || !in_order || (min.is_none() && max.is_none())
}

fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Arc<str>>, D::Error> {
    String::deserialize(deserializer).map(|text| Some(text.into()))
}

const SHORTEST_LIFETIME: Duration = Duration::from_secs(1);
/// Within which a client that was taken over is seen, as the server's own longest.
const LONGEST_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);
/// A line of a log has room for it.
const LONGEST_NAME: usize = 64;
