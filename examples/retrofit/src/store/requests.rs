//! Authorization requests that wait for a person.

use sqlx::SqlitePool;

use crate::asked::Asked;
use crate::clock::Clock;
use crate::random::Random;
use crate::store::sessions::Session;

/// The table `requests`. What was checked is kept here and not in the page, so that the form of the page
/// cannot change it.
#[derive(Clone, Debug)]
pub(crate) struct Requests(pub(crate) SqlitePool, pub(crate) (Clock, Random));

impl Requests {
    /// Keeps a request for the session that made it, and returns its id. Those that nobody answered are
    /// forgotten.
    pub(crate) async fn keep(
        &self,
        asked: &Asked,
        session: &Session,
    ) -> Result<String, sqlx::Error> {
        let Requests(pool, (clock, random)) = self;
        sqlx::query("DELETE FROM requests WHERE expires <= ?")
            .bind(clock.now())
            .execute(pool)
            .await?;
        let id = random.text();
        sqlx::query("INSERT INTO requests (id, session, asked, expires) VALUES (?, ?, ?, ?)")
            .bind(&id)
            .bind(&session.hash)
            .bind(asked.to_json())
            .bind(clock.now() + LIFETIME)
            .execute(pool)
            .await?;
        Ok(id)
    }

    /// Hands a request out, once, to the session that made it.
    pub(crate) async fn take(
        &self,
        id: &str,
        session: &Session,
    ) -> Result<Option<Asked>, sqlx::Error> {
        let Requests(pool, (clock, _)) = self;
        let row: Option<(String,)> = sqlx::query_as(
            "DELETE FROM requests WHERE id = ? AND session = ? AND expires > ? RETURNING asked",
        )
        .bind(id)
        .bind(&session.hash)
        .bind(clock.now())
        .fetch_optional(pool)
        .await?;
        row.map(|(asked,)| Asked::from_json(&asked)).transpose()
    }
}

/// Long enough to read a page and to be called away from it.
const LIFETIME: i64 = 600;
