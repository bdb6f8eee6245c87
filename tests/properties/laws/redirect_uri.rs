//! Nothing but the port of a loopback URI may differ, and what is registered stays as written.

use tower_cimd::rules::redirect_uri::{RedirectUri, RedirectUriError, RedirectUriRules, matches};
use url::{Host, Url};

/// The laws of a registered and a presented redirection URI.
pub fn holds(registered: &str, presented: &str) {
    matching_is_an_equivalence(registered, presented);
    if matches(registered, presented) {
        only_a_loopback_port_differs(registered, presented);
    }
    stricter_rules_accept_no_more(registered);
    match RedirectUri::parse(registered, &EVERY_SCHEME) {
        Ok(uri) => {
            it_is_the_text(&uri, registered);
            assert_eq!(uri.matches(presented), matches(registered, presented));
            a_browser_goes_where_it_says(&uri);
            a_loopback_matches_on_every_port(&uri);
        }
        Err(error) => assert!(RedirectUriError::ALL.contains(&error)),
    }
}

fn matching_is_an_equivalence(one: &str, other: &str) {
    assert_eq!(matches(one, other), matches(other, one));
    for uri in [one, other] {
        assert_eq!(matches(uri, uri), !uri.is_empty());
    }
}

/// By a URL parser, which shares no code with the comparison, and by the text: the parser alone
/// would take `127.1` for `127.0.0.1` and `:080` for no port.
fn only_a_loopback_port_differs(registered: &str, presented: &str) {
    if registered == presented {
        return;
    }
    let [one, other] = [registered, presented].map(|uri| Url::parse(uri).unwrap());
    assert_eq!(one.scheme(), "http");
    assert!(is_loopback(&one), "{one}");
    assert_eq!(without_port(&one), without_port(&other));
    assert_eq!(cut_port(registered, &one), cut_port(presented, &other));
}

fn without_port(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_port(None).unwrap();
    url
}

/// The text without its port, which it spells as the parser does, or as `:80`.
fn cut_port(text: &str, url: &Url) -> String {
    let origin = format!("http://{}", url.host_str().unwrap());
    let rest = text.strip_prefix(&origin).unwrap();
    let port = url.port_or_known_default().unwrap();
    let spelled = rest.strip_prefix(&format!(":{port}"));
    origin + spelled.unwrap_or(rest)
}

fn it_is_the_text(uri: &RedirectUri, text: &str) {
    assert_eq!(uri.as_str(), text);
    assert_eq!(uri.to_string(), text);
    assert_eq!(
        RedirectUri::parse(uri.as_str(), &EVERY_SCHEME).as_ref(),
        Ok(uri)
    );
    assert!(uri.matches(text));
    assert!(text.is_ascii() && !text.contains(['#', '*', '\\', ' ']));
}

fn a_browser_goes_where_it_says(uri: &RedirectUri) {
    let Ok(url) = Url::parse(uri.as_str()) else {
        // What no browser opens sends no code anywhere.
        return;
    };
    assert_eq!(url.scheme(), uri.scheme().to_ascii_lowercase());
    assert_eq!(url.fragment(), None);
    assert_eq!((url.username(), url.password()), ("", None));
    assert!(!NEVER.contains(&url.scheme()), "{uri}");
    assert_eq!(
        uri.is_private_use(),
        !["http", "https"].contains(&url.scheme())
    );
    assert_eq!(uri.is_loopback(), url.scheme() == "http");
    assert!(url.scheme() != "http" || is_loopback(&url), "{uri}");
    if let Some(Host::Domain(host)) = url.host() {
        assert!(
            uri.host()
                .is_some_and(|written| host.eq_ignore_ascii_case(written)),
            "{uri}"
        );
    }
}

/// RFC 8252 §7.3.
fn a_loopback_matches_on_every_port(uri: &RedirectUri) {
    if !uri.is_loopback() {
        return;
    }
    let url = Url::parse(uri.as_str()).unwrap();
    let host = url.host_str().unwrap();
    let elsewhere = cut_port(uri.as_str(), &url);
    let rest = elsewhere.strip_prefix(&format!("http://{host}")).unwrap();
    for port in ["", ":1", ":80", ":65535"] {
        assert!(uri.matches(&format!("http://{host}{port}{rest}")), "{port}");
    }
    for port in [":", ":0", ":080", ":65536", ":+1", ":1x", "@", "."] {
        assert!(
            !uri.matches(&format!("http://{host}{port}{rest}")),
            "{port}"
        );
    }
}

fn is_loopback(url: &Url) -> bool {
    matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"))
}

fn stricter_rules_accept_no_more(text: &str) {
    let accepts = |rules: RedirectUriRules| RedirectUri::parse(text, &rules).is_ok();
    let strictest = RedirectUriRules {
        dotted_schemes: false,
        undotted_schemes: false,
    };
    let verdicts = [strictest, RedirectUriRules::default(), EVERY_SCHEME].map(accepts);
    assert!(verdicts.is_sorted(), "{verdicts:?}");
}

const EVERY_SCHEME: RedirectUriRules = RedirectUriRules {
    dotted_schemes: true,
    undotted_schemes: true,
};

/// Some of the schemes that no switch lets in.
const NEVER: [&str; 7] = [
    "javascript",
    "data",
    "file",
    "vbscript",
    "blob",
    "about",
    "ws",
];
