//! What people have allowed.

use sqlx::SqlitePool;

use crate::asked::Asked;
use crate::random::Random;

/// The table `grants`.
#[derive(Clone, Debug)]
pub(crate) struct Grants(pub(crate) SqlitePool, pub(crate) Random);

/// What one person has allowed one client.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) id: String,
    pub(crate) user: i64,
    pub(crate) asked: Asked,
}

impl Grants {
    pub(crate) async fn add(&self, user: i64, asked: Asked) -> Result<Grant, sqlx::Error> {
        let Grants(pool, random) = self;
        let id = random.text();
        sqlx::query("INSERT INTO grants (id, user, asked) VALUES (?, ?, ?)")
            .bind(&id)
            .bind(user)
            .bind(asked.to_json())
            .execute(pool)
            .await?;
        Ok(Grant { id, user, asked })
    }

    /// A grant that stands.
    pub(crate) async fn find(&self, id: &str) -> Result<Option<Grant>, sqlx::Error> {
        let row: Option<(i64, String)> =
            sqlx::query_as("SELECT user, asked FROM grants WHERE id = ? AND revoked = 0")
                .bind(id)
                .fetch_optional(&self.0)
                .await?;
        row.map(|(user, asked)| {
            Ok(Grant {
                id: id.to_owned(),
                user,
                asked: Asked::from_json(&asked)?,
            })
        })
        .transpose()
    }

    /// Ends a grant, with every token that came of it.
    pub(crate) async fn revoke(&self, id: &str) -> Result<(), sqlx::Error> {
        sqlx::query("UPDATE grants SET revoked = 1 WHERE id = ?")
            .bind(id)
            .execute(&self.0)
            .await?;
        Ok(())
    }
}
