//! How a store is shared.

use std::time::Duration;

use tower_cimd::resolve::store::SharedStore;
use tower_cimd::resolve::{BuildError, StaticFetch};

use super::nodes::{KEY, Nodes};
use crate::support::FakeClock;
use crate::world::{CLIENT_ID, build, builder, client};

fn built(store: SharedStore) -> Result<(), BuildError> {
    let builder = builder(StaticFetch::new(), &FakeClock::new());
    builder.store(store).build().map(drop)
}

#[test]
fn a_missing_or_short_key_fails_the_build() {
    let nodes = Nodes::new();
    for (length, is_enough) in [(0, false), (31, false), (32, true), (64, true), (200, true)] {
        let key = vec![1; length];
        let as_key = built(SharedStore::new(nodes.store.clone(), key.clone()));
        let as_other_key = built(nodes.shared().other_key(key));
        for built in [as_key, as_other_key] {
            match built {
                Ok(()) => assert!(is_enough, "{length}"),
                Err(error) => assert!(!is_enough && matches!(error, BuildError::StoreKey)),
            }
        }
    }
}

#[test]
fn a_setting_out_of_range_is_refused_by_name() {
    let millis = Duration::from_millis;
    let check = |store: SharedStore, expected: Option<&str>| match (built(store), expected) {
        (Ok(()), None) => {}
        (Err(BuildError::Setting(name)), Some(expected)) => assert_eq!(name, expected),
        (other, _) => panic!("{expected:?}: {other:?}"),
    };
    let shared = || Nodes::new().shared();
    check(shared().deadline(Duration::ZERO), Some("store.deadline"));
    check(shared().deadline(millis(5001)), Some("store.deadline"));
    check(shared().deadline(millis(1)), None);
    check(shared().deadline(millis(5000)), None);
    check(shared().lease(millis(99)), Some("store.lease"));
    check(shared().lease(millis(60_001)), Some("store.lease"));
    check(shared().lease(millis(100)), None);
    check(shared().lease(millis(60_000)), None);
}

#[test]
fn the_key_is_not_shown() {
    let shared = Nodes::new().shared().other_key([9; 40]);
    let expected = r#"SharedStore { store: MemoryStore { .. }, namespace: "", .. }"#;
    assert_eq!(format!("{shared:?}"), expected);
}

#[tokio::test]
async fn a_key_is_changed_in_three_steps_without_a_fetch() {
    const NEW: [u8; 32] = [8; 32];
    let nodes = Nodes::new();
    let old = || nodes.shared();
    let new = || SharedStore::new(nodes.store.clone(), NEW);
    // Each writes, and is read by a node of the next step.
    let steps = [old(), old().other_key(NEW), new().other_key(KEY)];
    let readers = [old().other_key(NEW), new().other_key(KEY), new()];
    for (step, (writer, reader)) in steps.into_iter().zip(readers).enumerate() {
        for key in nodes.store.keys() {
            tower_cimd::resolve::Store::forget(&nodes.store, &key)
                .await
                .unwrap();
        }
        client(&build(nodes.builder().store(writer)), CLIENT_ID).await;
        client(&build(nodes.builder().store(reader)), CLIENT_ID).await;
        assert_eq!(nodes.fetches(), step + 1, "step {step}");
    }
}
