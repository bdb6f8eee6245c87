//! What programs send once a person has allowed them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use retrofit::seed::SECRET;

use crate::script::browser::{CLIENTS, code};
use crate::script::{Player, VERIFIER};
use crate::wire::between;

pub(crate) async fn play(player: &mut Player) {
    for (client, redirect_uri) in CLIENTS {
        for how in ways(client) {
            flow(player, &how, client, redirect_uri).await;
        }
    }
    replay(player).await;
}

/// How a client authenticates: a header field, and what stands in the form.
struct How {
    field: String,
    form: String,
}

fn ways(client: &str) -> Vec<How> {
    let secret: String = form_urlencoded::byte_serialize(SECRET.as_bytes()).collect();
    let way = |field: String, form: String| How { field, form };
    match client {
        "partner" => vec![
            way(basic(&format!("partner:{secret}")), String::new()),
            way(
                basic(&format!("partner:{secret}")),
                "client_id=partner&".into(),
            ),
            way(
                "x-none: 1".into(),
                format!("client_id=partner&client_secret={secret}&"),
            ),
        ],
        _ => vec![
            way("x-none: 1".into(), format!("client_id={client}&")),
            way(
                "x-none: 1".into(),
                format!("client_id={client}&client_secret=&"),
            ),
            way(basic(&encoded(client)), String::new()),
        ],
    }
}

async fn flow(player: &mut Player, how: &How, client: &str, redirect_uri: &str) {
    let code = code(player, client, redirect_uri).await;
    let own = format!("{}grant_type=authorization_code&code={code}", how.form);
    let call = async |player: &mut Player, path: &str, form: &str| {
        player.post(path, &[&how.field], form).await
    };
    for wrong in [
        format!("{own}&redirect_uri={redirect_uri}"),
        format!("{own}&redirect_uri={redirect_uri}&code_verifier=wrong"),
        format!("{own}&redirect_uri=https://evil.example/&code_verifier={VERIFIER}"),
        format!("{own}&code_verifier={VERIFIER}"),
        format!("{own}&redirect_uri={redirect_uri}&code_verifier={VERIFIER}&resource=x"),
    ] {
        call(player, "/token", &wrong).await;
    }
    // With a client_id that is a URL, what is said twice is the layer's to refuse: `replay` compares that.
    if !client.starts_with("https:") {
        let twice = format!("{own}&redirect_uri={redirect_uri}&code={code}");
        call(player, "/token", &twice).await;
    }
    let stolen = format!("{own}&redirect_uri={redirect_uri}&code_verifier={VERIFIER}");
    let stolen = stolen.replace(&how.form, "client_id=nobody&");
    player.post("/token", &[], &stolen).await;

    let right = format!("{own}&redirect_uri={redirect_uri}&code_verifier={VERIFIER}");
    let tokens = call(player, "/token", &right).await;
    let first = member(&tokens, "refresh_token");
    let access = member(&tokens, "access_token");
    introspect(player, &access).await;
    introspect(player, &first).await;

    let refresh =
        |token: &str| format!("{}grant_type=refresh_token&refresh_token={token}", how.form);
    let wide = format!("{}&scope=notes:read+admin", refresh(&first));
    call(player, "/token", &wide).await;
    let narrow = format!("{}&scope=notes:read", refresh(&first));
    let tokens = call(player, "/token", &narrow).await;
    let second = member(&tokens, "refresh_token");

    let revoke = |token: &str| format!("{}token={token}", how.form);
    call(player, "/revoke", &revoke("unknown")).await;
    call(player, "/revoke", &revoke(&access)).await;
    introspect(player, &access).await;
    call(player, "/revoke", &revoke(&second)).await;
    call(player, "/token", &refresh(&second)).await;
}

/// A code that is used twice, and a refresh token: each ends the grant.
async fn replay(player: &mut Player) {
    let (client, redirect_uri) = CLIENTS[0];
    for replayed in ["code", "refresh"] {
        let code = code(player, client, redirect_uri).await;
        let exchange = format!(
            "client_id={client}&grant_type=authorization_code&code={code}\
             &redirect_uri={redirect_uri}&code_verifier={VERIFIER}"
        );
        let tokens = player.post("/token", &[], &exchange).await;
        let first = member(&tokens, "refresh_token");
        let refresh = format!("client_id={client}&grant_type=refresh_token&refresh_token={first}");
        let tokens = player.post("/token", &[], &refresh).await;
        let second = member(&tokens, "refresh_token");
        let again = if replayed == "code" {
            &exchange
        } else {
            &refresh
        };
        let refused = player.post("/token", &[], again).await;
        assert!(refused.contains("used before"), "{refused}");
        let refresh = format!("client_id={client}&grant_type=refresh_token&refresh_token={second}");
        let refused = player.post("/token", &[], &refresh).await;
        assert!(refused.contains("invalid_grant"), "{refused}");
    }
}

async fn introspect(player: &mut Player, token: &str) {
    let partner = basic(&format!("partner:{}", encoded_secret()));
    player
        .post("/introspect", &[&partner], &format!("token={token}"))
        .await;
}

fn member(answer: &str, name: &str) -> String {
    let value = between(answer, &format!("\"{name}\":\""), &['"']).to_owned();
    assert!(!value.is_empty(), "{name} in {answer}");
    value
}

fn basic(joined: &str) -> String {
    format!("authorization: Basic {}", STANDARD.encode(joined))
}

fn encoded(client: &str) -> String {
    let id: String = form_urlencoded::byte_serialize(client.as_bytes()).collect();
    format!("{id}:")
}

fn encoded_secret() -> String {
    form_urlencoded::byte_serialize(SECRET.as_bytes()).collect()
}
