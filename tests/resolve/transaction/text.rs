//! The sealed text.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tower_cimd::resolve::transaction::ShortKey;
use tower_cimd::resolve::{TransactionError, Transactions};
use tower_cimd::rules::blame::Blame;

use super::{KEY, OTHER_KEY, SESSION, World, parameters, refused, request};
use crate::world::{CLIENT_ID, build, builder, client};

#[tokio::test]
async fn it_needs_no_escaping_anywhere() {
    let sealed = World::new().seal().await;
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    assert!(sealed.chars().all(plain), "{sealed}");
    assert!(sealed.len() < 2048, "{}", sealed.len());
}

#[tokio::test]
async fn the_session_is_not_in_it() {
    let sealed = URL_SAFE_NO_PAD.decode(World::new().seal().await).unwrap();
    let text = String::from_utf8_lossy(&sealed);
    assert!(text.contains(CLIENT_ID));
    assert!(!text.contains("alice"));
}

#[tokio::test]
async fn credentials_are_left_out_of_it() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let pushed = parameters(&[
        ("state", "1"),
        ("client_assertion", "a.b.c"),
        ("client_assertion_type", "jwt"),
        ("client_secret", "hush"),
    ]);
    let sealed = world.transactions().seal(&client, &pushed, SESSION);
    let transaction = world.open(&sealed.unwrap()).await.unwrap();
    let kept: Vec<_> = transaction.parameters.iter().collect();
    assert_eq!(kept, [("state", "1")]);
}

#[tokio::test]
async fn cut_off_anywhere_it_is_damaged() {
    let world = World::new();
    let sealed = world.seal().await;
    for end in 0..sealed.len() {
        refused(world.open(&sealed[..end]).await, "transaction.damaged");
    }
}

#[tokio::test]
async fn with_one_bit_flipped_it_does_not_open() {
    let world = World::new();
    let sealed = URL_SAFE_NO_PAD.decode(world.seal().await).unwrap();
    for at in 0..sealed.len() {
        let mut forged = sealed.clone();
        forged[at] ^= 1;
        let error = world.open(&URL_SAFE_NO_PAD.encode(forged)).await;
        // The octets after the version name the key.
        let rule = match at {
            1..=8 => "transaction.key",
            _ => "transaction.damaged",
        };
        refused(error, rule);
    }
}

#[tokio::test]
async fn what_is_no_sealed_text_is_damaged() {
    let world = World::new();
    let long = "A".repeat(1 << 20);
    for text in ["", "AAAA", "é", "a b", "=", &long] {
        refused(world.open(text).await, "transaction.damaged");
    }
}

#[tokio::test]
async fn a_key_is_rotated_without_a_gap() {
    let world = World::new();
    let sealed = world.seal().await;
    let only = |key: [u8; 32]| Transactions::new(world.resolver.clone(), key).unwrap();
    let new_and_old = only(OTHER_KEY).other_key(KEY).unwrap();
    assert!(new_and_old.open(&sealed, SESSION).await.is_ok());

    let outcome = only(OTHER_KEY).open(&sealed, SESSION).await;
    refused(outcome, "transaction.key");

    let client = client(&world.resolver, CLIENT_ID).await;
    let newer = new_and_old.seal(&client, &request(), SESSION).unwrap();
    assert!(only(OTHER_KEY).open(&newer, SESSION).await.is_ok());
    let old_and_new = only(KEY).other_key(OTHER_KEY).unwrap();
    assert!(old_and_new.open(&newer, SESSION).await.is_ok());
    // Still nobody else's.
    let outcome = old_and_new.open(&newer, "session of mallory").await;
    refused(outcome, "transaction.session");
}

#[test]
fn a_key_has_32_bytes_or_more() {
    let world = World::new();
    let with = |length: usize| Transactions::new(world.resolver.clone(), vec![7; length]);
    assert!(with(32).is_ok() && with(64).is_ok());
    for length in [0, 16, 31] {
        let _: ShortKey = with(length).unwrap_err();
        let other = with(32).unwrap().other_key(vec![7; length]);
        let _: ShortKey = other.unwrap_err();
    }
}

/// Staging may have production's key.
#[tokio::test]
async fn another_servers_is_another_sessions() {
    let world = World::new();
    let sealed = world.seal().await;
    let network = world.publisher.network.clone();
    let staging = tower_cimd::Resolver::builder("https://staging.example.com");
    let staging = build(staging.fetch(network).clock(world.clock.clone()));
    let transactions = Transactions::new(staging, KEY).unwrap();
    refused(
        transactions.open(&sealed, SESSION).await,
        "transaction.session",
    );
}

#[tokio::test]
async fn another_node_of_the_server_opens_it() {
    let world = World::new();
    let sealed = world.seal().await;
    let network = world.publisher.network.clone();
    let node = build(
        builder(network, &world.clock).auth_methods(
            tower_cimd::rules::auth_method::AuthMethod::ALL
                .iter()
                .copied(),
        ),
    );
    let transactions = Transactions::new(node, KEY).unwrap();
    assert!(transactions.open(&sealed, SESSION).await.is_ok());
}

#[tokio::test]
async fn a_request_has_an_end() {
    let world = World::new();
    let client = client(&world.resolver, CLIENT_ID).await;
    let transactions = world.transactions();
    let seal = |pairs: &[(&str, &str)]| transactions.seal(&client, &parameters(pairs), SESSION);

    let state = "s".repeat(16 * 1024 - "state=".len());
    let sealed = seal(&[("state", &state)]).unwrap();
    assert!(sealed.len() <= 32 * 1024);
    let opened = world.open(&sealed).await.unwrap();
    assert_eq!(opened.parameters.get("state"), Some(&*state));

    let longer = state + "s";
    let error = seal(&[("state", &longer)]).unwrap_err();
    assert_eq!(error.rule(), "transaction.size");
    // An octet that is escaped takes three.
    let escaped = "é".repeat(4 * 1024);
    let error = seal(&[("state", &escaped)]).unwrap_err();
    assert_eq!(error.rule(), "transaction.size");
}

#[test]
fn every_rule_is_named() {
    let errors = [
        (TransactionError::TooLarge, Blame::Request),
        (TransactionError::Damaged, Blame::Request),
        (TransactionError::UnknownKey, Blame::Request),
        (TransactionError::Expired, Blame::Request),
        (TransactionError::Session, Blame::Request),
        (TransactionError::Registered, Blame::Policy),
        (TransactionError::Pending, Blame::Policy),
        (TransactionError::Quarantined, Blame::Policy),
        (TransactionError::RedirectUri, Blame::Document),
        (
            TransactionError::Changed(Default::default()),
            Blame::Document,
        ),
    ];
    for (error, blame) in errors {
        assert!(TransactionError::RULES.contains(&error.rule()), "{error:?}");
        assert_eq!(error.blame(), blame, "{error:?}");
        let told = error.to_string();
        assert!(!told.ends_with('.') && told.is_ascii(), "{told}");
    }
    // All but the one that has a client in it.
    assert_eq!(TransactionError::RULES.len(), 11);
}
