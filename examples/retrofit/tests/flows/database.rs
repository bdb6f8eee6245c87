//! A database that cannot be asked: nobody may take a registered client for an unknown one.

use std::path::PathBuf;
use std::time::SystemTime;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::world::{SITE, VERIFIER, World};

#[tokio::test]
async fn a_locked_database_is_503_and_no_fetch() {
    let file = Scratch::new("locked");
    let world = World::over(Some(file.path())).await;
    let options = SqliteConnectOptions::new().filename(file.path());
    let mut other = options.connect().await.unwrap();
    sqlx::raw_sql("BEGIN EXCLUSIVE")
        .execute(&mut other)
        .await
        .unwrap();
    refuses(&world).await;

    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    other.close().await.unwrap();
    world.tokens(SITE).await;
    assert_eq!(world.network.fetches(), 1);
}

#[tokio::test]
async fn a_database_that_is_overwritten_is_503_and_no_fetch() {
    let file = Scratch::new("overwritten");
    let world = World::over(Some(file.path())).await;
    std::fs::write(file.path(), [0x55; 65_536]).unwrap();
    refuses(&world).await;
}

#[tokio::test]
async fn a_database_without_its_table_is_503_and_no_fetch() {
    let world = World::new().await;
    sqlx::raw_sql("DROP TABLE clients")
        .execute(&world.database)
        .await
        .unwrap();
    refuses(&world).await;
}

#[tokio::test]
async fn a_database_that_is_gone_is_503_and_no_fetch() {
    let world = World::new().await;
    world.database.close().await;
    refuses(&world).await;
}

/// Whether a document is in the cache or not.
#[tokio::test]
async fn a_client_that_was_resolved_before_is_refused_as_well() {
    let world = World::new().await;
    world.tokens(SITE).await;
    world.database.close().await;
    let refused = world.redeem(SITE, "x", VERIFIER).await;
    assert_eq!(refused.status, 503, "{refused:?}");
    assert_eq!(world.network.fetches(), 1);
}

/// On each leg.
async fn refuses(world: &World) {
    let page = world.visitor().authorize(&SITE.request()).await.unwrap();
    assert_eq!(page.status, 503, "{page:?}");
    let redeemed = world.redeem(SITE, "x", VERIFIER).await;
    assert_eq!(redeemed.status, 503, "{redeemed:?}");
    let refreshed = world.post("/token", &SITE.renewal("x")).await;
    assert_eq!(refreshed.status, 503, "{refreshed:?}");
    let revoked = world.revoke(SITE, "x").await;
    assert_eq!(revoked.status, 503, "{revoked:?}");
    // The table's own are answered so by the server itself, as before.
    let form = [("client_id", "reader"), ("grant_type", "refresh_token")];
    let reader = world.post("/token", &form).await;
    assert_eq!(reader.status, 503, "{reader:?}");
    assert_eq!(world.network.fetches(), 0);
}

/// A file for one test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let now = SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos();
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        Scratch(folder.join(format!("{name}-{now}.sqlite")))
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
