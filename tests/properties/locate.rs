//! Requests whose parameters repeat, disagree, hide and are written in every encoding.

use proptest::prelude::*;

use super::laws::locate::holds;
use super::laws::request::Request;

fn requests() -> impl Strategy<Value = String> {
    let header = prop_oneof![
        3 => (Just("basic "), select(IDS), select(&[":", ":secret", ""]))
            .prop_map(|(scheme, id, secret)| format!("{scheme}{id}{secret}")),
        1 => select(&["Bearer a.b.c", "Basic", "Basic !", "bAsIc  YTpi", "Negotiate x"])
            .prop_map(String::from),
        3 => (select(IDS), select(IDS)).prop_map(|(iss, sub)| {
            format!("assertion {{\"iss\":\"{iss}\",\"sub\":\"{sub}\",\"aud\":[1]}}")
        }),
    ];
    let headers = prop::collection::vec(header, 0..3);
    (select(LEGS), parameters(), headers, parameters()).prop_map(|(leg, query, headers, form)| {
        let headers = headers.into_iter().map(|header| format!("\n{header}"));
        format!("{leg}\n{query}{}\n\n{form}", headers.collect::<String>())
    })
}

fn parameters() -> impl Strategy<Value = String> {
    let client_id = (
        select(&["client_id", "client%5Fid", "%63lient_id"]),
        select(IDS),
    );
    let other = (select(NAMES), select(VALUES));
    let pair = prop_oneof![client_id, other].prop_map(|(name, value)| format!("{name}={value}"));
    let odd = select(&[
        "",
        "=",
        "client_id",
        "client_id[]=x",
        "%",
        "a;client_id=b",
        "\u{e9}=1",
    ]);
    let piece = prop_oneof![6 => pair, 1 => odd.prop_map(String::from)];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.join("&"))
}

fn select(choices: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(choices)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_reader_finds_the_same_client(text in requests()) {
        holds(&Request::parse(&text).unwrap());
    }

    #[test]
    fn a_query_and_a_form_make_one_request(
        leg in select(LEGS),
        name in select(NAMES),
        [query, form] in [select(VALUES), select(VALUES)],
    ) {
        let id = "client_id=https://client.example.com/c";
        let text = format!("{leg}\n{id}&{name}={query}\n\n{name}={form}&{id}");
        holds(&Request::parse(&text).unwrap());
    }

    #[test]
    fn a_form_of_any_bytes_is_read(
        text in requests(),
        form in prop::collection::vec(any::<u8>(), 0..24),
    ) {
        let mut request = Request::parse(&text).unwrap();
        request.form.extend(form);
        holds(&request);
    }

    #[test]
    fn more_parameters_than_are_read_hide_no_client(
        text in requests(),
        count in 250..260_usize,
    ) {
        let mut request = Request::parse(&text).unwrap();
        request.form = [&b"a=b&".repeat(count)[..], &request.form].concat();
        holds(&request);
    }
}

const LEGS: &[&str] = &[
    "authorization",
    "authorization",
    "pushed_authorization",
    "device_authorization",
    "token",
    "token",
    "revocation",
    "introspection",
];

const IDS: &[&str] = &[
    "https://client.example.com/c",
    "https://client.example.com/c",
    "https%3A%2F%2Fclient.example.com%2Fc",
    "%68ttps://client.example.com/c",
    "HTTPS://client.example.com/c",
    "https://other.example.com/c",
    "https://",
    "https:/x",
    "https://%ff",
    "https://%zz",
    "http://client.example.com/c",
    "registered",
    "",
];

const NAMES: &[&str] = &[
    "response_type",
    "grant_type",
    "redirect_uri",
    "redirect%5furi",
    "scope",
    "resource",
    "client_secret",
    "client_assertion",
    "unknown",
];

const VALUES: &[&str] = &[
    "",
    "code",
    "a+b",
    "a%20b",
    "%",
    "%ff",
    "https://client.example.com/c",
    "=",
];
