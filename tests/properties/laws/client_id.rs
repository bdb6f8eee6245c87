//! What is accepted is dialled as it is written, and what is refused has a name.

use std::net::IpAddr;

use http::Uri;
use tower_cimd::ClientId;
use tower_cimd::rules::client_id::{ClientIdError, ClientIdRules};
use url::{Host, Url};

/// The laws of one text that somebody presents as a client_id.
pub fn holds(text: &str) {
    stricter_rules_accept_no_more(text);
    match ClientId::parse(text) {
        Ok(id) => {
            it_is_the_text(&id, text);
            its_parts_are_the_text(&id);
            a_url_parser_dials_it_unchanged(&id);
            the_http_stack_asks_for_it_unchanged(&id);
        }
        Err(error) => it_is_a_known_refusal(error),
    }
    let starts = text.to_ascii_lowercase().starts_with("https://");
    assert_eq!(ClientId::is_url_form(text), starts);
}

fn it_is_the_text(id: &ClientId, text: &str) {
    assert_eq!(id.as_str(), text);
    assert_eq!(id.to_string(), text);
    assert_eq!(ClientId::parse(id.as_str()).as_ref(), Ok(id));
    assert!(text.is_ascii() && text.len() <= ClientIdRules::default().max_bytes);
}

fn its_parts_are_the_text(id: &ClientId) {
    let port = id.port().map(|port| format!(":{port}"));
    let query = id.query().map(|query| format!("?{query}"));
    let (port, query) = (port.unwrap_or_default(), query.unwrap_or_default());
    assert_eq!(
        id.as_str(),
        format!("https://{}{port}{}{query}", id.host(), id.path())
    );
    assert!(id.path().starts_with('/'));
    assert_eq!(*id.host_lowercase(), id.host().to_ascii_lowercase());
}

/// The case of the host and the default port are all that the parser may change.
fn a_url_parser_dials_it_unchanged(id: &ClientId) {
    let url = Url::parse(id.as_str()).unwrap();
    let Some(Host::Domain(host)) = url.host() else {
        panic!("{id} leads to an address");
    };
    assert_eq!(host, id.host_lowercase());
    assert!(id.host().parse::<IpAddr>().is_err());
    assert_eq!(url.port_or_known_default(), Some(dialled_port(id)));
    assert_eq!(url.path(), id.path());
    assert_eq!(url.query(), id.query());
    assert_eq!(url.fragment(), None);
    assert_eq!((url.username(), url.password()), ("", None));
    assert_eq!(url.as_str(), normalised(id));
}

/// The fetcher hands the parsed URL to the `http` crate, which parses once more.
fn the_http_stack_asks_for_it_unchanged(id: &ClientId) {
    let uri: Uri = id.as_str().parse().unwrap();
    let query = id.query().map(|query| format!("?{query}"));
    let target = format!("{}{}", id.path(), query.unwrap_or_default());
    assert_eq!(uri.host(), Some(id.host()));
    assert_eq!(uri.port_u16().unwrap_or(443), dialled_port(id));
    assert_eq!(
        uri.path_and_query().map(|target| target.as_str()),
        Some(target.as_str())
    );
}

fn dialled_port(id: &ClientId) -> u16 {
    id.port().unwrap_or(443)
}

fn normalised(id: &ClientId) -> String {
    let host = id.host_lowercase();
    let port = id.port().filter(|port| *port != 443);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let query = id.query().map(|query| format!("?{query}"));
    format!(
        "https://{host}{port}{}{}",
        id.path(),
        query.unwrap_or_default()
    )
}

fn stricter_rules_accept_no_more(text: &str) {
    let accepts = |rules: ClientIdRules| ClientId::parse_with(text, &rules).is_ok();
    let strictest = ClientIdRules {
        query: false,
        root_path: false,
        max_bytes: 64,
        ..ClientIdRules::default()
    };
    let laxest = ClientIdRules {
        bad_ports: true,
        danger_special_use_names: true,
        ..ClientIdRules::default()
    };
    let verdicts = [strictest, ClientIdRules::default(), laxest].map(accepts);
    assert!(verdicts.is_sorted(), "{verdicts:?}");
}

fn it_is_a_known_refusal(error: ClientIdError) {
    assert!(ClientIdError::ALL.contains(&error));
    assert!(error.rule().starts_with("client_id."));
}
