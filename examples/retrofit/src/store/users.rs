//! The people who have an account.

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use sqlx::SqlitePool;

/// The table `users`.
#[derive(Clone, Debug)]
pub(crate) struct Users(pub(crate) SqlitePool);

impl Users {
    /// Who signs in with this name and password.
    pub(crate) async fn sign_in(
        &self,
        name: &str,
        password: &str,
    ) -> Result<Option<i64>, sqlx::Error> {
        let row: Option<(i64, String)> =
            sqlx::query_as("SELECT id, password FROM users WHERE name = ?")
                .bind(name)
                .fetch_optional(&self.0)
                .await?;
        let password = password.to_owned();
        let checked = tokio::task::spawn_blocking(move || match row {
            Some((user, stored)) => fits(&password, &stored).then_some(user),
            // A name that nobody has takes as long as a wrong password.
            None => hash(&password, "nobody").and(None),
        });
        Ok(checked.await.unwrap_or_default())
    }

    /// The name of a user.
    pub(crate) async fn name(&self, user: i64) -> Result<String, sqlx::Error> {
        let (name,) = sqlx::query_as("SELECT name FROM users WHERE id = ?")
            .bind(user)
            .fetch_one(&self.0)
            .await?;
        Ok(name)
    }
}

fn fits(password: &str, stored: &str) -> bool {
    let stored = PasswordHash::new(stored);
    let verified =
        stored.and_then(|stored| Argon2::default().verify_password(password.as_bytes(), &stored));
    verified.is_ok()
}

/// How a password is stored: as what takes long to guess.
pub(crate) fn hash(password: &str, salt: &str) -> Option<String> {
    let salt = SaltString::encode_b64(salt.as_bytes()).ok()?;
    let hash = Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .ok()?;
    Some(hash.to_string())
}
