//! A client as a host keeps it beside a consent, a code or a refresh token.

mod text;
mod damage;
mod facets;
mod redirects;
mod methods;
mod keys;
mod rebind;
mod sequence;
mod properties;
mod usual;

use serde_json::Value as Json;
use tower_cimd::rules::binding::{BindingCheck, InUse};
use tower_cimd::rules::client::Client;

use crate::change::{names, version};

/// What is found in `new` of a binding made of `old`.
fn check(old: Json, new: Json) -> BindingCheck {
    check_in_use(old, &InUse::default(), new, &InUse::default())
}

fn check_in_use(old: Json, then: &InUse<'_>, new: Json, now: &InUse<'_>) -> BindingCheck {
    check_clients(&version(old), then, &version(new), now)
}

fn check_clients(old: &Client, then: &InUse<'_>, new: &Client, now: &InUse<'_>) -> BindingCheck {
    new.check_binding_with(&old.binding_with(then), now)
        .unwrap()
}

/// The verdict in words: `same`, or `changed` or `downgraded` and the kinds.
fn told(check: BindingCheck) -> String {
    let verdict = match check {
        BindingCheck::Same => "same",
        BindingCheck::Changed(_) => "changed",
        BindingCheck::Downgraded(_) => "downgraded",
        check => panic!("{check:?}"),
    };
    let mut words = names(check.kinds());
    words.insert(0, verdict);
    words.join(" ")
}
