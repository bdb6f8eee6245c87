//! Kinds, and sets of them.

use std::collections::BTreeSet;

use tower_cimd::rules::change::{ChangeKind, ChangeKinds, Consequence};

#[test]
fn every_kind_has_a_name_of_its_own() {
    let names: BTreeSet<&str> = ChangeKind::ALL.iter().map(|kind| kind.as_str()).collect();
    assert_eq!(names.len(), ChangeKind::ALL.len());
    for name in names {
        let legal = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        assert!(name.bytes().all(legal), "{name}");
    }
}

#[test]
fn every_kind_is_listed_once_in_order() {
    assert!(ChangeKind::ALL.is_sorted_by(|one, other| one < other));
    assert_eq!(ChangeKind::ALL.len(), 23);
}

#[test]
fn two_kinds_are_downgrades() {
    let mut kinds = ChangeKind::ALL
        .iter()
        .copied()
        .collect::<ChangeKinds>()
        .iter();
    assert_eq!(
        Vec::from_iter(kinds.by_ref().filter(|kind| kind.is_downgrade())),
        [ChangeKind::AuthMethodDowngraded, ChangeKind::KeyInUseGone]
    );
}

#[test]
fn a_set_holds_what_was_put_in_and_nothing_else() {
    for kind in ChangeKind::ALL {
        let set = ChangeKinds::from(*kind);
        assert!(!set.is_empty());
        for other in ChangeKind::ALL {
            assert_eq!(set.contains(*other), kind == other);
            assert_eq!(set.intersects(ChangeKinds::from(*other)), kind == other);
        }
        assert_eq!(set.with(*kind), set);
        assert_eq!(set.without(*kind), ChangeKinds::NONE);
        assert_eq!(ChangeKinds::NONE.without(*kind), ChangeKinds::NONE);
    }
}

#[test]
fn a_set_is_read_in_the_order_of_kinds() {
    let backwards: ChangeKinds = ChangeKind::ALL.iter().rev().copied().collect();
    assert_eq!(Vec::from_iter(backwards.iter()), ChangeKind::ALL);
    let mut extended = ChangeKinds::default();
    extended.extend([ChangeKind::LogoChanged, ChangeKind::ClientId]);
    assert_eq!(format!("{extended:?}"), "{ClientId, LogoChanged}");
}

#[test]
fn consequences_are_ordered_by_their_strictness() {
    assert!(Consequence::ALL.is_sorted_by(|one, other| one < other));
    let names = Consequence::ALL
        .iter()
        .map(|consequence| consequence.as_str());
    assert_eq!(Vec::from_iter(names), ["ignore", "ask_again", "refuse"]);
}
