//! What an operator may change, one at a time.

use std::time::{Duration, SystemTime};

use serde::Serialize;

use crate::admin::failure::Failure;
use crate::admin::fields::Fields;
use crate::admin::link::link;
use crate::admin::visit::Visit;
use crate::resolve::operator::PinUse;
use crate::resolve::policy::Mode;

/// A change, as a form or a program asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Act {
    Refresh,
    Forget,
    Block,
    Unblock,
    Pin,
    Unpin,
    Mode,
}

/// What a program is told of a change that was made.
#[derive(Serialize)]
pub(super) struct Done {
    done: Act,
    /// The version of the orders since.
    orders_version: u64,
}

impl Act {
    /// Makes the change, in the name of the operator who asks for it.
    pub(super) async fn make(self, visit: &Visit<'_>) -> Result<Done, Failure> {
        let (operator, fields) = (&visit.desk.operator, &visit.fields);
        let by = visit.identity.name();
        let why = fields.get("why").unwrap_or_default();
        match self {
            Act::Refresh => operator.refresh(fields.need("client_id")?, by).await,
            Act::Forget => operator.forget(fields.need("client_id")?, by).await,
            Act::Block => operator.block(fields.need("pattern")?, why, by).await,
            Act::Unblock => operator.unblock(fields.need("pattern")?, by).await,
            Act::Pin => return pin(visit, why).await,
            Act::Unpin => operator.unpin(fields.need("client_id")?, by).await,
            Act::Mode => operator.set_mode(mode(fields)?, why, by).await,
        }
        .map_err(Failure::Order)?;
        Ok(self.done(visit))
    }

    /// The page to look at after the change: the one that the form names, or that of the client.
    pub(super) fn afterwards(self, fields: &Fields) -> String {
        let client_id = fields.get("client_id").unwrap_or_default();
        let done = ("done", self.name());
        match (fields.get("back"), self) {
            (Some("refusals"), _) => link("refusals", &[done]),
            (_, Act::Mode) => link("overview", &[done]),
            // What was forgotten is no longer there to be looked at.
            (_, Act::Forget) => link("clients", &[done]),
            (Some("orders"), _) => link("orders", &[done]),
            _ if client_id.is_empty() => link("orders", &[done]),
            _ => link("client", &[("client_id", client_id), done]),
        }
    }

    /// As the notice and the routes call it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Act::Refresh => "refresh",
            Act::Forget => "forget",
            Act::Block => "block",
            Act::Unblock => "unblock",
            Act::Pin => "pin",
            Act::Unpin => "unpin",
            Act::Mode => "mode",
        }
    }

    fn done(self, visit: &Visit<'_>) -> Done {
        Done {
            done: self,
            orders_version: visit.desk.operator.orders().version,
        }
    }
}

/// Pins the document that the request brings, or else the one that is held.
async fn pin(visit: &Visit<'_>, why: &str) -> Result<Done, Failure> {
    let (operator, fields) = (&visit.desk.operator, &visit.fields);
    let client_id = fields.need("client_id")?;
    let document = match fields.get("document") {
        Some(document) => document.as_bytes().to_vec(),
        None => held(visit, client_id)?,
    };
    let expires = expires(fields, visit.desk.now())?;
    let by = visit.identity.name();
    operator
        .pin_document(client_id, document, used(fields)?, expires, why, by)
        .await
        .map_err(Failure::Order)?;
    Ok(Act::Pin.done(visit))
}

fn held(visit: &Visit<'_>, client_id: &str) -> Result<Vec<u8>, Failure> {
    let detail = visit.desk.operator.client(client_id);
    let detail = detail.ok_or(Failure::UnknownClient)?;
    Ok(detail.client.raw().to_vec())
}

fn used(fields: &Fields) -> Result<PinUse, Failure> {
    match fields.need("use")? {
        "instead" => Ok(PinUse::Instead),
        "last_resort" => Ok(PinUse::LastResort),
        _ => Err(Failure::Field("use")),
    }
}

fn expires(fields: &Fields, now: SystemTime) -> Result<SystemTime, Failure> {
    let days = fields.need("days")?.parse::<u64>();
    let days = days.ok().filter(|days| (1..=MOST_DAYS).contains(days));
    let days = days.ok_or(Failure::Field("days"))?;
    let expires = now.checked_add(Duration::from_secs(days * DAY));
    expires.ok_or(Failure::Field("days"))
}

/// `None` leaves it to the policy.
fn mode(fields: &Fields) -> Result<Option<Mode>, Failure> {
    match fields.need("mode")? {
        "enforce" => Ok(Some(Mode::Enforce)),
        "report" => Ok(Some(Mode::Report)),
        "off" => Ok(Some(Mode::Off)),
        "policy" => Ok(None),
        _ => Err(Failure::Field("mode")),
    }
}

const DAY: u64 = 24 * 60 * 60;
/// Ten years: a pin that nobody remembers is nobody's decision.
const MOST_DAYS: u64 = 3650;
