//! The host's own table, as the resolver uses it.

use std::error::Error;
use std::fmt::Debug;

use crate::resolve::fetch::BoxFuture;
use crate::resolve::table::materialised_client::MaterialisedClient;

/// What a table fails with.
pub type TableError = Box<dyn Error + Send + Sync>;

/// The host's own table of clients, where those with a metadata document are materialised.
///
/// It is asked for a snapshot by each token, revocation and introspection request whose client is in no
/// cache, after [`RegisteredClients`](crate::resolve::RegisteredClients): by primary key, and in front of
/// every fetch.
///
/// Each operation may take
/// [`hook_deadline`](crate::resolve::ResolverBuilder::hook_deadline); one that is late counts as one
/// that failed. None that fails refuses a request: it is told as the event
/// `cimd.client_table_unavailable`.
///
/// See [the module](crate::resolve::table) for a table in SQL.
pub trait ClientTable: Debug + Send + Sync + 'static {
    /// Inserts the client, or updates its row, under its exact `client_id`.
    ///
    /// Where the row is from a later [`fetched_at`](MaterialisedClient::fetched_at), as another node
    /// may have written it, it stays.
    ///
    /// # Errors
    ///
    /// Where the row could not be written.
    fn save<'a>(&'a self, client: &'a MaterialisedClient) -> BoxFuture<'a, Result<(), TableError>>;

    /// The snapshot of `client_id`, as it was saved; `None` where there is none.
    ///
    /// A row of another client, as a table that compares without case finds one, does no harm: whose
    /// a snapshot is stands in it (T2).
    ///
    /// # Errors
    ///
    /// Where the table could not be asked. The request goes on as if there were no snapshot.
    fn load<'a>(&'a self, client_id: &'a str) -> BoxFuture<'a, Result<Option<String>, TableError>>;

    /// Drops the snapshot of `client_id`, if there is one: its publisher has withdrawn the document
    /// (404, 410) or spoilt it, and nothing older comes back (T9). The row may stay, and with it the
    /// grants that refer to it.
    ///
    /// It is called after the fetch that found out, for client_ids without a row, too.
    ///
    /// # Errors
    ///
    /// Where the row could not be written. This resolver does not use the snapshot even so; one that
    /// is started later may, until the snapshot is a day old.
    fn forget<'a>(&'a self, client_id: &'a str) -> BoxFuture<'a, Result<(), TableError>>;
}
