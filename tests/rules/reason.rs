//! The catalogue by name; `tests/reasons.rs` holds it to the code.

use tower_cimd::rules::reason::{self, Whose};

#[test]
fn every_reason_is_found_by_its_name_and_no_other() {
    for known in reason::all() {
        let found = reason::find(known.rule).unwrap();
        assert_eq!((found.rule, found.mend), (known.rule, known.mend));
        assert_eq!(reason::mend(known.rule), Some(known.mend));
    }
    for unknown in [
        "",
        "nothing",
        "client_id.",
        "client_id.Scheme",
        "acme.revoked",
    ] {
        assert!(reason::find(unknown).is_none(), "{unknown}");
        assert_eq!(reason::mend(unknown), None);
    }
}

#[test]
fn who_can_do_something_about_it_is_told_in_words() {
    let whose = |rule| reason::find(rule).unwrap().whose;
    assert_eq!(whose("client_id.scheme"), Whose::Author);
    assert_eq!(whose("weather"), Whose::Time);
    let names = [Whose::Author, Whose::Operator, Whose::Host, Whose::Time].map(Whose::name);
    assert_eq!(
        names,
        [
            "the client's author",
            "the operator",
            "the server's author",
            "time"
        ]
    );
}
