//! The database: one file for each table.

pub(crate) mod clients;
pub(crate) mod users;
pub(crate) mod sessions;
pub(crate) mod requests;
pub(crate) mod grants;
pub(crate) mod tokens;

use std::time::Duration;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

/// Whatever went wrong, for a person to read.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Opens the database at `path`, or one in memory, with its tables.
///
/// # Errors
///
/// Where there is no such place, or something else stands there.
pub async fn open(path: Option<&str>) -> Result<SqlitePool, Failure> {
    let options = match path {
        Some(path) => SqliteConnectOptions::new().filename(path),
        None => SqliteConnectOptions::new().in_memory(true),
    };
    let options = options.create_if_missing(true).foreign_keys(true);
    // A database in memory is its one connection's own, so that this one has to stay. In a file it is
    // enough as well: SQLite lets one write at a time.
    let pool = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.busy_timeout(PATIENCE))
        .await?;
    sqlx::raw_sql(include_str!("schema.sql"))
        .execute(&pool)
        .await?;
    Ok(pool)
}

/// How long a request waits for a database that somebody else has locked.
const PATIENCE: Duration = Duration::from_millis(500);
