//! Somebody signs in.

use retrofit::seed::{PASSWORD, USER};

use crate::script::Player;
use crate::wire::between;

pub(crate) async fn play(player: &mut Player) {
    player.open("/login").await;
    player.open("/login?return_to=https://evil.example/").await;
    let page = player
        .open("/login?return_to=/authorize?client_id=reader")
        .await;
    let csrf = between(&page, "name=csrf value=\"", &['"']).to_owned();
    player.submit("/login", "name=ada&password=lovelace").await;
    player
        .submit("/login", "csrf=x&name=ada&password=lovelace")
        .await;
    let wrong = format!("csrf={csrf}&name=ada&password=wrong");
    let page = player.submit("/login", &wrong).await;
    let csrf = between(&page, "name=csrf value=\"", &['"']).to_owned();
    let nobody = format!("csrf={csrf}&name=nobody&password={PASSWORD}");
    let page = player.submit("/login", &nobody).await;
    let csrf = between(&page, "name=csrf value=\"", &['"']).to_owned();
    let right = format!("csrf={csrf}&name={USER}&password={PASSWORD}");
    let answer = player.submit("/login", &right).await;
    assert!(answer.contains("location: /authorize\r\n"), "{answer}");
}
