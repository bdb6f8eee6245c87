//! Who signs in, and who does not.

use retrofit::seed::{PASSWORD, USER};

use crate::visitor::encode;
use crate::world::{SITE, World};

#[tokio::test]
async fn whoever_signs_in_comes_back_to_the_request_and_nowhere_else() {
    let world = World::new().await;
    let request = format!("/authorize?{}", encode(&SITE.request()));
    for (return_to, back) in [
        (request.as_str(), request.as_str()),
        ("https://evil.example/authorize?", "/authorize"),
        ("//evil.example/authorize?x", "/authorize"),
        ("/authorize@evil.example", "/authorize"),
        ("/consent", "/authorize"),
    ] {
        let mut visitor = world.visitor();
        let page = visitor.open("/login").await.unwrap();
        let fields = [
            ("name", USER),
            ("password", PASSWORD),
            ("return_to", return_to),
        ];
        let answer = visitor.submit("/login", &page, &fields).await.unwrap();
        assert_eq!(answer.location.as_deref(), Some(back), "{answer:?}");
    }
}

#[tokio::test]
async fn a_wrong_name_or_password_shows_the_page_again() {
    let world = World::new().await;
    for (name, password) in [(USER, "wrong"), ("nobody", PASSWORD), (USER, ""), ("", "")] {
        let mut visitor = world.visitor();
        let page = visitor.open("/login").await.unwrap();
        let fields = [("name", name), ("password", password)];
        let answer = visitor.submit("/login", &page, &fields).await.unwrap();
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(answer.body.contains("That is not a name and its password."));
        let request = format!("/authorize?{}", encode(&SITE.request()));
        let to = visitor
            .open(&request)
            .await
            .unwrap()
            .location
            .unwrap_or_default();
        assert!(to.starts_with("/login"), "{to}");
    }
}

#[tokio::test]
async fn nobody_signs_another_one_in() {
    let world = World::new().await;
    let own = world.visitor().open("/login").await.unwrap();
    let fields = [("name", USER), ("password", PASSWORD)];
    let mut victim = world.visitor();
    let without_a_cookie = victim.submit("/login", &own, &fields).await.unwrap();
    assert_eq!(without_a_cookie.status, 400, "{without_a_cookie:?}");
    victim.open("/login").await.unwrap();
    let with_another = victim.submit("/login", &own, &fields).await.unwrap();
    assert_eq!(with_another.status, 400, "{with_another:?}");
    let empty = world.post("/login", &fields).await;
    assert_eq!(empty.status, 400, "{empty:?}");
}

#[tokio::test]
async fn a_session_ends_with_the_working_day() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    visitor.authorize(&SITE.request()).await.unwrap();
    let request = format!("/authorize?{}", encode(&SITE.request()));
    assert_eq!(visitor.open(&request).await.unwrap().status, 200);
    world.clock.advance(8 * 3600);
    let to = visitor.open(&request).await.unwrap().location;
    assert!(to.unwrap_or_default().starts_with("/login"));
}

/// Strangers open pages as often as they like, and what is over is not kept.
#[tokio::test]
async fn the_database_holds_what_people_did_and_for_as_long_as_it_counts() {
    let world = World::new().await;
    let rows = async || {
        let mut rows = Vec::new();
        for count in [
            "SELECT count(*) FROM sessions",
            "SELECT count(*) FROM requests",
            "SELECT count(*) FROM tokens",
        ] {
            let (count,): (i64,) = sqlx::query_as(count)
                .fetch_one(&world.database)
                .await
                .unwrap();
            rows.push(count);
        }
        rows
    };
    let mut visitor = world.visitor();
    visitor.open("/login").await.unwrap();
    visitor
        .open(&format!("/authorize?{}", encode(&SITE.request())))
        .await
        .unwrap();
    assert_eq!(rows().await, [0, 0, 0]);

    world.visitor().authorize(&SITE.request()).await.unwrap();
    world.tokens(SITE).await;
    assert_eq!(rows().await, [2, 1, 3]);
    world.clock.advance(31 * 24 * 3600);
    world.tokens(SITE).await;
    assert_eq!(rows().await, [1, 0, 3]);
}
