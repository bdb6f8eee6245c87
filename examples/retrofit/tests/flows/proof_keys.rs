//! PKCE, of which the metadata says that it is done (T14).

use crate::world::{DESK, SITE, VERIFIER, World, with};

#[tokio::test]
async fn a_wrong_verifier_is_refused_and_burns_nothing() {
    for client in [DESK, SITE] {
        let world = World::new().await;
        let code = world.code(client).await;
        let long = format!("{VERIFIER}x");
        for wrong in [
            "wrong",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
            &long,
        ] {
            let refused = world.redeem(client, &code, wrong).await;
            assert_eq!(refused.status, 400, "{refused:?}");
            assert!(refused.member("access_token").is_none());
        }
        let form = client.exchange(&code, VERIFIER);
        let without = with(&form, "code_verifier", "");
        assert_eq!(world.post("/token", &without).await.status, 400);
        let right = world.redeem(client, &code, VERIFIER).await;
        assert_eq!(right.status, 200, "{right:?}");
    }
}

#[tokio::test]
async fn a_request_without_s256_gets_no_code() {
    let world = World::new().await;
    let request = SITE.request();
    for (name, value) in [
        ("code_challenge", ""),
        ("code_challenge_method", ""),
        ("code_challenge_method", "plain"),
    ] {
        let mut visitor = world.visitor();
        let refused = visitor
            .authorize(&with(&request, name, value))
            .await
            .unwrap();
        let error = refused.parameter("error").or(refused.member("error"));
        let is_page = refused.body.contains("invalid_request");
        assert!(
            is_page || error.as_deref() == Some("invalid_request"),
            "{refused:?}"
        );
        assert!(refused.parameter("code").is_none());
    }
}
