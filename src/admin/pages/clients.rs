//! The clients that are held.

use std::time::{Duration, SystemTime};

use askama::Template;

use crate::admin::failure::Failure;
use crate::admin::fields::Fields;
use crate::admin::frame::{Frame, Place};
use crate::admin::link::link;
use crate::admin::moment::Moment;
use crate::admin::said::Said;
use crate::admin::tag::{STATES, Tag};
use crate::admin::visit::Visit;
use crate::admin::when;
use crate::resolve::operator::{ClientFilter, ClientPage, ClientRow, ClientState, LastResult};

/// A part of the list.
#[derive(Template)]
#[template(path = "clients.html", config = "src/admin/askama.toml")]
pub(crate) struct ClientsPage {
    frame: Frame,
    text: Said,
    states: Vec<StateChoice>,
    is_filtered: bool,
    is_later: bool,
    rows: Vec<Row>,
    first: String,
    next: Option<String>,
}

struct StateChoice {
    value: &'static str,
    is_now: bool,
}

/// One client in the list.
pub(crate) struct Row {
    link: String,
    pub(crate) client_id: Said,
    pub(crate) host: Said,
    pub(crate) name: Option<Said>,
    pub(crate) state: Tag,
    pub(crate) proven: bool,
    pub(crate) age: String,
    pub(crate) next: Moment,
    pub(crate) size: String,
    pub(crate) last: Option<Last>,
}

/// What the last fetch came to.
pub(crate) struct Last {
    pub(crate) outcome: &'static str,
    pub(crate) at: Moment,
}

/// Which clients the query asks for.
pub(crate) fn filter(fields: &Fields) -> Result<ClientFilter, Failure> {
    let limit = fields.get("limit").map(str::parse).transpose();
    let limit = limit.map_err(|_| Failure::Field("limit"))?;
    Ok(ClientFilter {
        text: fields.get("text").map(str::to_owned),
        state: state(fields)?,
        after: fields.get("after").map(str::to_owned),
        limit: limit.unwrap_or(ROWS),
    })
}

impl ClientsPage {
    pub(crate) fn of(visit: &Visit<'_>) -> Result<Self, Failure> {
        let filter = filter(&visit.fields)?;
        let page = visit.desk.operator.clients(&filter);
        let now = visit.desk.now();
        let state = visit.fields.get("state").unwrap_or_default();
        let text = filter.text.as_deref().unwrap_or_default();
        let to = |after: &str| {
            link(
                "clients",
                &[("text", text), ("state", state), ("after", after)],
            )
        };
        let ClientPage { clients, next, .. } = page;
        Ok(ClientsPage {
            frame: Frame::new(visit, Place::Clients, "Clients"),
            text: Said::new(text),
            states: choices(filter.state),
            is_filtered: !text.is_empty() || filter.state.is_some(),
            is_later: filter.after.is_some(),
            rows: clients.iter().map(|row| Row::new(row, now)).collect(),
            first: to(""),
            next: next.map(|after| to(&after)),
        })
    }
}

impl Row {
    pub(crate) fn new(row: &ClientRow, now: SystemTime) -> Self {
        Row {
            link: link("client", &[("client_id", &row.client_id)]),
            client_id: Said::new(&row.client_id),
            host: Said::new(&row.host),
            name: row.name.as_deref().map(Said::new),
            state: Tag::state(row.state),
            proven: row.proven,
            age: when::span(Duration::from_secs(row.age_seconds)),
            next: Moment::new(row.fresh_until, now),
            size: when::bytes(row.bytes as u64),
            last: row.last.as_ref().map(|last| Last::new(last, now)),
        }
    }
}

impl Last {
    fn new(last: &LastResult, now: SystemTime) -> Self {
        Last {
            outcome: last.outcome,
            at: Moment::new(last.at, now),
        }
    }
}

fn state(fields: &Fields) -> Result<Option<ClientState>, Failure> {
    let Some(name) = fields.get("state") else {
        return Ok(None);
    };
    let found = STATES.iter().find(|(_, called)| *called == name);
    found
        .map(|(state, _)| Some(*state))
        .ok_or(Failure::Field("state"))
}

fn choices(now: Option<ClientState>) -> Vec<StateChoice> {
    let choice = |(state, value): (ClientState, &'static str)| StateChoice {
        value,
        is_now: now == Some(state),
    };
    STATES.into_iter().map(choice).collect()
}

/// Rows of one page, which a person looks through.
const ROWS: usize = 50;
