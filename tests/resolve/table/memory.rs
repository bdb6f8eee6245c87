//! A table of a host's, in memory, which compares as SQLite does under `COLLATE NOCASE`.

use std::sync::{Arc, Mutex, MutexGuard};

use tower_cimd::resolve::table::TableError;
use tower_cimd::resolve::{
    BoxFuture, ClientTable, Known, MaterialisedClient, Origin, RegisteredClients,
};

/// Clones are the same table.
#[derive(Clone, Debug, Default)]
pub(crate) struct MemoryTable(Arc<Mutex<Contents>>);

#[derive(Debug, Default)]
struct Contents {
    rows: Vec<Row>,
    mood: Mood,
    done: Vec<&'static str>,
}

#[derive(Debug)]
struct Row {
    client: MaterialisedClient,
    snapshot: Option<String>,
}

/// How the table behaves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) enum Mood {
    #[default]
    Well,
    Fails,
    Hangs,
}

impl MemoryTable {
    pub(crate) fn set(&self, mood: Mood) {
        self.contents().mood = mood;
    }

    /// The operations since the last call.
    pub(crate) fn done(&self) -> Vec<&'static str> {
        std::mem::take(&mut self.contents().done)
    }

    /// The row of exactly this client.
    pub(crate) fn row(&self, client_id: &str) -> Option<MaterialisedClient> {
        let contents = self.contents();
        let mut rows = contents.rows.iter();
        let row = rows.find(|row| row.client.client_id == client_id);
        row.map(|row| row.client.clone())
    }

    /// Its snapshot.
    pub(crate) fn snapshot(&self, client_id: &str) -> Option<String> {
        let contents = self.contents();
        let mut rows = contents.rows.iter();
        let row = rows.find(|row| row.client.client_id == client_id);
        row.and_then(|row| row.snapshot.clone())
    }

    /// Writes into the snapshot's column what somebody else would.
    pub(crate) fn overwrite(&self, client_id: &str, snapshot: &str) {
        let mut contents = self.contents();
        let mut rows = contents.rows.iter_mut();
        let row = rows.find(|row| row.client.client_id == client_id);
        row.expect("a row").snapshot = Some(snapshot.to_owned());
    }

    async fn begin(&self, operation: &'static str) -> Result<(), TableError> {
        let mood = {
            let mut contents = self.contents();
            contents.done.push(operation);
            contents.mood
        };
        match mood {
            Mood::Well => Ok(()),
            Mood::Fails => Err("the table is away".into()),
            Mood::Hangs => std::future::pending().await,
        }
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap()
    }
}

impl ClientTable for MemoryTable {
    fn save<'a>(&'a self, client: &'a MaterialisedClient) -> BoxFuture<'a, Result<(), TableError>> {
        Box::pin(async move {
            self.begin("save").await?;
            let rows = &mut self.contents().rows;
            let is_it = |row: &Row| row.client.client_id == client.client_id;
            rows.retain(|row| !is_it(row));
            rows.push(Row {
                client: client.clone(),
                snapshot: Some(client.snapshot.clone()),
            });
            Ok(())
        })
    }

    fn load<'a>(&'a self, client_id: &'a str) -> BoxFuture<'a, Result<Option<String>, TableError>> {
        Box::pin(async move {
            self.begin("load").await?;
            let contents = self.contents();
            let mut rows = contents.rows.iter();
            let row = rows.find(|row| row.client.client_id.eq_ignore_ascii_case(client_id));
            Ok(row.and_then(|row| row.snapshot.clone()))
        })
    }

    fn forget<'a>(&'a self, client_id: &'a str) -> BoxFuture<'a, Result<(), TableError>> {
        Box::pin(async move {
            self.begin("forget").await?;
            let rows = &mut self.contents().rows;
            let of_client = rows
                .iter_mut()
                .filter(|row| row.client.client_id == client_id);
            of_client.for_each(|row| row.snapshot = None);
            Ok(())
        })
    }
}

impl RegisteredClients for MemoryTable {
    fn lookup<'a>(
        &'a self,
        client_id: &'a str,
    ) -> BoxFuture<'a, Result<Option<Known>, TableError>> {
        Box::pin(async move {
            let contents = self.contents();
            let mut rows = contents.rows.iter();
            let row = rows.find(|row| row.client.client_id.eq_ignore_ascii_case(client_id));
            Ok(row.map(|row| Known {
                client_id: row.client.client_id.clone(),
                origin: Origin::Cimd,
            }))
        })
    }
}
