//! The operator's page and API, over a network that does what a test says.

#[path = "../support/mod.rs"]
mod support;

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
mod refusals;
mod rulebook;
mod settings;
