//! What holds of every request.

use proptest::prelude::*;
use tower_cimd::Leg;
use tower_cimd::rules::locate::Presented;
use tower_cimd::rules::locate::any_url_form;
use tower_cimd::rules::locate::guess;

use super::request::Request;
use super::request::form;
use super::request::query;

fn legs() -> impl Strategy<Value = Leg> {
    prop::sample::select(Leg::ALL.to_vec())
}

/// Pairs of the names and values on which the search turns.
fn pairs() -> impl Strategy<Value = Vec<(String, String)>> {
    let names = [
        "client_id",
        "client_id",
        "state",
        "resource",
        "foo",
        "client_assertion",
        "response_type",
        "grant_type",
    ];
    let values = [
        "",
        "app",
        "https://h/c",
        "HTTPS://h/c",
        "https://h/d",
        "a b+c",
        "100%",
        "é",
    ];
    let pair = (
        prop::sample::select(names.to_vec()),
        prop::sample::select(values.to_vec()),
    );
    prop::collection::vec(
        pair.prop_map(|(name, value)| (name.to_owned(), value.to_owned())),
        0..6,
    )
}

fn encode(pairs: &[(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// Every octet escaped.
fn escape(text: &str) -> String {
    text.bytes().map(|octet| format!("%{octet:02x}")).collect()
}

fn requests(encoded: &str) -> [Request; 2] {
    [query(encoded), form(encoded)]
}

/// What is found, without the error's choice among several flaws.
fn found(request: &Request, leg: Leg) -> Result<String, ()> {
    match request.on(leg) {
        Ok(Presented::Url(located)) => Ok(format!("{located:?}")),
        Ok(other) => Ok(format!("{other:?}")),
        Err(_) => Err(()),
    }
}

proptest! {
    #[test]
    fn the_order_of_parameters_does_not_matter(
        (ordered, shuffled) in pairs().prop_flat_map(|pairs| (Just(pairs.clone()), Just(pairs).prop_shuffle())),
        leg in legs(),
    ) {
        for (one, two) in requests(&encode(&ordered)).iter().zip(requests(&encode(&shuffled))) {
            prop_assert_eq!(found(one, leg), found(&two, leg));
        }
    }

    #[test]
    fn the_encoding_of_names_and_values_does_not_matter(pairs in pairs(), leg in legs()) {
        let escaped: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
        for (one, two) in requests(&encode(&pairs)).iter().zip(requests(&escaped.join("&"))) {
            prop_assert_eq!(found(one, leg), found(&two, leg));
            prop_assert_eq!(guess(&http::Method::POST, &one.reading()), guess(&http::Method::POST, &two.reading()));
        }
    }

    #[test]
    fn the_host_reads_the_client_id_that_was_located(pairs in pairs(), more in pairs()) {
        let request = query(&encode(&pairs)).form(encode(&more));
        match request.on(Leg::Authorization) {
            Ok(Presented::Url(located)) => {
                let parameters = request.parameters(Leg::Authorization);
                prop_assert_eq!(parameters.get("client_id"), Some(&*located.client_id));
                prop_assert_eq!(parameters.repeated(), None);
                prop_assert_eq!(parameters.malformed(), None);
            }
            Ok(_) => {
                let parameters = request.parameters(Leg::Authorization);
                let mut ids = parameters.get_all("client_id");
                prop_assert!(!ids.any(|id| id.to_ascii_lowercase().starts_with("https://")));
            }
            Err(_) => {}
        }
    }

    #[test]
    fn no_url_reaches_the_host_unlocated(
        octets in prop::collection::vec(prop::sample::select(b"client_id=https://h%3A%2F%ffe+&=;\xff".to_vec()), 0..30),
        prefix in prop::sample::select(vec!["", "client_id=", "client%5Fid=https%3A%2F%2F", "a&client_id=HTTPS:/"]),
        leg in legs(),
    ) {
        let encoded = [prefix.as_bytes(), &octets].concat();
        let request = form(&encoded);
        let lenient = form_urlencoded::parse(&encoded)
            .any(|(name, value)| name == "client_id" && value.to_ascii_lowercase().starts_with("https://"));
        let judged = !matches!(request.on(leg), Ok(Presented::Nothing | Presented::Opaque));
        prop_assert_eq!(judged, lenient);
        prop_assert_eq!(any_url_form(&request.reading()), lenient);
    }

    #[test]
    fn any_request_is_answered_without_a_panic(
        text in "\\PC{0,30}",
        octets in prop::collection::vec(any::<u8>(), 0..40),
        credentials in "\\PC{0,20}",
        leg in legs(),
    ) {
        let request = query(&text).form(&octets).basic(&credentials);
        let _ = request.on(leg);
        let _ = request.parameters(leg);
        let _ = guess(&http::Method::POST, &request.reading());
    }
}
