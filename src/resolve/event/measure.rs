//! What is counted and not told, since it would be told too often.
//!
//! Here without the feature `metrics`, too, so that nobody else has to know of it.
#![cfg_attr(not(feature = "metrics"), allow(unused_variables))]

use std::time::Duration;

use crate::resolve::event::flight::Subject;
#[cfg(feature = "metrics")]
use crate::resolve::event::metric;
use crate::rules::blame::Blame;

/// A fetch is over: `Ok` where what it brought is valid.
pub(crate) fn landed(subject: Subject, outcome: Result<(), Blame>, elapsed: Duration) {
    #[cfg(feature = "metrics")]
    let result = match outcome {
        Ok(()) => "valid",
        Err(Blame::Weather) => "weather",
        Err(Blame::Document | Blame::Request | Blame::Policy) => "invalid",
        Err(Blame::Ourselves) => "ourselves",
    };
    #[cfg(feature = "metrics")]
    metric::landed(subject.kind(), result, elapsed);
}

/// A fetch was not begun for want of a place or a budget.
pub(crate) fn unaffordable(rule: &'static str) {
    #[cfg(feature = "metrics")]
    metric::unaffordable(rule);
}

/// An assertion was verified: `None` where it is valid.
#[cfg(feature = "private-key-jwt")]
pub(crate) fn authenticated(rule: Option<&'static str>) {
    #[cfg(feature = "metrics")]
    metric::authenticated(rule.unwrap_or("valid"));
}

/// A document of this weight came into a cache.
pub(crate) fn kept(bytes: u32) {
    #[cfg(feature = "metrics")]
    metric::kept(bytes.into());
}

/// Documents left a cache, or went with it.
pub(crate) fn dropped(entries: u64, bytes: u64) {
    #[cfg(feature = "metrics")]
    metric::dropped(entries, bytes);
}

/// There is a store that nodes share. It counts as one that answers until it does not.
pub(crate) fn store_joined() {
    #[cfg(feature = "metrics")]
    metric::store_is(true);
}
