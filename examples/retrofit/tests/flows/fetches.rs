//! What makes the server fetch, and what does not.

use retrofit::seed;

use crate::world::{SITE, World};

#[tokio::test]
async fn one_flow_is_one_fetch() {
    let world = World::new().await;
    let tokens = world.tokens(SITE).await;
    world.refresh(SITE, &tokens).await;
    assert_eq!(world.network.fetches(), 1);
}

#[tokio::test]
async fn revocation_and_introspection_fetch_nothing() {
    let world = World::new().await;
    let tokens = world.tokens(SITE).await;
    let fetches = world.network.fetches();
    world.resolver.forget(SITE.id);
    let refresh = tokens.member("refresh_token").unwrap();
    let refused = world.revoke(SITE, &refresh).await;
    assert!(refused.status >= 400, "{refused:?}");
    let form = [("client_id", SITE.id), ("token", refresh.as_str())];
    let refused = world.post("/introspect", &form).await;
    assert_eq!(refused.status, 401, "{refused:?}");
    assert_eq!(world.network.fetches(), fetches);
}

#[tokio::test]
async fn clients_of_the_table_are_never_looked_for_elsewhere() {
    let world = World::new().await;
    let visitor = world.visitor();
    let form = [("grant_type", "refresh_token"), ("refresh_token", "x")];
    for id in [
        "partner",
        "reader",
        "notes-cli",
        "https://wiki.example.com/",
        "nobody",
    ] {
        let own = [&form[..], &[("client_id", id)]].concat();
        visitor.call("/token", &own, None).await.unwrap();
        visitor
            .call("/token", &form, Some((id, seed::SECRET)))
            .await
            .unwrap();
    }
    assert_eq!(world.network.fetches(), 0);
}

/// What the layer does not read is not resolved, and what is not resolved is nobody.
#[tokio::test]
async fn a_request_in_another_shape_finds_no_client() {
    let world = World::new().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for content_type in [
        "application/json",
        "text/plain",
        "multipart/form-data; boundary=b",
    ] {
        for path in ["/token", "/authorize", "/revoke"] {
            let answer = http
                .post(format!("{}{path}", world.issuer))
                .header("content-type", content_type)
                .body(crate::visitor::encode(&SITE.request()));
            let answer = answer.send().await.unwrap();
            assert_eq!(answer.status(), 415, "{path} {content_type}");
        }
    }
    let coded = http
        .post(format!("{}/token", world.issuer))
        .header("content-type", "application/x-www-form-urlencoded")
        .header("content-encoding", "identity")
        .body(crate::visitor::encode(&SITE.renewal("x")));
    assert!(coded.send().await.unwrap().status().is_client_error());
    let head = http.head(format!(
        "{}/authorize?{}",
        world.issuer,
        crate::visitor::encode(&SITE.request())
    ));
    assert!(head.send().await.unwrap().status().as_u16() >= 400);
    assert_eq!(world.network.fetches(), 0);
}
