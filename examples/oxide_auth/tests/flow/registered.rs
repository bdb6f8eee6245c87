//! A client that the server knew before.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::rig::{OUR_CALLBACK, REGISTERED, Rig, SECRET, VERIFIER};

#[tokio::test]
async fn it_still_works_and_nothing_is_fetched_for_it() {
    let rig = Rig::new();
    let page = rig.authorize(REGISTERED, OUR_CALLBACK, "everything").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let code = rig.agree(&page).await.parameter("code").unwrap();
    let exchange = |code: String, secret: &str| {
        let credentials = STANDARD.encode(format!("{REGISTERED}:{secret}"));
        let rig = &rig;
        async move {
            let pairs = [
                ("grant_type", "authorization_code"),
                ("redirect_uri", OUR_CALLBACK),
                ("code_verifier", VERIFIER),
                ("code", &code),
            ];
            rig.token(&pairs, Some(&credentials)).await
        }
    };
    let wrong = exchange(code.clone(), "another secret").await;
    assert_eq!(wrong.status, 401, "{}", wrong.body);
    let answer = exchange(code, SECRET).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["scope"], "everything");
    assert_eq!(rig.network.fetches(), 0);
}
