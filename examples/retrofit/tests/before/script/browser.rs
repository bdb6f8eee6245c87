//! What a browser brings to the authorization endpoint, with somebody signed in.

use crate::script::{PKCE, Player};
use crate::wire::between;

pub(crate) async fn play(player: &mut Player) {
    for rest in WRONG {
        let query = format!("client_id=reader&redirect_uri=https://reader.example/callback{rest}");
        player.open(&format!("/authorize?{query}")).await;
        player.submit("/authorize", &query).await;
    }
    for (client, redirect_uri) in CLIENTS {
        let query = request(client, redirect_uri);
        let page = player.open(&format!("/authorize?{query}")).await;
        assert!(page.contains("Allow <bdi>"), "{page}");
        let page = player.submit("/authorize", &query).await;
        answer(player, &page, "deny").await;
        answer(player, &page, "allow").await;
    }
    let forged = "csrf=x&request=y&answer=allow";
    player.submit("/consent", forged).await;
}

/// The form of a consent page, sent with this answer.
pub(crate) async fn answer(player: &mut Player, page: &str, answer: &str) -> String {
    let csrf = between(page, "name=csrf value=\"", &['"']);
    let request = between(page, "name=request value=\"", &['"']);
    let form = format!("csrf={csrf}&request={request}&answer={answer}");
    player.submit("/consent", &form).await
}

/// A request with nothing wrong.
pub(crate) fn request(client: &str, redirect_uri: &str) -> String {
    format!("response_type=code&client_id={client}&redirect_uri={redirect_uri}&state=a%26b&{PKCE}")
}

/// A code for a client.
pub(crate) async fn code(player: &mut Player, client: &str, redirect_uri: &str) -> String {
    let query = request(client, redirect_uri);
    let page = player.open(&format!("/authorize?{query}")).await;
    let back = answer(player, &page, "allow").await;
    let code = between(&back, "code=", &['&', '\r']).to_owned();
    assert!(!code.is_empty(), "{back}");
    code
}

/// As they are written in a query.
pub(crate) const CLIENTS: [(&str, &str); 6] = [
    ("reader", "https://reader.example/callback"),
    ("reader", "com.example.reader:/callback"),
    ("partner", "https://calendar.example/callback"),
    (
        "partner",
        "https%3A%2F%2Fcalendar.example%2Fstaging%3Fenv%3D2",
    ),
    (
        "https://wiki.example.com/",
        "https://wiki.example.com/callback",
    ),
    ("notes-cli", "http://127.0.0.1:7890/callback"),
];

const WRONG: &[&str] = &[
    "",
    "&response_type=token",
    "&response_type=code",
    "&response_type=code&code_challenge=x",
    "&response_type=code&code_challenge=x&code_challenge_method=plain",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&scope=notes:write",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&scope=%20",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&scope=admin",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&resource=https://other.example",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&resource=a&resource=b",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&request=jwt",
    "&response_type=code&code_challenge=x&code_challenge_method=S256&prompt=none",
    "&response_type=code&state=<script>alert(1)</script>",
];
