//! The pins of a resolver, judged.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::resolve::clock::Clock;
use crate::resolve::error::ResolveError;
use crate::resolve::pin::{Pin, PinError, PinMode};
use crate::rules::client::{Client, Source};
use crate::rules::rule_set::RuleSet;

/// The clients of all pins, by their client_ids.
#[derive(Debug, Default)]
pub(crate) struct Pins(HashMap<String, Arc<Pinned>>);

/// The client of one pin.
#[derive(Clone, Debug)]
pub(crate) struct Pinned {
    client: Client,
    mode: PinMode,
    judged: Instant,
    /// How long it may be used from then on.
    good_for: Duration,
    /// Whether the publisher's last word was that there is no valid document.
    withdrawn: Arc<AtomicBool>,
}

impl Pins {
    /// Judges each pin by `rules`, or says which one is refused.
    pub(crate) fn judge(
        pins: Vec<Pin>,
        rules: &RuleSet,
        clock: &dyn Clock,
    ) -> Result<Self, (String, PinError)> {
        let mut judged = HashMap::with_capacity(pins.len());
        for pin in pins {
            match Pinned::judge(&pin, rules, clock) {
                Ok(pinned) if !judged.contains_key(&pin.client_id) => {
                    judged.insert(pin.client_id, Arc::new(pinned));
                }
                Ok(_) => return Err((pin.client_id, PinError::Repeated)),
                Err(error) => return Err((pin.client_id, error)),
            }
        }
        Ok(Pins(judged))
    }

    /// Goes on from `before`, whose fetches may still be under way: what was withdrawn stays so (T9).
    pub(crate) fn following(mut self, before: &Pins) -> Self {
        for (client_id, pinned) in &mut self.0 {
            if let Some(before) = before.0.get(client_id) {
                pinned.follow(before);
            }
        }
        self
    }

    /// The pin that is used instead of the publisher's document.
    pub(crate) fn instead(&self, client_id: &str) -> Option<&Arc<Pinned>> {
        let pinned = self.0.get(client_id);
        pinned.filter(|pinned| pinned.mode == PinMode::Instead)
    }

    /// The client that is used where the weather keeps the document away.
    pub(crate) fn last_resort(&self, client_id: &str, now: Instant) -> Option<&Client> {
        self.0.get(client_id)?.last_resort(now)
    }

    /// Whether the publisher's last word was that there is no valid document (T9).
    pub(crate) fn set_withdrawn(&self, client_id: &str, withdrawn: bool) {
        if let Some(pinned) = self.0.get(client_id) {
            pinned.set_withdrawn(withdrawn);
        }
    }

    /// Every pin.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Pinned>> {
        self.0.values()
    }
}

impl Pinned {
    pub(crate) fn judge(pin: &Pin, rules: &RuleSet, clock: &dyn Clock) -> Result<Self, PinError> {
        let wall = clock.wall();
        Ok(Pinned {
            client: pin.judge(rules, wall)?.with_source(Source::Pinned),
            mode: pin.mode,
            judged: clock.now(),
            good_for: pin.expires.duration_since(wall).unwrap_or_default(),
            withdrawn: Arc::default(),
        })
    }

    /// What is known of the publisher stays known, and what is still found out is found out for both (T9).
    pub(crate) fn follow(self: &mut Arc<Self>, before: &Pinned) {
        Arc::make_mut(self).withdrawn = Arc::clone(&before.withdrawn);
    }

    /// The client, whether or not it may still be used.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// How long ago it was judged.
    pub(crate) fn age(&self, now: Instant) -> Duration {
        now.saturating_duration_since(self.judged)
    }

    /// Whether it is used instead of the publisher's document.
    pub(crate) fn is_instead(&self) -> bool {
        self.mode == PinMode::Instead
    }

    /// The client, if it may still be used.
    pub(crate) fn usable(&self, now: Instant) -> Result<&Client, ResolveError> {
        match self.is_expired(now) {
            true => Err(ResolveError::PinExpired),
            false => Ok(&self.client),
        }
    }

    /// The client, if it may be used where the weather keeps the document away.
    pub(crate) fn last_resort(&self, now: Instant) -> Option<&Client> {
        let withdrawn = self.withdrawn.load(Ordering::Acquire);
        (!withdrawn && !self.is_expired(now)).then_some(&self.client)
    }

    pub(crate) fn set_withdrawn(&self, withdrawn: bool) {
        self.withdrawn.store(withdrawn, Ordering::Release);
    }

    fn is_expired(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.judged) >= self.good_for
    }
}
