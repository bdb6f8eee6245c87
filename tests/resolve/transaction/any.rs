//! Whatever a request says.

use proptest::prelude::*;
use tower_cimd::rules::parameters::Parameters;

use super::{SESSION, World, pairs, parameters};
use crate::world::{CLIENT_ID, client};

/// Parameters with every kind of character, repeated and empty ones among them.
fn requests() -> impl Strategy<Value = Parameters> {
    let name = prop_oneof!["[a-z_]{1,12}", "\\PC{0,8}", Just("resource".to_owned())];
    let pair = (name, any::<String>());
    prop::collection::vec(pair, 0..24).prop_map(|pairs| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .filter(|(name, _)| *name != "redirect_uri" && !name.starts_with("client_"))
            .collect();
        parameters(&pairs)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_sealed_is_opened_as_it_was(request in requests()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new();
            let client = client(&world.resolver, CLIENT_ID).await;
            let sealed = world.transactions().seal(&client, &request, SESSION).unwrap();
            let opened = world.open(&sealed).await.unwrap().parameters;
            // An empty value is none (RFC 6749 §3.1).
            let full: Vec<_> = request.iter().filter(|(_, value)| !value.is_empty()).collect();
            assert_eq!(pairs(&opened), full);
        });
    }

    #[test]
    fn nothing_else_opens(text in "\\PC{0,200}|[A-Za-z0-9_-]{0,400}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let world = World::new();
            assert!(world.open(&text).await.is_err());
            assert_eq!(world.publisher.fetches(), 0);
        });
    }
}
