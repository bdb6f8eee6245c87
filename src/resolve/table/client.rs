//! What a client offers of all this.

use crate::resolve::table::client_table::{ClientTable, TableError};
use crate::resolve::table::materialised_client::MaterialisedClient;
use crate::rules::client::Client;

/// Materialising: see [`table`](crate::resolve::table).
impl Client {
    /// Saves the client to the host's `table`: for a handler to call once a user has consented, or
    /// where a code is issued. Never for a request that anybody can send, which would let strangers
    /// fill the table.
    ///
    /// # Errors
    ///
    /// Those of the table, which has all the time it takes.
    pub async fn materialise<T: ClientTable + ?Sized>(&self, table: &T) -> Result<(), TableError> {
        table.save(&MaterialisedClient::of(self)).await
    }
}
