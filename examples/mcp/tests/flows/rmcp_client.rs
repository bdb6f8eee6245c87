//! rmcp's own client: discovery, authorize, consent, token, refresh and a tool.

use mcp::visitor::Visitor;

use crate::world::{Known, NAMED, OTHER, World};

#[tokio::test]
async fn it_goes_all_the_way_through_the_consent_page() {
    for auto_consent in [false, true] {
        let world = World::with(auto_consent, &[]).await;
        for (client, host) in [(NAMED, "vscode.dev"), (OTHER, "claude.ai")] {
            let session = visitor(client).authorize(&world.url("/mcp")).await.unwrap();
            let first = session.access_token().await.unwrap();
            session.refresh().await.unwrap();
            assert_ne!(session.access_token().await.unwrap(), first);
            let answer = session.call("whoami").await.unwrap();
            assert!(answer.starts_with(host), "{answer}");
            assert!(answer.contains("mcp:tools"), "{answer}");
        }
    }
}

#[tokio::test]
async fn on_the_second_mount_it_gets_the_scope_of_that_mount() {
    let world = World::new().await;
    let session = visitor(NAMED).authorize(&world.url("/mcp/admin")).await;
    let answer = session.unwrap().call("restart").await.unwrap();
    assert!(answer.contains("mcp:admin"), "{answer}");
    assert!(!answer.contains("mcp:tools"), "{answer}");
}

#[tokio::test]
async fn of_another_host_it_is_refused_on_the_second_mount_and_does_not_start_over() {
    let world = World::new().await;
    let session = visitor(OTHER).authorize(&world.url("/mcp/admin")).await;
    let refused = session
        .unwrap()
        .call("restart")
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("403"), "{refused}");
    assert!(refused.contains("access_denied"), "{refused}");
}

#[tokio::test]
async fn it_gets_no_code_where_the_person_denies() {
    let world = World::with(false, &[]).await;
    let page = world.url(&format!(
        "/authorize?{}",
        crate::world::encode(&NAMED.request())
    ));
    let back = visitor(NAMED).browser.deny(&page).await.unwrap();
    let parameter = |name| crate::world::parameter(&back, name);
    assert_eq!(parameter("error").as_deref(), Some("access_denied"));
    assert_eq!(parameter("state").as_deref(), Some("a state"));
    assert_eq!(parameter("iss").as_deref(), Some(world.running.issuer()));
    assert_eq!(parameter("code"), None);
}

fn visitor(client: Known) -> Visitor {
    Visitor::new(client.client_id, client.redirect_uri).unwrap()
}
