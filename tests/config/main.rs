//! Settings as data, and a running server that reads them anew.

#[path = "../support/mod.rs"]
mod support;

mod files;
mod log;

mod annotated;
mod defaults;
mod environment;
mod led_to;
mod reload;
mod schema;
mod secrets;
mod under_load;
mod wrong;
