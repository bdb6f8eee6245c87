//! What holds for every text.

use proptest::prelude::*;
use tower_cimd::ClientId;

use crate::client_id::id;

/// Texts that come close to a client identifier URL.
fn near_miss() -> impl Strategy<Value = String> {
    let host = "([a-zA-Z0-9_-]{0,6}[.]){0,4}[a-zA-Z0-9_%:@\\[\\]-]{0,8}";
    let port = "(:[0-9+]{0,6})?";
    let path = "(/([a-z.;:@'\\\\]|%2[eEfF]|%){0,6}){0,3}";
    let tail = "([?#][a-z'%/?#=]{0,6})?";
    let text = format!("(https|HTTPS|http)://{host}{port}{path}{tail}");
    proptest::string::string_regex(&text).unwrap()
}

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>(), start in "(https://)?") {
        let _ = ClientId::parse(&format!("{start}{text}"));
        let _ = ClientId::is_url_form(&text);
    }

    #[test]
    fn what_is_accepted_is_what_is_dialled(text in near_miss()) {
        if let Ok(id) = ClientId::parse(&text) {
            let dialled = url::Url::parse(&text).unwrap();
            prop_assert_eq!(id.host_lowercase(), dialled.host_str().unwrap());
            prop_assert_eq!(id.port().unwrap_or(443), dialled.port_or_known_default().unwrap());
            prop_assert_eq!(id.path(), dialled.path());
            prop_assert_eq!(id.query(), dialled.query());
            prop_assert!(dialled.domain().is_some() && dialled.fragment().is_none());
            prop_assert!(dialled.username().is_empty() && dialled.password().is_none());
        }
    }

    #[test]
    fn the_parts_put_together_are_the_text(text in near_miss()) {
        if let Ok(id) = ClientId::parse(&text) {
            let port = id.port().map(|port| format!(":{port}")).unwrap_or_default();
            let query = id.query().map(|query| format!("?{query}")).unwrap_or_default();
            prop_assert_eq!(format!("https://{}{port}{}{query}", id.host(), id.path()), text);
        }
    }

    #[test]
    fn what_is_accepted_is_of_url_form(text in near_miss()) {
        prop_assert!(ClientId::parse(&text).is_err() || ClientId::is_url_form(&text));
    }

    #[test]
    fn one_more_byte_anywhere_makes_another_client_or_none(
        at in 8usize..=35, byte in 0u8..0x80,
    ) {
        let text = "https://app.example.com/oauth/client.json";
        let mut other = text.to_owned();
        other.insert(at, char::from(byte));
        if let Ok(client_id) = ClientId::parse(&other) {
            prop_assert_ne!(client_id, id(text));
        }
    }
}
