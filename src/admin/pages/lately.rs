//! Documents that changed lately.

use std::time::SystemTime;

use crate::admin::link::link;
use crate::admin::moment::Moment;
use crate::admin::said::Said;
use crate::resolve::operator::{ChangeRecord, Operator};

/// A document that changed, or is no longer given.
pub(crate) struct ChangeRow {
    pub(crate) client_id: Said,
    pub(crate) link: String,
    pub(crate) at: Moment,
    pub(crate) kinds: Vec<&'static str>,
    pub(crate) rule: Option<&'static str>,
}

/// The last changes, the latest first.
pub(crate) fn lately(operator: &Operator, now: SystemTime) -> Vec<ChangeRow> {
    let changes = operator.changes();
    let rows = changes.iter().take(ROWS);
    rows.map(|change| ChangeRow::new(change, now)).collect()
}

impl ChangeRow {
    fn new(change: &ChangeRecord, now: SystemTime) -> Self {
        ChangeRow {
            client_id: Said::new(&change.client_id),
            link: link("client", &[("client_id", &change.client_id)]),
            at: Moment::new(change.at, now),
            kinds: change.kinds.clone(),
            rule: change.rule,
        }
    }
}

/// What fits beside the rest of the overview; programs read them all.
const ROWS: usize = 10;
