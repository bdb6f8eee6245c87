//! What was refused.

use std::time::SystemTime;

use askama::Template;
use serde::Serialize;

use crate::admin::fields::Fields;
use crate::admin::frame::{Frame, Place};
use crate::admin::link::link;
use crate::admin::moment::Moment;
use crate::admin::said::Said;
use crate::admin::tag::Tag;
use crate::admin::visit::Visit;
use crate::resolve::operator::{Operator, RefusalFilter, RefusalRecord};
use crate::rules::client_id::ClientId;
use crate::rules::reason;

/// The refusals of the last hours.
#[derive(Template)]
#[template(path = "refusals.html", config = "src/admin/askama.toml")]
pub(crate) struct RefusalsPage {
    frame: Frame,
    text: Said,
    rule: Said,
    blames: Vec<BlameChoice>,
    is_filtered: bool,
    rows: Vec<Row>,
}

/// What a program reads of one: as it was taken down, and what to do about it.
#[derive(Serialize)]
pub(crate) struct RefusalTold<'a> {
    #[serde(flatten)]
    record: &'a RefusalRecord,
    mend: Option<&'static str>,
}

struct BlameChoice {
    value: &'static str,
    is_now: bool,
}

struct Row {
    client_id: Said,
    explain: String,
    rule: &'static str,
    member: Option<&'static str>,
    mend: Option<&'static str>,
    blame: Tag,
    leg: &'static str,
    count: u64,
    last: Moment,
    /// The block that is against it, to be lifted.
    lift: Option<Said>,
    /// The host, where none is.
    block: Option<Said>,
}

/// Which refusals the query asks for.
pub(crate) fn filter(fields: &Fields) -> RefusalFilter {
    RefusalFilter {
        text: fields.get("text").map(str::to_owned),
        rule: fields.get("rule").map(str::to_owned),
        blame: fields.get("blame").map(str::to_owned),
    }
}

impl RefusalsPage {
    pub(crate) fn of(visit: &Visit<'_>) -> Self {
        let filter = filter(&visit.fields);
        let operator = &visit.desk.operator;
        let now = visit.desk.now();
        let refusals = operator.refusals(&filter);
        let said = |text: &Option<String>| Said::new(text.as_deref().unwrap_or_default());
        RefusalsPage {
            frame: Frame::new(visit, Place::Refusals, "Refusals"),
            text: said(&filter.text),
            rule: said(&filter.rule),
            blames: choices(filter.blame.as_deref()),
            is_filtered: filter.text.is_some() || filter.rule.is_some() || filter.blame.is_some(),
            rows: refusals
                .iter()
                .map(|record| Row::new(record, operator, now))
                .collect(),
        }
    }
}

impl<'a> RefusalTold<'a> {
    pub(crate) fn new(record: &'a RefusalRecord) -> Self {
        RefusalTold {
            record,
            mend: reason::mend(record.rule),
        }
    }
}

impl Row {
    fn new(record: &RefusalRecord, operator: &Operator, now: SystemTime) -> Self {
        let client_id = ClientId::parse(&record.client_id).ok();
        let lift = client_id
            .as_ref()
            .and_then(|client_id| block(operator, client_id));
        let host = client_id.map(|client_id| client_id.host().to_owned());
        Row {
            client_id: Said::new(&record.client_id),
            explain: link("explain", &[("client_id", &record.client_id)]),
            rule: record.rule,
            member: record.member,
            mend: reason::mend(record.rule),
            blame: Tag::blame(record.blame),
            leg: record.leg.unwrap_or("resource"),
            count: record.count,
            last: Moment::new(record.last, now),
            block: host.filter(|_| lift.is_none()).map(Said::new),
            lift: lift.map(Said::new),
        }
    }
}

/// The block that is against a client, by its pattern.
fn block(operator: &Operator, client_id: &ClientId) -> Option<String> {
    let orders = operator.resolver().course().orders().in_force();
    orders.block(client_id).map(|block| block.pattern.clone())
}

fn choices(now: Option<&str>) -> Vec<BlameChoice> {
    let choice = |value| BlameChoice {
        value,
        is_now: now == Some(value),
    };
    BLAMES.into_iter().map(choice).collect()
}

const BLAMES: [&str; 5] = ["request", "document", "policy", "weather", "ourselves"];
