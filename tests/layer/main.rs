//! Floor 3, over a network that does what a test says.

#[path = "../support/mod.rs"]
mod support;

mod bodies;
mod budgets;
#[cfg(feature = "metrics")]
#[path = "../support/recorder.rs"]
mod recorder;
mod rig;
#[cfg(feature = "private-key-jwt")]
#[path = "../support/signer.rs"]
mod signer;

mod advertise;
mod answers;
#[cfg(feature = "private-key-jwt")]
mod authentication;
mod back_channel;
mod cancelled;
mod checks;
mod events;
mod extractors;
mod fetchless;
mod forms;
mod grants;
mod hyper;
mod json_forms;
mod legs;
mod materialised;
#[cfg(feature = "metrics")]
mod measures;
mod pages;
mod passing;
mod protect;
mod quarantine;
mod readiness;
mod records;
mod refusals;
mod replaced;
mod rulebook;
mod shapes;
mod stacks;
mod transactions;
mod weather;
