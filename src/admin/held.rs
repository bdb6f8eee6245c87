//! Every client that is held.

use crate::resolve::operator::{ClientDetail, ClientFilter, Operator};

/// Hands each client that is held or pinned to `tell`, by client_id, as many at once as there may be in a
/// list. Those that are evicted meanwhile are left out.
pub(super) fn each_held(operator: &Operator, mut tell: impl FnMut(ClientDetail)) {
    let mut filter = ClientFilter {
        limit: usize::MAX,
        ..ClientFilter::default()
    };
    loop {
        let page = operator.clients(&filter);
        let rows = page.clients.iter();
        rows.filter_map(|row| operator.client(&row.client_id))
            .for_each(&mut tell);
        match page.next {
            Some(next) => filter.after = Some(next),
            None => return,
        }
    }
}
