//! The refusals of the last hours.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use serde::Serialize;

use crate::resolve::records::time::unix;
use crate::rules::blame::Blame;
use crate::rules::leg::Leg;

/// Refusals of one client_id for one reason on one leg.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RefusalRecord {
    /// As it was presented, a stranger's text: escape it where it is shown. Cut after 2,048 bytes; empty where
    /// none could be read.
    pub client_id: String,
    /// The rule that was broken, in full: for operators.
    pub rule: &'static str,
    /// The leg, by its name. `None` for a call of a protected resource.
    pub leg: Option<&'static str>,
    /// The member of the document that broke it.
    pub member: Option<&'static str>,
    /// Whose fault it was: `request`, `document`, `policy`, `weather`, `ourselves`.
    pub blame: &'static str,
    /// How many there were.
    pub count: u64,
    /// When the first of them was. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub first: SystemTime,
    /// When the last of them was. Serialized as seconds since 1970.
    #[serde(serialize_with = "unix")]
    pub last: SystemTime,
}

/// One refusal, as it is taken down.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Refused<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) leg: Option<Leg>,
    pub(crate) rule: &'static str,
    pub(crate) member: Option<&'static str>,
    pub(crate) blame: Blame,
}

/// Refusals, summed up. Each blame has a share of its own, so that whoever sends garbage drives out
/// garbage alone; and of a share those go first that happened least often, the oldest of them before the
/// others, so that many that come once do not drive out one that goes on.
#[derive(Debug, Default)]
pub(crate) struct Refusals(HashMap<&'static str, Share>);

type Share = HashMap<Key, RefusalRecord>;
type Key = (String, &'static str, Option<&'static str>);

impl Refusals {
    pub(crate) fn add(&mut self, refused: Refused<'_>, now: SystemTime) {
        let share = self.0.entry(refused.blame.name()).or_default();
        let leg = refused.leg.map(Leg::name);
        let key = (cut(refused.client_id).to_owned(), refused.rule, leg);
        if let Some(record) = share.get_mut(&key) {
            record.count = record.count.saturating_add(1);
            record.last = now;
            record.member = refused.member;
            return;
        }
        if share.len() >= room(refused.blame) {
            make_room(share, room(refused.blame), now);
        }
        let record = RefusalRecord {
            client_id: key.0.clone(),
            rule: refused.rule,
            leg,
            member: refused.member,
            blame: refused.blame.name(),
            count: 1,
            first: now,
            last: now,
        };
        share.insert(key, record);
    }

    /// Those that are not too old, the latest first.
    pub(crate) fn all(&self, now: SystemTime) -> Vec<RefusalRecord> {
        let shares = self.0.values().flat_map(HashMap::values);
        let mut all: Vec<_> = shares.filter(|r| !is_over(r, now)).cloned().collect();
        all.sort_by_cached_key(|r| (Reverse(r.last), r.client_id.clone(), r.rule, r.leg));
        all
    }
}

fn make_room(share: &mut Share, room: usize, now: SystemTime) {
    share.retain(|_, record| !is_over(record, now));
    if share.len() < room {
        return;
    }
    let least = share.iter().min_by_key(|(_, r)| (r.count, r.last));
    if let Some(key) = least.map(|(key, _)| key.clone()) {
        share.remove(&key);
    }
}

fn is_over(record: &RefusalRecord, now: SystemTime) -> bool {
    now.duration_since(record.last).unwrap_or_default() >= KEPT
}

/// At most 512 in all.
const fn room(blame: Blame) -> usize {
    match blame {
        Blame::Request => 64,
        Blame::Document | Blame::Policy => 128,
        Blame::Weather | Blame::Ourselves => 96,
    }
}

/// At most so many bytes, at the end of a character.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

const KEPT: Duration = Duration::from_secs(24 * 60 * 60);
const LONGEST: usize = 2048;
