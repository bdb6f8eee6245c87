//! What a change means.

use serde_json::{Value as Json, json};
use tower_cimd::rules::change::{ChangeKind, ChangeKinds, ChangePolicy, Changes, Consequence};

use super::{jwks, version, with_keys};

/// The table of T15.
const TABLE: [(ChangeKind, Consequence); 23] = {
    use ChangeKind::*;
    use Consequence::*;
    [
        (ClientId, Refuse),
        (RedirectUriInUseRemoved, Refuse),
        (RedirectUriRemoved, Ignore),
        (RedirectOriginAdded, AskAgain),
        (RedirectUriAdded, Ignore),
        (AuthMethodDowngraded, Refuse),
        (AuthMethodChanged, Ignore),
        (KeyInUseGone, Refuse),
        (KeyInUseRetired, Ignore),
        (KeysReplaced, Ignore),
        (KeysRemoved, Ignore),
        (KeysRotated, Ignore),
        (KeysAdded, Ignore),
        (JwksUriChanged, Ignore),
        (GrantsWidened, AskAgain),
        (GrantsNarrowed, Ignore),
        (ScopeWidened, AskAgain),
        (ScopeNarrowed, Ignore),
        (ResponseTypesChanged, Ignore),
        (NameChanged, AskAgain),
        (LogoChanged, AskAgain),
        (LinksChanged, Ignore),
        (OtherChanged, Ignore),
    ]
};

#[test]
fn the_default_is_the_table_of_the_threat_model() {
    let kinds = TABLE.iter().map(|(kind, _)| *kind);
    assert_eq!(Vec::from_iter(kinds), ChangeKind::ALL);
    for (kind, consequence) in TABLE {
        assert_eq!(ChangePolicy::default().judge(kind), consequence, "{kind:?}");
    }
}

#[test]
fn a_kind_has_the_consequence_that_it_was_last_given() {
    for kind in ChangeKind::ALL {
        for first in Consequence::ALL {
            for last in Consequence::ALL {
                let policy = ChangePolicy::default().on(*kind, *first).on(*kind, *last);
                assert_eq!(policy.judge(*kind), *last, "{kind:?}");
                assert_eq!(policy, ChangePolicy::default().on(*kind, *last), "{kind:?}");
            }
        }
    }
}

#[test]
fn a_setting_for_one_kind_leaves_the_others() {
    let policy = ChangePolicy::default().on(ChangeKind::LinksChanged, Consequence::Refuse);
    for (kind, consequence) in TABLE {
        if kind != ChangeKind::LinksChanged {
            assert_eq!(policy.judge(kind), consequence, "{kind:?}");
        }
    }
}

#[test]
fn of_several_changes_the_strictest_counts() {
    let policy = ChangePolicy::default();
    for (one, consequence) in TABLE {
        for (other, other_consequence) in TABLE {
            let kinds = ChangeKinds::from(one).with(other);
            assert_eq!(policy.judge(kinds), consequence.max(other_consequence));
        }
    }
}

#[test]
fn no_change_is_ignored_by_every_policy() {
    let all = ChangeKind::ALL.iter();
    let strictest = all.fold(ChangePolicy::default(), |policy, kind| {
        policy.on(*kind, Consequence::Refuse)
    });
    let client = version(json!({}));
    let none = Changes::between(&client, &client);
    assert_eq!(strictest.judge(&none), Consequence::Ignore);
}

fn judged(old: Json, new: Json, consequence: Consequence) {
    let changes = Changes::between(&version(old.clone()), &version(new.clone()));
    let judged = ChangePolicy::default().judge(&changes);
    assert_eq!(judged, consequence, "{old} to {new}");
}

#[test]
fn documents_are_judged_by_their_gravest_difference() {
    let name = || json!({"client_name": "N"});
    judged(
        json!({}),
        json!({"tos_uri": "https://a.example.com/"}),
        Consequence::Ignore,
    );
    judged(json!({}), name(), Consequence::AskAgain);
    judged(
        json!({"scope": "a"}),
        json!({"scope": "a b", "software_id": "1"}),
        Consequence::AskAgain,
    );
    judged(
        json!({"scope": "a b"}),
        json!({"scope": "a"}),
        Consequence::Ignore,
    );
    judged(with_keys(&[1]), name(), Consequence::Refuse);
}

#[test]
fn a_rotation_of_keys_costs_a_publisher_nothing() {
    judged(with_keys(&[1]), with_keys(&[1, 2]), Consequence::Ignore);
    judged(with_keys(&[1, 2]), with_keys(&[2]), Consequence::Ignore);
    judged(with_keys(&[1]), with_keys(&[2]), Consequence::Ignore);
    judged(json!({}), json!({"jwks": jwks(&[1])}), Consequence::Ignore);
}
