use tower_cimd::rules::redirect_uri::{Miss, RedirectUri, RedirectUriRules};

#[track_caller]
fn check(presented: &str, registered: &[&str], expected: Option<Miss>) {
    let rules = RedirectUriRules::default();
    let parse = |uri: &&str| RedirectUri::parse(uri, &rules).expect("a registered URI is valid");
    let registered: Vec<_> = registered.iter().map(parse).collect();
    let miss = Miss::nearest(presented, &registered).map(|(miss, _)| miss);
    assert_eq!(miss, expected, "{presented}");
}

const WEB: &[&str] = &["https://app.example.com/cb"];
const LOCAL: &[&str] = &["http://localhost/callback"];

#[test]
fn what_is_registered_does_not_miss() {
    check("https://app.example.com/cb", WEB, None);
    check("http://localhost:49152/callback", LOCAL, None);
}

#[test]
fn a_slash_at_the_end_is_told() {
    check(
        "https://app.example.com/cb/",
        WEB,
        Some(Miss::TrailingSlash),
    );
    check(
        "https://pin.to.it/",
        &["https://pin.to.it"],
        Some(Miss::TrailingSlash),
    );
}

#[test]
fn letter_case_is_told() {
    check("https://app.example.com/CB", WEB, Some(Miss::LetterCase));
    check("https://APP.example.com/cb", WEB, Some(Miss::LetterCase));
}

#[test]
fn a_port_off_loopback_is_told() {
    check("https://app.example.com:8443/cb", WEB, Some(Miss::Port));
    check("https://app.example.com:443/cb", WEB, Some(Miss::Port));
}

#[test]
fn a_scheme_is_told() {
    check("http://app.example.com/cb", WEB, Some(Miss::Scheme));
    check("https://localhost/callback", LOCAL, Some(Miss::Scheme));
}

#[test]
fn another_loopback_host_is_told() {
    check(
        "http://127.0.0.1:49152/callback",
        LOCAL,
        Some(Miss::LoopbackHost),
    );
    check("http://[::1]/callback", LOCAL, Some(Miss::LoopbackHost));
}

#[test]
fn a_query_is_told() {
    check(
        "https://app.example.com/cb?tenant=1",
        WEB,
        Some(Miss::Query),
    );
}

#[test]
fn a_path_is_told() {
    check("https://app.example.com/callback", WEB, Some(Miss::Path));
    check("http://localhost:49152/other", LOCAL, Some(Miss::Path));
}

#[test]
fn what_is_like_none_of_them_is_told_as_that() {
    check("https://evil.example.net/cb", WEB, Some(Miss::Nothing));
    check("not a uri", WEB, Some(Miss::Nothing));
    check("", WEB, Some(Miss::Nothing));
    check("https://app.example.com/cb", &[], Some(Miss::Nothing));
    // The host of one and the path of another is neither.
    check("https://127.0.0.1/callback", LOCAL, Some(Miss::Nothing));
}

#[test]
fn the_nearest_of_several_is_meant() {
    let registered = [
        "https://app.example.com/other",
        "https://app.example.com/cb",
    ];
    check(
        "https://app.example.com/cb/",
        &registered,
        Some(Miss::TrailingSlash),
    );
}
