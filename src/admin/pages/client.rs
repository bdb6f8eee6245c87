//! One client.

use std::time::SystemTime;

use askama::Template;
use serde_json::{Map, Value};

use crate::admin::failure::Failure;
use crate::admin::frame::{Frame, Place};
use crate::admin::layout::laid_out;
use crate::admin::moment::{Day, Moment, Signed};
use crate::admin::pages::clients::Row;
use crate::admin::said::Said;
use crate::admin::visit::Visit;
use crate::resolve::operator::{Block, ChangeRecord, ClientDetail, PinOrder, PinUse};
use crate::rules::effective::Effective;
use crate::rules::reason;

/// Everything about one client.
#[derive(Template)]
#[template(path = "client.html", config = "src/admin/askama.toml")]
pub(crate) struct ClientDetailPage {
    frame: Frame,
    row: Row,
    refused: Option<Refused>,
    block: Option<Blocked>,
    pin: Option<Pinned>,
    effective: Vec<Member>,
    change: Option<Changed>,
    document: Said,
}

struct Refused {
    rule: &'static str,
    mend: Option<&'static str>,
}

/// A block in force.
pub(crate) struct Blocked {
    pub(crate) pattern: Said,
    pub(crate) given: Signed,
}

/// A pin in force.
pub(crate) struct Pinned {
    pub(crate) client_id: Said,
    pub(crate) words: &'static str,
    pub(crate) until: Day,
    pub(crate) given: Signed,
}

/// One member, as this server goes by it.
pub(crate) struct Member {
    pub(crate) name: &'static str,
    pub(crate) value: Option<Said>,
    pub(crate) because: &'static str,
}

struct Changed {
    at: Moment,
    rule: Option<&'static str>,
    kinds: Vec<&'static str>,
    members: Vec<Differing>,
}

struct Differing {
    name: Said,
    before: Option<Said>,
    now: Option<Said>,
}

/// The client that the query names.
pub(crate) fn detail(visit: &Visit<'_>) -> Result<ClientDetail, Failure> {
    let client_id = visit.fields.need("client_id")?;
    let detail = visit.desk.operator.client(client_id);
    detail.ok_or(Failure::UnknownClient)
}

impl ClientDetailPage {
    pub(crate) fn of(visit: &Visit<'_>) -> Result<Self, Failure> {
        let detail = detail(visit)?;
        let now = visit.desk.now();
        Ok(ClientDetailPage {
            frame: Frame::new(visit, Place::Clients, &detail.row.host),
            row: Row::new(&detail.row, now),
            refused: detail.rule.map(Refused::by),
            block: detail.block.as_ref().map(|block| Blocked::new(block, now)),
            pin: detail.pin.as_ref().map(|pin| Pinned::new(pin, now)),
            effective: detail.effective.iter().map(Member::new).collect(),
            change: changed(&detail, now),
            document: Said::new(laid_out(&detail.document)),
        })
    }
}

impl Refused {
    fn by(rule: &'static str) -> Self {
        Refused {
            rule,
            mend: reason::mend(rule),
        }
    }
}

impl Blocked {
    pub(crate) fn new(block: &Block, now: SystemTime) -> Self {
        Blocked {
            pattern: Said::new(&block.pattern),
            given: Signed::new(&block.given, now),
        }
    }
}

impl Pinned {
    pub(crate) fn new(pin: &PinOrder, now: SystemTime) -> Self {
        let words = match pin.used {
            PinUse::Instead => "instead of what is published",
            PinUse::LastResort => "as a last resort",
        };
        Pinned {
            client_id: Said::new(&pin.client_id),
            words,
            until: Day::new(pin.expires, now),
            given: Signed::new(&pin.given, now),
        }
    }
}

impl Member {
    pub(crate) fn new(effective: &Effective) -> Self {
        Member {
            name: effective.member,
            value: effective.value.as_deref().map(Said::new),
            because: effective.because,
        }
    }
}

fn changed(detail: &ClientDetail, now: SystemTime) -> Option<Changed> {
    let ChangeRecord {
        at, kinds, rule, ..
    } = detail.change.as_ref()?;
    Some(Changed {
        at: Moment::new(*at, now),
        rule: *rule,
        kinds: kinds.clone(),
        members: difference(detail.before.as_deref()?, &detail.document),
    })
}

/// The members that are not the same, by name.
fn difference(before: &str, now: &str) -> Vec<Differing> {
    let (before, now) = (members(before), members(now));
    let mut names: Vec<_> = before.keys().chain(now.keys()).collect();
    names.sort();
    names.dedup();
    let differing = names
        .into_iter()
        .filter(|name| before.get(*name) != now.get(*name));
    let text = |value: Option<&Value>| value.map(|value| Said::new(text(value)));
    differing
        .map(|name| Differing {
            name: Said::new(name),
            before: text(before.get(name)),
            now: text(now.get(name)),
        })
        .collect()
}

fn members(document: &str) -> Map<String, Value> {
    serde_json::from_str(document).unwrap_or_default()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
