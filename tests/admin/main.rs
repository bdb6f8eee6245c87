//! The operator's page and API, over a network that does what a test says.

#[path = "../support/mod.rs"]
mod support;

#[path = "../resolve/store/faulty.rs"]
#[allow(dead_code, reason = "every program uses a part of its own")]
mod faulty;

mod html;
mod rig;

mod api;
mod changes;
mod clients;
mod cross_site;
mod explain;
mod guard;
mod headers;
mod hostile;
mod mount;
mod nodes;
mod order;
mod refusals;
mod rulebook;
mod settings;
mod states;
