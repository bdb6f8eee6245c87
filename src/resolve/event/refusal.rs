//! What was resolved, and what was refused.

use tracing::Level;

use crate::resolve::error::ResolveError;
#[cfg(feature = "metrics")]
use crate::resolve::event::metric;
use crate::resolve::event::outcome::Outcome;
use crate::resolve::event::target::TARGET;
use crate::resolve::event::throttle::{Throttle, tell};
use crate::resolve::records::Refused;
use crate::resolve::told::Told;
use crate::rules::blame::Blame;
use crate::rules::client::Source;
use crate::rules::leg::Leg;

/// A client_id was resolved.
pub(crate) fn resolved(
    client_id: &str,
    leg: Option<Leg>,
    outcome: Outcome,
    source: Option<Source>,
) {
    #[cfg(feature = "metrics")]
    metric::resolved(outcome, source);
    tracing::event!(
        name: "cimd.resolved",
        target: TARGET,
        Level::DEBUG,
        client_id = %Told(client_id),
        leg = leg.map(Leg::name),
        outcome = outcome.name(),
        source = source.map(Source::name),
        "a client_id was resolved"
    );
}

/// What a refusal says. The layers have refusals of their own beside those of the resolver.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refusal<'a> {
    /// `None` where nobody can say how often it is told: then always.
    pub(crate) throttle: Option<&'a Throttle>,
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
    #[cfg(feature = "metrics")]
    metric::refused(
        refusal.rule,
        refusal.leg.map_or("none", Leg::name),
        refusal.blame.name(),
    );
    tell_refusal(refusal);
}

/// A call of a protected resource was denied.
pub(crate) fn denied(denial: Refusal<'_>) {
    #[cfg(feature = "metrics")]
    metric::denied(denial.rule);
    tell_refusal(denial);
}

/// A resolution was refused.
pub(crate) fn unresolved(
    throttle: &Throttle,
    client_id: &str,
    leg: Option<Leg>,
    error: &ResolveError,
) {
    let member = match error {
        ResolveError::Document(document) => document.member(),
        _ => None,
    };
    refused(Refusal {
        throttle: Some(throttle),
        client_id,
        leg,
        rule: error.cause(),
        member,
        blame: error.blame(),
    });
}

fn tell_refusal(refusal: Refusal<'_>) {
    if let Some(records) = refusal.throttle.and_then(Throttle::records) {
        records.refused(Refused {
            client_id: refusal.client_id,
            leg: refusal.leg,
            rule: refusal.rule,
            member: refusal.member,
            blame: refusal.blame,
        });
    }
    // What the request is to blame for is told at debug in any case.
    let throttle = refusal.throttle.filter(|_| refusal.blame != Blame::Request);
    let client_id = Some(refusal.client_id).filter(|client_id| !client_id.is_empty());
    macro_rules! at {
        ($level:expr) => {
            tell!(
                throttle,
                "cimd.refused",
                refusal.rule,
                $level,
                client_id = client_id.map(Told).map(tracing::field::display),
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
