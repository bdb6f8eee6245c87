//! `rules::locate`: where a request's client_id stands.

mod guess;
mod passing;
mod places;
mod properties;
mod refusals;
mod request;
mod vectors;
mod wire;
