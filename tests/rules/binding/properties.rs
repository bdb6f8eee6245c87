//! What holds of every document.

use proptest::prelude::*;
use serde_json::json;
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::binding::{BindingCheck, InUse, MAX_BYTES};
use tower_cimd::rules::change::{ChangeKind, ChangeKinds, ChangePolicy, Changes};

use crate::change::whole::documents;
use crate::change::{rules, thumbprint, version};
use crate::document::{self, CLIENT_ID, derive_at, publish};

/// Kinds of which a binding tells only that it is one of them.
fn undirected(kinds: ChangeKinds) -> ChangeKinds {
    let pairs = [
        [ChangeKind::GrantsWidened, ChangeKind::GrantsNarrowed],
        [ChangeKind::ScopeWidened, ChangeKind::ScopeNarrowed],
        [ChangeKind::RedirectUriAdded, ChangeKind::RedirectUriRemoved],
    ];
    // A URI on a new origin is a URI more, and a set of other URIs may be one of other origins.
    let mut kinds = kinds.without(ChangeKind::RedirectOriginAdded);
    for pair in pairs {
        if pair.iter().any(|kind| kinds.contains(*kind)) {
            kinds.extend(pair);
        }
    }
    kinds
}

proptest! {
    #[test]
    fn a_binding_is_the_same_for_its_client_and_for_its_equals(members in documents()) {
        let (client, equal) = (version(members.clone()), version(members));
        prop_assert_eq!(client.binding(), equal.binding());
        prop_assert_eq!(equal.check_binding(&client.binding()), Ok(BindingCheck::Same));
    }

    #[test]
    fn a_binding_finds_what_a_comparison_finds(one in documents(), other in documents()) {
        let (one, other) = (version(one), version(other));
        let found = other.check_binding(&one.binding()).unwrap().kinds();
        let exact = Changes::between(&one, &other).kinds();
        for kind in exact.iter() {
            // Where keys are elsewhere now, and not fetched, they are not known to be gone.
            let unknown = kind == ChangeKind::KeysRemoved && other.jwks_uri().is_some();
            prop_assert!(found.contains(kind) || unknown, "{:?} {:?}", exact, found);
        }
        let exact = exact.without(ChangeKind::KeysRemoved);
        let found = found.without(ChangeKind::KeysRemoved);
        let uris_only = exact.contains(ChangeKind::RedirectOriginAdded);
        let added = if uris_only { exact.with(ChangeKind::RedirectUriAdded) } else { exact };
        prop_assert_eq!(undirected(found), undirected(added));
    }

    #[test]
    fn a_binding_is_never_milder_than_a_comparison(one in documents(), other in documents()) {
        let (one, other) = (version(one), version(other));
        let policy = ChangePolicy::default();
        let exact = policy.judge(&Changes::between(&one, &other));
        prop_assert!(policy.judge(other.check_binding(&one.binding()).unwrap()) >= exact);
    }

    #[test]
    fn a_binding_is_short_ascii_for_every_text(
        name in "\\PC{1,40}",
        tag in "[a-z]{2,8}",
        contact in "\\PC{0,40}",
        path in "[a-z0-9/?=&.~-]{0,60}",
        presented in "\\PC{0,60}",
    ) {
        let mut members = json!({
            "client_name": name,
            "contacts": [contact],
            "redirect_uris": [format!("https://a.example.com/{path}")],
        });
        members[format!("client_name#{tag}")] = name.into();
        let client = version(members);
        for binding in [
            client.binding(),
            client.binding_with(&InUse::default().redirect_uri(&presented)),
        ] {
            prop_assert!(binding.is_ascii());
            prop_assert!(binding.len() <= MAX_BYTES);
            prop_assert!(client.check_binding(&binding).is_ok());
        }
    }

    #[test]
    fn what_is_in_use_does_not_change_what_is_found_of_a_document(
        one in documents(),
        other in documents(),
        used in 1..6_u8,
    ) {
        let (one, other) = (version(one), version(other));
        let key = thumbprint(used);
        let in_use = InUse::default()
            .redirect_uri("https://nowhere.example.com/")
            .auth_method(AuthMethod::PrivateKeyJwt)
            .key(&key);
        let bare = other.check_binding(&one.binding()).unwrap().kinds();
        let found = other.check_binding(&one.binding_with(&in_use)).unwrap().kinds();
        prop_assert!(found.contains(ChangeKind::RedirectUriInUseRemoved));
        for kind in bare.iter().filter(|kind| !is_of_keys(*kind)) {
            prop_assert!(found.contains(kind), "{:?} {:?}", bare, found);
        }
    }

    #[test]
    fn the_spelling_of_a_document_is_not_bound(members in documents()) {
        let body = document::document(members);
        let spacious = serde_json::to_string_pretty(&body).unwrap();
        let of = |body: &str| {
            derive_at(CLIENT_ID, &publish(body, Some("application/json")), &rules()).unwrap()
        };
        prop_assert_eq!(of(&body.to_string()).binding(), of(&spacious).binding());
    }
}

fn is_of_keys(kind: ChangeKind) -> bool {
    kind.as_str().starts_with("key")
}
