//! A difference is told exactly where there is one.

use tower_cimd::CimdClient;
use tower_cimd::rules::binding::{BindingCheck, MAX_BYTES};
use tower_cimd::rules::change::{ChangeKind, Changes};

use super::facets::facets;

/// The laws of two versions of one client, whose documents name these languages.
pub fn holds(old: &CimdClient, new: &CimdClient, languages: &[&str]) {
    let same = facets(old, languages) == facets(new, languages);
    let changes = Changes::between(old, new);
    assert_eq!(changes.is_empty(), same, "{changes:?}");
    assert!(Changes::between(new, new).is_empty());

    let binding = old.binding();
    assert!(binding.is_ascii() && binding.len() <= MAX_BYTES);
    assert_eq!(binding == new.binding(), same);
    let check = new.check_binding(&binding).unwrap();
    assert_eq!(check == BindingCheck::Same, same, "{check:?}");
    let told: Vec<ChangeKind> = check.kinds().iter().collect();
    assert!(
        changes.kinds().iter().all(|kind| told.contains(&kind)),
        "{changes:?} {told:?}"
    );
}
