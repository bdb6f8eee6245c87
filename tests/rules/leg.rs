//! What each leg is, and what blame is called.

use tower_cimd::Leg;
use tower_cimd::rules::blame::Blame;

#[test]
fn each_leg_is_known_by_name_and_by_what_may_be_done_for_it() {
    let facts = Leg::ALL.map(|leg| {
        let facts = [leg.may_fetch(), leg.is_of_grant(), leg.is_front_channel()];
        (leg.name(), facts)
    });
    assert_eq!(
        facts,
        [
            ("authorization", [true, false, true]),
            ("pushed_authorization", [true, false, false]),
            ("device_authorization", [true, false, false]),
            ("token", [true, true, false]),
            ("revocation", [false, true, false]),
            ("introspection", [false, true, false]),
        ]
    );
}

#[test]
fn each_blame_has_a_name_of_its_own() {
    use Blame::{Document, Ourselves, Policy, Request, Weather};
    let names = [Request, Document, Policy, Weather, Ourselves].map(Blame::name);
    assert_eq!(
        names,
        ["request", "document", "policy", "weather", "ourselves"]
    );
}
