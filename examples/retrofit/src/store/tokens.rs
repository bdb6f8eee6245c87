//! Codes, access tokens and refresh tokens.

use sqlx::SqlitePool;

use crate::clock::Clock;
use crate::random::{Random, hash};
use crate::store::grants::Grant;

/// The table `tokens`.
#[derive(Clone, Debug)]
pub(crate) struct Tokens(pub(crate) SqlitePool, pub(crate) (Clock, Random));

/// A row of the table; what it is a hash of, only its holder knows.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) hash: String,
    pub(crate) kind: Kind,
    pub(crate) grant: String,
    pub(crate) scope: String,
    pub(crate) expires: i64,
    pub(crate) used: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Code,
    Access,
    Refresh,
}

impl Tokens {
    /// Issues a token, and returns what its holder presents. Those that have expired are forgotten.
    pub(crate) async fn issue(
        &self,
        kind: Kind,
        grant: &Grant,
        scope: &str,
    ) -> Result<String, sqlx::Error> {
        let Tokens(pool, (clock, random)) = self;
        sqlx::query("DELETE FROM tokens WHERE expires <= ?")
            .bind(clock.now())
            .execute(pool)
            .await?;
        let text = random.text();
        sqlx::query(
            "INSERT INTO tokens (hash, kind, of_grant, scope, expires) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(hash(&text))
        .bind(kind.name())
        .bind(&grant.id)
        .bind(scope)
        .bind(clock.now() + kind.lifetime())
        .execute(pool)
        .await?;
        Ok(text)
    }

    /// A token that has not expired; one that was used is found, too.
    pub(crate) async fn find(&self, text: &str) -> Result<Option<Token>, sqlx::Error> {
        let Tokens(pool, (clock, _)) = self;
        let row: Option<(String, String, String, String, i64, bool)> = sqlx::query_as(
            "SELECT hash, kind, of_grant, scope, expires, used FROM tokens \
             WHERE hash = ? AND expires > ?",
        )
        .bind(hash(text))
        .bind(clock.now())
        .fetch_optional(pool)
        .await?;
        Ok(row.map(|(hash, kind, grant, scope, expires, used)| Token {
            hash,
            kind: Kind::named(&kind),
            grant,
            scope,
            expires,
            used,
        }))
    }

    /// Uses a token up; `false` where that has been done. Of two requests at once, one does it.
    pub(crate) async fn spend(&self, token: &Token) -> Result<bool, sqlx::Error> {
        let spent = sqlx::query("UPDATE tokens SET used = 1 WHERE hash = ? AND used = 0")
            .bind(&token.hash)
            .execute(&self.0)
            .await?;
        Ok(spent.rows_affected() == 1)
    }
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Code => "code",
            Kind::Access => "access",
            Kind::Refresh => "refresh",
        }
    }

    fn named(name: &str) -> Self {
        match name {
            "code" => Kind::Code,
            "access" => Kind::Access,
            _ => Kind::Refresh,
        }
    }

    /// In seconds.
    pub(crate) const fn lifetime(self) -> i64 {
        match self {
            // RFC 6749 §4.1.2 recommends ten minutes at most.
            Kind::Code => 60,
            Kind::Access => 300,
            Kind::Refresh => 30 * 24 * 3600,
        }
    }
}
