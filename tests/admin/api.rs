//! The shapes of what programs read, as a snapshot.

use serde_json::{Value, json};

use crate::rig::{DESK, Rig};

#[tokio::test]
async fn the_shapes_are_those_of_the_snapshot() {
    let rig = busy().await;
    let client = crate::rig::client(DESK);
    let mut written = String::new();
    for path in [
        "/overview",
        "/clients",
        &client,
        "/refusals",
        "/changes",
        "/orders",
    ] {
        let value = rig.json(&format!("/api{path}")).await;
        written.push_str(&told(&format!("GET /api{path}"), &value));
    }
    for (path, members) in posts() {
        let value = rig
            .post(&format!("/api{path}"), members.clone())
            .await
            .value();
        written.push_str(&told(&format!("POST /api{path} {members}"), &value));
    }
    if std::env::var_os("SNAPSHOT").is_some() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/admin/api.txt");
        std::fs::write(file, &written).unwrap();
    }
    let expected = include_str!("api.txt");
    assert!(
        written == expected,
        "with SNAPSHOT set it is written anew:\n{written}"
    );
}

/// A server on which something of everything has happened.
async fn busy() -> Rig {
    let rig = Rig::with_desk().await;
    rig.publish(DESK, json!({ "client_name": "Desk 2" }));
    rig.post("/api/refresh", json!({ "client_id": DESK })).await;
    let pin = json!({ "client_id": DESK, "use": "last_resort", "days": 30, "why": "audited" });
    rig.post("/api/pin", pin).await;
    let block = json!({ "pattern": "bad.example.com", "why": "leaked keys" });
    rig.post("/api/block", block).await;
    rig.sign_in("https://127.0.0.1/a").await;
    rig.sign_in("https://bad.example.com/a").await;
    rig.post("/api/mode", json!({ "mode": "report", "why": "a trial" }))
        .await;
    rig
}

fn posts() -> [(&'static str, Value); 6] {
    let asked = json!({ "client_id": DESK, "redirect_uri": "https://desk.example.com/no" });
    [
        ("/explain", asked),
        ("/refresh", json!({ "client_id": DESK })),
        ("/unblock", json!({ "pattern": "bad.example.com" })),
        ("/unblock", json!({ "pattern": "bad.example.com" })),
        (
            "/pin",
            json!({ "client_id": DESK, "use": "instead", "days": 0 }),
        ),
        ("/mode", json!({})),
    ]
}

fn told(title: &str, value: &Value) -> String {
    let mut value = value.clone();
    if let Some(accounts) = value.pointer_mut("/budgets/accounts") {
        // With the feature `public-suffix` there are more.
        *accounts = json!("a number");
    }
    let value = serde_json::to_string_pretty(&value).unwrap();
    format!("{title}\n{value}\n\n")
}
