//! What was resolved, and what was refused.

use tracing::Level;

use crate::resolve::error::ResolveError;
use crate::resolve::event::target::TARGET;
use crate::resolve::told::Told;
use crate::rules::blame::Blame;
use crate::rules::client::Source;
use crate::rules::leg::Leg;

/// A client_id was resolved.
pub(crate) fn resolved(client_id: &str, leg: Option<Leg>, outcome: &str, source: Option<Source>) {
    tracing::event!(
        name: "cimd.resolved",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        leg = leg.map(Leg::name),
        outcome,
        source = source.map(Source::name),
        "a client_id was resolved"
    );
}

/// What a refusal says. The layer has refusals of its own beside those of the resolver.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal<'a> {
    /// Empty where none could be read.
    pub(crate) client_id: &'a str,
    pub(crate) leg: Option<Leg>,
    /// In full: this is for operators.
    pub(crate) rule: &'static str,
    pub(crate) member: Option<&'static str>,
    pub(crate) blame: Blame,
}

/// A request was refused.
pub(crate) fn refused(refusal: Refusal<'_>) {
    macro_rules! at {
        ($level:expr) => {
            tracing::event!(
                name: "cimd.refused",
                target: TARGET,
                $level,
                client_id = %Told(refusal.client_id),
                leg = refusal.leg.map(Leg::name),
                rule = refusal.rule,
                member = refusal.member,
                blame = refusal.blame.name(),
                "a request was refused"
            )
        };
    }
    match refusal.blame {
        Blame::Request => at!(Level::DEBUG),
        Blame::Document | Blame::Policy | Blame::Weather => at!(Level::INFO),
        Blame::Ourselves => at!(Level::ERROR),
    }
}

/// A resolution was refused.
pub(crate) fn unresolved(client_id: &str, leg: Option<Leg>, error: &ResolveError) {
    let member = match error {
        ResolveError::Document(document) => document.member(),
        _ => None,
    };
    refused(Refusal {
        client_id,
        leg,
        rule: error.cause(),
        member,
        blame: error.blame(),
    });
}
