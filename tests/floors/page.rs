//! The architecture page says what is.

use std::collections::BTreeSet;

use crate::house::House;

/// Every place that the page names and that is not there, and every room that it does not name.
pub(crate) fn findings(house: &House, page: &str) -> Vec<String> {
    let named: BTreeSet<&str> = page
        .split('`')
        .filter(|text| is_place(house, text))
        .collect();
    let missing = named.iter().filter(|place| !exists(house, place));
    let missing = missing.map(|place| format!("the page names `{place}`, which is not there"));
    let rooms = rooms(house);
    let unnamed = rooms.iter().filter(|room| !named.contains(room.as_str()));
    let unnamed = unnamed.map(|room| format!("the page does not name `{room}`"));
    missing.chain(unnamed).collect()
}

/// Whether a text between backticks is meant as a path on a floor.
fn is_place(house: &House, text: &str) -> bool {
    let floor = text.split_once('/').map(|(floor, _)| floor);
    let is_path = text
        .bytes()
        .all(|c| c.is_ascii_lowercase() || b"_/.".contains(&c));
    is_path && floor.is_some_and(|floor| house.files.iter().any(|file| file.module()[0] == floor))
}

fn exists(house: &House, place: &str) -> bool {
    let stem = place.trim_end_matches(".rs").trim_end_matches('/');
    let is_it = |path: &str| path == format!("{stem}.rs") || path.starts_with(&format!("{stem}/"));
    house.files.iter().any(|file| is_it(&file.path))
}

/// The modules that stand directly on a floor.
fn rooms(house: &House) -> BTreeSet<String> {
    let floors = house.files.iter().filter(|file| !file.is_porch());
    let modules = floors
        .map(|file| file.module())
        .filter(|module| module.len() > 1);
    modules.map(|module| module[..2].join("/")).collect()
}

#[test]
fn a_page_that_is_not_true_is_found() {
    let files = [
        ("rules/mod.rs", ""),
        ("rules/leg.rs", ""),
        ("rules/client/mod.rs", ""),
    ];
    let found = |page: &str| findings(&House::of(&files), page).len();
    assert_eq!(
        found("`rules/leg`, `rules/client`, a `Leg`, `tests/rules`"),
        0
    );
    assert_eq!(found("`rules/leg.rs`, `rules/client`"), 1);
    assert_eq!(found("`rules/leg`"), 1);
    assert_eq!(
        found("`rules/leg`, `rules/client`, `rules/gone`, `rules/gone.rs`"),
        2
    );
}
