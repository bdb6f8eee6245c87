//! The table of denials.

use std::collections::HashSet;

use tower_cimd::layer::protect::DenialKind;

#[test]
fn every_kind_is_listed_once() {
    let kinds: HashSet<DenialKind> = DenialKind::ALL.iter().copied().collect();
    assert_eq!(kinds.len(), DenialKind::ALL.len());
    let named: HashSet<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
    assert_eq!(named.len(), 16, "a new kind is listed in ALL, and here");
}
