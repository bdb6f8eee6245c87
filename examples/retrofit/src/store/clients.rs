//! The registered clients.

use sqlx::SqlitePool;
use tower_cimd::resolve::{BoxFuture, Known, RegisteredClients}; // CIMD

use crate::client::Client;
use crate::store::Failure; // CIMD

/// The table `clients`.
#[derive(Clone, Debug)]
pub struct Clients(pub(crate) SqlitePool);

impl Clients {
    /// The registered client of this client_id.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<Client>, sqlx::Error> {
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, name, secret, redirect_uris, scope, notice FROM clients WHERE id = ?",
        )
        .bind(id)
        .fetch_optional(&self.0)
        .await?;
        Ok(
            row.map(|(id, name, secret, redirect_uris, scope, notice)| Client {
                id,
                name,
                secret,
                redirect_uris: redirect_uris
                    .split_whitespace()
                    .map(str::to_owned)
                    .collect(),
                scope,
                notices: notice.into_iter().collect(),
            }),
        )
    }
}

// CIMD {
impl RegisteredClients for Clients {
    fn lookup<'a>(&'a self, id: &'a str) -> BoxFuture<'a, Result<Option<Known>, Failure>> {
        Box::pin(async { Ok(self.find(id).await?.map(|it| Known::registered(it.id))) })
    }
}
// }

type Row = (
    String,
    String,
    Option<String>,
    String,
    String,
    Option<String>,
);
