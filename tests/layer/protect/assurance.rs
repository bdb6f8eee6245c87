//! How well the issuer has to know the client (T5).

use tower_cimd::layer::protect::ClientRules;
use tower_cimd::rules::access_token::Assurance;

use super::{Tokens, World, claims, turned_away};

async fn status(held: Assurance, demanded: Assurance) -> u16 {
    let world = World::new(Tokens::saying(claims().assurance(held)))
        .change(|layer| layer.clients(ClientRules::any().assurance(demanded)));
    world.call().await.status.as_u16()
}

#[tokio::test]
async fn each_level_suffices_for_itself_and_for_what_is_below() {
    for (place, held) in Assurance::ALL.iter().enumerate() {
        for (least, demanded) in Assurance::ALL.iter().enumerate() {
            let expected = if place >= least { 200 } else { 403 };
            let status = status(*held, *demanded).await;
            assert_eq!(status, expected, "{held} for {demanded}");
        }
    }
}

#[tokio::test]
async fn a_token_without_a_word_on_it_is_refused_where_one_is_demanded() {
    let rules = ClientRules::matching(["client.example.com"]).expect("a pattern");
    let world = World::new(Tokens::saying(claims()))
        .change(|layer| layer.clients(rules.assurance(Assurance::Loopback)));
    turned_away(
        &world.call().await,
        403,
        "access_denied",
        "client.assurance",
    );
    assert_eq!(world.table.lookups(), 0);
}

#[tokio::test]
async fn a_client_that_may_not_call_at_all_is_told_that() {
    let rules = ClientRules::only_named().assurance(Assurance::Authenticated);
    let world = World::new(Tokens::saying(claims())).change(|layer| layer.clients(rules));
    turned_away(&world.call().await, 403, "access_denied", "client.denied");
}
