//! What a stranger publishes is text, and nothing else.

use fantoccini::{Client, Locator};

use crate::accessible::{open, pages};
use crate::browser::{JavaScript, drive};
use crate::world::HOSTILE;

#[tokio::test(flavor = "multi_thread")]
async fn a_hostile_document_is_shown_and_does_nothing() {
    drive(JavaScript::On, |client, world| async move {
        world.order().await;
        for page in pages(&world) {
            // An alert would fail each command that follows.
            open(&client, &page).await;
            assert_eq!(made_of_strangers_text(&client).await, 0, "{page}");
        }
        client.goto(&world.client(HOSTILE)).await.unwrap();
        let main = client.find(Locator::Css("main")).await.unwrap();
        let shown = main.text().await.unwrap();
        for text in [
            "<script>window.pwned=1;alert(1)</script>",
            "javascript:window.pwned=1",
            "U+202E",
        ] {
            assert!(shown.contains(text), "{text}: {shown}");
        }
        assert!(
            !shown.contains('\u{202e}'),
            "the direction is shown and not followed"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_stands_behind_the_escaping() {
    drive(JavaScript::On, |client, world| async move {
        client.goto(&world.at("overview")).await.unwrap();
        // As if a text had come through: elements that the parser makes are held to the policy.
        let inject = "const main = document.querySelector('main');
            main.innerHTML = '<img src=x onerror=\"window.pwned=1\"><p style=\"color:red\" id=styled>a</p>';
            const script = document.createElement('script');
            script.textContent = 'window.pwned=1';
            main.append(script);
            return getComputedStyle(document.getElementById('styled')).color";
        let color = client.execute(inject, Vec::new()).await.unwrap();
        assert_ne!(color, "rgb(255, 0, 0)");
        let done = "const done = arguments[0]; setTimeout(() => done(window.pwned === undefined), 100)";
        assert_eq!(client.execute_async(done, Vec::new()).await.unwrap(), true);
        // The page's own style is let in by its digest.
        let own = "return getComputedStyle(document.body).marginTop";
        assert_eq!(client.execute(own, Vec::new()).await.unwrap(), "0px");
    })
    .await;
}

/// How many elements, attributes and globals there are that no page of ours has.
async fn made_of_strangers_text(client: &Client) -> u64 {
    let count = "const all = [...document.querySelectorAll('*')];
        const foreign = all.filter(e => e.matches('script,img,iframe,object,embed,svg,link,base')
            || [...e.attributes].some(a => a.name.startsWith('on') || a.name === 'style')
            || (e.href || '').startsWith('javascript:'));
        return foreign.length + (window.pwned === undefined ? 0 : 1)";
    client
        .execute(count, Vec::new())
        .await
        .unwrap()
        .as_u64()
        .unwrap()
}
