//! Who sits at which browser.

use sqlx::SqlitePool;

use crate::clock::Clock;
use crate::random::{Random, hash};

/// The table `sessions`.
#[derive(Clone, Debug)]
pub(crate) struct Sessions(pub(crate) SqlitePool, pub(crate) (Clock, Random));

/// One browser in which somebody has signed in.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The hash of the cookie's value.
    pub(crate) hash: String,
    /// What the forms of its pages carry, so that no other site can send them.
    pub(crate) csrf: String,
    pub(crate) user: i64,
}

impl Sessions {
    /// Begins a session, and returns the value of its cookie. Those that are over are forgotten.
    pub(crate) async fn begin(&self, user: i64) -> Result<String, sqlx::Error> {
        let Sessions(pool, (clock, random)) = self;
        sqlx::query("DELETE FROM sessions WHERE expires <= ?")
            .bind(clock.now())
            .execute(pool)
            .await?;
        let cookie = random.text();
        sqlx::query("INSERT INTO sessions (hash, csrf, user, expires) VALUES (?, ?, ?, ?)")
            .bind(hash(&cookie))
            .bind(self.csrf())
            .bind(user)
            .bind(clock.now() + LIFETIME)
            .execute(pool)
            .await?;
        Ok(cookie)
    }

    /// What a form may carry.
    pub(crate) fn csrf(&self) -> String {
        let Sessions(_, (_, random)) = self;
        random.text()
    }

    /// The session of a cookie, while it lasts.
    pub(crate) async fn find(&self, cookie: &str) -> Result<Option<Session>, sqlx::Error> {
        let Sessions(pool, (clock, _)) = self;
        let row: Option<(String, String, i64)> =
            sqlx::query_as("SELECT hash, csrf, user FROM sessions WHERE hash = ? AND expires > ?")
                .bind(hash(cookie))
                .bind(clock.now())
                .fetch_optional(pool)
                .await?;
        Ok(row.map(|(hash, csrf, user)| Session { hash, csrf, user }))
    }
}

/// A working day.
const LIFETIME: i64 = 8 * 3600;
