//! A company with one user and some clients.

use sqlx::SqlitePool;

use crate::random::{Random, hash};
use crate::store::users;

/// Puts them into an empty database: ada, who signs in with [`PASSWORD`], and clients of each kind.
///
/// # Errors
///
/// Those of the database.
pub async fn seed(database: &SqlitePool, random: &Random) -> Result<(), sqlx::Error> {
    let there = sqlx::query("SELECT 1 FROM users").fetch_optional(database);
    if there.await?.is_some() {
        return Ok(());
    }
    sqlx::query("INSERT INTO users (name, password) VALUES (?, ?)")
        .bind(USER)
        .bind(users::hash(PASSWORD, &random.text()))
        .execute(database)
        .await?;
    for (id, name, secret, redirect_uris, scope, notice) in CLIENTS {
        sqlx::query(
            "INSERT INTO clients (id, name, secret, redirect_uris, scope, notice) \
             VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(id)
        .bind(name)
        .bind(secret.map(hash))
        .bind(redirect_uris)
        .bind(scope)
        .bind(notice)
        .execute(database)
        .await?;
    }
    Ok(())
}

/// Who has an account.
pub const USER: &str = "ada";

/// Her password.
pub const PASSWORD: &str = "lovelace";

/// The secret of the client `partner`.
pub const SECRET: &str = "a secret, with: signs & spaces";

type Row = (
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
    &'static str,
    Option<&'static str>,
);

const CLIENTS: [Row; 3] = [
    (
        "partner",
        "Partner Calendar",
        Some(SECRET),
        "https://calendar.example/callback https://calendar.example/staging?env=2",
        "notes:read notes:write",
        Some("It is run by Partner Inc., not by us."),
    ),
    (
        "reader",
        "Notes Reader",
        None,
        "https://reader.example/callback com.example.reader:/callback",
        "notes:read",
        None,
    ),
    // Registered by hand, years ago, under a name that happens to be a URL.
    (
        "https://wiki.example.com/",
        "Company Wiki",
        None,
        "https://wiki.example.com/callback",
        "notes:read",
        None,
    ),
];
