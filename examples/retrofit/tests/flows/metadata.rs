//! What the server says of itself.

use serde_json::Value;

use crate::world::World;

#[tokio::test]
async fn it_says_that_it_takes_urls_and_what_is_true_of_them() {
    let world = World::new().await;
    let mut visitor = world.visitor();
    let answer = visitor
        .open("/.well-known/oauth-authorization-server")
        .await;
    let metadata: Value = serde_json::from_str(&answer.unwrap().body).unwrap();
    assert_eq!(metadata["client_id_metadata_document_supported"], true);
    assert_eq!(
        metadata["token_endpoint_auth_methods_supported"],
        serde_json::json!([
            "none",
            "private_key_jwt",
            "client_secret_basic",
            "client_secret_post"
        ])
    );
    // Both were true before: `proof_keys` and `all_the_way` hold the server to them.
    assert_eq!(
        metadata["code_challenge_methods_supported"],
        serde_json::json!(["S256"])
    );
    assert_eq!(
        metadata["authorization_response_iss_parameter_supported"],
        true
    );
}
