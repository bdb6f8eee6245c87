//! The clients that are held or pinned, one by one and together.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::resolve::entry::{Bounds, Entry};
use crate::resolve::error::ResolveError;
use crate::resolve::event;
use crate::resolve::means::Course;
use crate::resolve::operator::client::{ClientDetail, ClientPage, ClientRow, ClientState};
use crate::resolve::operator::filter::ClientFilter;
use crate::resolve::operator::reading::Operator;
use crate::resolve::pins::Pinned;
use crate::rules::client::Client;
use crate::rules::effective::effective;

/// What is listed.
enum Listed {
    Held(Arc<Entry>),
    Pinned(Arc<Pinned>),
}

impl Operator {
    /// The clients in the cache and those that are pinned, by client_id.
    ///
    /// Looks through the whole cache. A policy is asked about each client, as for a request, but for
    /// [`may_fetch`](crate::resolve::Policy::may_fetch); what it tells meanwhile is not an event.
    pub fn clients(&self, filter: &ClientFilter) -> ClientPage {
        let most = filter.most();
        let mut rows = BTreeMap::new();
        let course = self.course();
        for listed in pinned(&course).chain(held(&course)) {
            let client_id = listed.client().client_id().as_str();
            let is_known = rows.contains_key(client_id);
            if is_known || !filter.is_after(client_id) || !filter.finds(listed.client()) {
                continue;
            }
            let row = self.row(&listed).1;
            if filter.state.is_none_or(|state| state == row.state) {
                rows.insert(row.client_id.clone(), row);
            }
            // One more than is asked for says that there are more.
            if rows.len() > most + 1 {
                rows.pop_last();
            }
        }
        let is_all = rows.len() <= most;
        let clients: Vec<_> = rows.into_values().take(most).collect();
        let last = clients.last().map(|row| row.client_id.clone());
        ClientPage {
            next: last.filter(|_| !is_all),
            clients,
        }
    }

    /// One client in the cache, or one that is pinned. Never fetches.
    pub fn client(&self, client_id: &str) -> Option<ClientDetail> {
        let course = self.course();
        let listed = match course.pinned(client_id) {
            Some(Ok(pinned)) => Listed::Pinned(pinned),
            Some(Err(_)) | None => Listed::Held(course.cache().get(client_id)?),
        };
        let (rule, row) = self.row(&listed);
        let client = listed.client().clone();
        let given = course.orders().in_force();
        let changes = self.changes();
        let change = changes.into_iter().find(|c| c.client_id == client_id);
        let text = |document: &[u8]| String::from_utf8_lossy(document).into_owned();
        Some(ClientDetail {
            row,
            document: text(client.raw()),
            effective: effective(&client),
            rule,
            block: given.block(client.client_id()).cloned(),
            pin: given.pin(client_id).cloned(),
            before: change.as_ref().map(|change| text(&change.before)),
            change,
            client,
        })
    }

    /// The line of one client, and the rule that would refuse it.
    fn row(&self, listed: &Listed) -> (Option<&'static str>, ClientRow) {
        let course = self.course();
        let (now, known) = (course.clock().now(), listed.client());
        let client_id = known.client_id();
        let verdict = event::silently(|| self.verdict(listed));
        let age = match listed {
            Listed::Held(entry) => entry.age(now),
            Listed::Pinned(pinned) => pinned.age(now),
        };
        let row = ClientRow {
            client_id: client_id.as_str().to_owned(),
            host: client_id.host_lowercase().into_owned(),
            name: known.client_name().map(str::to_owned),
            state: listed.state(&verdict, course.bounds(client_id), age),
            proven: course.budgets.is_proven(client_id),
            age_seconds: age.as_secs(),
            fresh_until: known.fresh_until(),
            bytes: known.raw().len(),
            last: course.retrieval.records.result(client_id.as_str()),
        };
        (verdict.err().map(|error| error.cause()), row)
    }

    /// What would become of the client now.
    fn verdict(&self, listed: &Listed) -> Result<Client, ResolveError> {
        let course = self.course();
        let client_id = listed.client().client_id();
        course.admit(client_id)?;
        course.permit(match listed {
            Listed::Held(entry) => course.derived(client_id, entry)?,
            Listed::Pinned(pinned) => pinned.usable(course.clock().now())?.clone(),
        })
    }
}

fn pinned(course: &Course) -> impl Iterator<Item = Listed> {
    let ordered = course.orders().in_force().pinned();
    let built = course.pins().iter().map(Arc::clone);
    let all = ordered.into_iter().chain(built);
    all.filter(|pinned| pinned.is_instead()).map(Listed::Pinned)
}

fn held(course: &Course) -> impl Iterator<Item = Listed> {
    course.cache().entries().map(Listed::Held)
}

impl Listed {
    fn client(&self) -> &Client {
        match self {
            Listed::Held(entry) => entry.client(),
            Listed::Pinned(pinned) => pinned.client(),
        }
    }

    fn state(
        &self,
        verdict: &Result<Client, ResolveError>,
        bounds: Bounds,
        age: Duration,
    ) -> ClientState {
        match (verdict, self) {
            (Err(ResolveError::Blocked), _) => ClientState::Blocked,
            (Err(_), _) => ClientState::Refused,
            (Ok(client), _) if client.is_quarantined() => ClientState::Quarantined,
            (Ok(_), Listed::Pinned(_)) => ClientState::Pinned,
            (Ok(_), Listed::Held(entry)) if entry.freshness(bounds).is_fresh(age) => {
                ClientState::Fresh
            }
            (Ok(_), Listed::Held(_)) => ClientState::Stale,
        }
    }
}
