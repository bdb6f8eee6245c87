//! The host's own table of clients: how they get there, and the way back.
//!
//! A server that issues grants has a table of clients, and its grants refer to rows of it. A client
//! with a metadata document gets such a row when it is *materialised*: once a user has consented or a
//! code is issued, by the host's call of [`Client::materialise`], or at the latest when it gets a
//! token, by itself, where the resolver is given the table
//! ([`ResolverBuilder::table`](crate::ResolverBuilder::table)). Before that any stranger could fill
//! the table with client_ids.
//!
//! A materialised client is not a registered one (T2). Its row says [`Origin::Cimd`], each of its
//! requests goes on down the CIMD path, and a block, a redirect URI that was removed or a 404 counts
//! at the next one. What the row is good for is the day on which the publisher cannot be reached and
//! no cache has a copy, as after a redeploy: then the grants that were issued go on.
//!
//! # The way back
//!
//! Token requests, refreshes among them, revocation and introspection look into the cache, then into
//! the [store](crate::resolve::store) that nodes share, then for the host's snapshot. Only a token
//! request then fetches. Authorization, pushed and device authorization requests never see a
//! snapshot: nobody consents to a document that its publisher may have withdrawn.
//!
//! A [snapshot](crate::rules::snapshot) is a stale copy like any other (T9). By the calendar, counted
//! from [`Client::fetched_at`]:
//!
//! | its age | token endpoint | revocation, introspection |
//! |---|---|---|
//! | within its freshness | used, nothing is fetched | used |
//! | up to [`on_error_at_token`](crate::rules::freshness::StaleRules::on_error_at_token), at most 24 h | the publisher is asked; used if the weather keeps it away | used |
//! | older, or under `no-store`, `no-cache`, `must-revalidate` and their like once it is not fresh | the publisher is asked, and weather is 503 | not used: [`PendingClient`](crate::PendingClient) |
//!
//! A public client proves nothing but its client_id, so to revoke a grant or to ask about it a
//! [`PendingClient`](crate::PendingClient) is enough where the grant was issued to that client_id: let
//! a handler of revocation take it, and no grant becomes irrevocable by age. A client that
//! authenticates needs its keys, and keys a day old are no proof.
//!
//! Each time the document is judged by the rules of the present, and the policy is asked as on every
//! use. The client_id must be the row's byte for byte. A document that was withdrawn (404, 410,
//! invalid) takes its snapshot along ([`ClientTable::forget`]), and nothing older than that is used by
//! this node even where the table could not be written.
//!
//! A table that fails refuses nobody. The request goes on as if there were no snapshot, and the event
//! `cimd.client_table_unavailable` says so. That is unlike
//! [`RegisteredClients`](crate::resolve::RegisteredClients), whose outage is 503: there a wrong "no"
//! makes a registered client a stranger, here it costs a fetch.
//!
//! # What to store
//!
//! ```sql
//! CREATE TABLE clients (
//!     client_id  TEXT PRIMARY KEY COLLATE BINARY, -- compared byte for byte
//!     origin     TEXT NOT NULL,                   -- 'registered' or 'cimd'
//!     name       TEXT,
//!     snapshot   TEXT,                            -- NULL once it was forgotten
//!     fetched_at INTEGER                          -- of the snapshot, in seconds
//! );
//!
//! -- save: never over a registered client, nor over what another node fetched later
//! INSERT INTO clients VALUES (?1, 'cimd', ?2, ?3, ?4)
//!     ON CONFLICT (client_id) DO UPDATE
//!     SET name = excluded.name, snapshot = excluded.snapshot, fetched_at = excluded.fetched_at
//!     WHERE origin = 'cimd' AND (snapshot IS NULL OR fetched_at <= excluded.fetched_at);
//!
//! -- load
//! SELECT snapshot FROM clients WHERE client_id = ?1 AND origin = 'cimd';
//!
//! -- forget
//! UPDATE clients SET snapshot = NULL WHERE client_id = ?1 AND origin = 'cimd';
//! ```
//!
//! A row is written at most once for each time that its document was fetched. It may be deleted once
//! no grant refers to it; a snapshot alone is of no use after a day. Beside each grant, store
//! [`Client::digest`] and [`Client::fetched_at`], which say which document the user agreed to, and a
//! [`binding`](crate::rules::binding), which says whether the client is still the same where it
//! counts.
//!
//! ```
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//!
//! use tower_cimd::Resolver;
//! use tower_cimd::resolve::table::{ClientTable, MaterialisedClient, TableError};
//! use tower_cimd::resolve::{BoxFuture, StaticFetch};
//!
//! #[derive(Debug, Default)]
//! struct Clients(Mutex<HashMap<String, String>>); // a pool of connections, in production
//!
//! impl Clients {
//!     fn change(&self, change: impl FnOnce(&mut HashMap<String, String>)) -> Result<(), TableError> {
//!         change(&mut *self.0.lock().map_err(|_| "the table is broken")?);
//!         Ok(())
//!     }
//! }
//!
//! impl ClientTable for Clients {
//!     fn save<'a>(&'a self, row: &'a MaterialisedClient) -> BoxFuture<'a, Result<(), TableError>> {
//!         Box::pin(async {
//!             self.change(|rows| drop(rows.insert(row.client_id.clone(), row.snapshot.clone())))
//!         })
//!     }
//!
//!     fn load<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<String>, TableError>> {
//!         Box::pin(async move {
//!             let rows = self.0.lock().map_err(|_| "the table is broken")?;
//!             Ok(rows.get(id).cloned())
//!         })
//!     }
//!
//!     fn forget<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<(), TableError>> {
//!         Box::pin(async move { self.change(|rows| drop(rows.remove(id))) })
//!     }
//! }
//!
//! let resolver = Resolver::builder("https://as.example.com")
//!     .fetch(StaticFetch::new())
//!     .table(Clients::default())
//!     .build()?;
//! # Ok::<(), tower_cimd::resolve::BuildError>(())
//! ```
//!
//! [`Client::materialise`]: crate::rules::client::Client::materialise
//! [`Client::digest`]: crate::rules::client::Client::digest
//! [`Client::fetched_at`]: crate::rules::client::Client::fetched_at
//! [`Origin::Cimd`]: crate::resolve::Origin::Cimd

mod materialised_client;
mod client_table;
mod client;
mod host_table;

pub(crate) use self::host_table::HostTable;

pub use self::client_table::{ClientTable, TableError};
pub use self::materialised_client::MaterialisedClient;
