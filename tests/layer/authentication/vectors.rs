//! The rows of `client_assertions.jsonl` that are about a form.

use serde_json::Value;

use super::{World, refused};

const ROWS: &str = include_str!("../../vectors/client_assertions.jsonl");

#[tokio::test]
async fn an_assertion_of_another_type_is_refused() {
    let rows = ROWS.lines().map(|row| serde_json::from_str(row).unwrap());
    let mut seen = 0;
    for row in rows.filter(|row: &Value| row.get("params").is_some()) {
        let parameters = row["params"].as_object().unwrap();
        let parameters: Vec<_> = parameters
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
            .collect();
        check(&parameters, row["expect"].as_str().unwrap()).await;
        seen += 1;
    }
    assert_eq!(seen, 3);
}

/// With the row's assertion, and with one that is in order but for its type.
async fn check(parameters: &[(&str, &str)], expected: &str) {
    let world = World::new();
    let assertion = world.assertion();
    let replaced = parameters.iter().map(|&(name, value)| match name {
        "client_assertion" => (name, assertion.as_str()),
        _ => (name, value),
    });
    for parameters in [parameters.to_vec(), replaced.collect()] {
        let answer = world.token(&parameters).await;
        assert!(expected.split('/').any(|error| error == answer.error()));
        refused(&answer, 400, "invalid_client", "request.assertion_type");
    }
}
