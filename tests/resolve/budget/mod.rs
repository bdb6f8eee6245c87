//! What a stranger may make this server fetch.

mod honest;
mod outage;
mod outside;
mod rates;
mod requester;
mod shares;
#[cfg(feature = "public-suffix")]
mod sites;
mod spacing;
mod state;
mod strangers;
