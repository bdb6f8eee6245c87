//! Who sits at which browser.

use sqlx::SqlitePool;

use crate::clock::Clock;
use crate::random::{Random, hash};

/// The table `sessions`.
#[derive(Clone, Debug)]
pub(crate) struct Sessions(pub(crate) SqlitePool, pub(crate) (Clock, Random));

/// One browser, signed in or not.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// The hash of the cookie's value.
    pub(crate) hash: String,
    /// What the forms of its pages carry, so that no other site can send them.
    pub(crate) csrf: String,
    pub(crate) user: Option<i64>,
}

impl Sessions {
    /// Begins a session, and returns it with the value of its cookie.
    pub(crate) async fn begin(&self, user: Option<i64>) -> Result<(Session, String), sqlx::Error> {
        let Sessions(pool, (clock, random)) = self;
        let (cookie, csrf) = (random.text(), random.text());
        let hash = hash(&cookie);
        sqlx::query("INSERT INTO sessions (hash, csrf, user, expires) VALUES (?, ?, ?, ?)")
            .bind(&hash)
            .bind(&csrf)
            .bind(user)
            .bind(clock.now() + LIFETIME)
            .execute(pool)
            .await?;
        Ok((Session { hash, csrf, user }, cookie))
    }

    /// The session of a cookie, while it lasts.
    pub(crate) async fn find(&self, cookie: &str) -> Result<Option<Session>, sqlx::Error> {
        let Sessions(pool, (clock, _)) = self;
        let row: Option<(String, String, Option<i64>)> =
            sqlx::query_as("SELECT hash, csrf, user FROM sessions WHERE hash = ? AND expires > ?")
                .bind(hash(cookie))
                .bind(clock.now())
                .fetch_optional(pool)
                .await?;
        Ok(row.map(|(hash, csrf, user)| Session { hash, csrf, user }))
    }

    /// Ends a session, and whatever waits in it.
    pub(crate) async fn end(&self, session: &Session) -> Result<(), sqlx::Error> {
        sqlx::query("DELETE FROM sessions WHERE hash = ?")
            .bind(&session.hash)
            .execute(&self.0)
            .await?;
        Ok(())
    }
}

/// A working day.
const LIFETIME: i64 = 8 * 3600;
