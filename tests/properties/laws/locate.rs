//! The client that is found is the one that every other reader of the request finds.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::{HeaderMap, Method};
use serde_json::Value;
use tower_cimd::Leg;
use tower_cimd::rules::locate::{
    Credential, LocateError, Place, Presented, Reading, any_url_form, guess, locate, parameters,
};

use super::request::Request;
use super::shuffle::{hash, shuffled};

/// The laws of one request.
pub fn holds(request: &Request) {
    let headers = request.headers();
    let found = Found::by(request.leg, &request.reading(&headers));
    match &found {
        Found::Url(client_id, place, _) => every_reader_finds_it(request, client_id, *place),
        Found::Opaque => no_url_is_overlooked(request),
        Found::Nothing => {
            no_url_is_overlooked(request);
            assert_eq!(parameter_ids(request).next(), None);
        }
        Found::Refused(rule) => assert!(LocateError::RULES.contains(rule)),
    }
    nothing_is_judged_without_a_url(request, &headers, &found);
    a_guess_hides_no_url(request, &headers);
    order_does_not_matter(request, &headers, &found);
    encoding_does_not_matter(request, &headers, &found);
}

/// What is found, less what may depend on order: which of several parameters is told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    Opaque,
    Url(String, Place, Credential),
    Refused(&'static str),
}

impl Found {
    fn by(leg: Leg, reading: &Reading<'_>) -> Self {
        match locate(leg, reading) {
            Ok(Presented::Nothing) => Found::Nothing,
            Ok(Presented::Opaque) => Found::Opaque,
            Ok(Presented::Url(it)) => {
                assert!(is_url_form(&it.client_id));
                Found::Url(it.client_id.into_owned(), it.place, it.credential)
            }
            Err(error) => Found::Refused(error.rule()),
        }
    }

    fn is_judged(&self) -> bool {
        matches!(self, Found::Url(..) | Found::Refused(_))
    }
}

/// Read once more, by libraries that share no code with ours.
fn every_reader_finds_it(request: &Request, client_id: &str, place: Place) {
    let parameter_ids: Vec<_> = parameter_ids(request).collect();
    let asserted_ids: Vec<_> = asserted_ids(request).collect();
    let basic: Vec<_> = basic(request).collect();
    assert!(
        parameter_ids
            .iter()
            .chain(&asserted_ids)
            .all(|id| id == client_id)
    );
    for credentials in &basic {
        // An empty user names nobody (RFC 6749 §3.1).
        let user = user(credentials).unwrap();
        let same = user == client_id || credentials.starts_with(client_id);
        assert!(same || user.is_empty(), "{credentials}");
    }
    let in_place = match place {
        Place::Query | Place::Form => !parameter_ids.is_empty(),
        Place::Basic => !basic.is_empty(),
        // Which may have claims that others refuse as a whole, for what ours skips in them.
        Place::Assertion => named(request.read_form(), "client_assertion")
            .next()
            .is_some(),
        _ => false,
    };
    assert!(in_place, "{place:?}");
    the_host_reads_the_same_parameters(request);
}

/// T4: what decides a check has one value, and `OAuthParams` has it.
fn the_host_reads_the_same_parameters(request: &Request) {
    let headers = request.headers();
    let ours = parameters(request.leg, &request.reading(&headers));
    assert_eq!((ours.repeated(), ours.malformed()), (None, None));
    for name in DECISIVE {
        let mut theirs = named(request.read_form(), name).chain(named(request.read_query(), name));
        let first = theirs.next();
        assert_eq!(ours.get(name), first.as_deref(), "{name}");
        assert!(theirs.all(|value| Some(value) == first), "{name}");
    }
}

fn no_url_is_overlooked(request: &Request) {
    let users = basic(request).flat_map(|credentials| [user(&credentials), Some(credentials)]);
    let mut ids = parameter_ids(request)
        .chain(asserted_ids(request))
        .chain(users.flatten());
    assert_eq!(ids.find(|id| is_url_form(id)), None);
}

fn nothing_is_judged_without_a_url(request: &Request, headers: &HeaderMap, found: &Found) {
    assert!(
        found.is_judged() <= any_url_form(&request.reading(headers)),
        "{found:?}"
    );
}

/// A browser's own credentials apart, which an authorization request may come with.
fn a_guess_hides_no_url(request: &Request, headers: &HeaderMap) {
    let post = request.reading(headers);
    if let Some(leg) = guess(&Method::POST, &post) {
        assert!(
            any_url_form(&post) <= Found::by(leg, &post).is_judged(),
            "{leg:?}"
        );
    }
    let get = Reading { form: None, ..post };
    if let Some(leg) = guess(&Method::GET, &get) {
        let mut ids = named(request.query.as_bytes(), "client_id");
        let url = ids.any(|id| is_url_form(&id));
        assert!(url <= Found::by(leg, &get).is_judged());
    }
}

fn order_does_not_matter(request: &Request, headers: &HeaderMap, found: &Found) {
    let other = Request {
        query: text(reordered(request.query.as_bytes())),
        form: reordered(&request.form),
        ..request.clone()
    };
    // Of more pairs than are read, another order reads others.
    if pairs(&request.form)
        .count()
        .max(pairs(request.query.as_bytes()).count())
        <= MAX_PAIRS
    {
        assert_eq!(Found::by(other.leg, &other.reading(headers)), *found);
    }
}

fn encoding_does_not_matter(request: &Request, headers: &HeaderMap, found: &Found) {
    let other = Request {
        query: text(reencoded(request.query.as_bytes())),
        form: reencoded(&request.form),
        ..request.clone()
    };
    // A broken escape stands for itself once it is escaped; a long assertion grows too long.
    let comparable = *found != Found::Refused("request.encoding") && other.form.len() <= MAX_FORM;
    if comparable {
        assert_eq!(Found::by(other.leg, &other.reading(headers)), *found);
    }
}

fn reordered(encoded: &[u8]) -> Vec<u8> {
    shuffled(pairs(encoded), encoded).join(&b'&')
}

fn reencoded(encoded: &[u8]) -> Vec<u8> {
    let pairs: Vec<_> = pairs(encoded).map(reencoded_pair).collect();
    pairs.join(&b'&')
}

fn reencoded_pair(pair: &[u8]) -> Vec<u8> {
    let equals = pair.iter().position(|octet| *octet == b'=');
    let (name, value) = pair.split_at(equals.unwrap_or(pair.len()));
    let value = value.strip_prefix(b"=").unwrap_or_default();
    [escaped(name), escaped(value)].join(&b'=')
}

/// Some octets escaped that need not be, and all that must.
fn escaped(encoded: &[u8]) -> Vec<u8> {
    let plus = encoded
        .iter()
        .map(|octet| if *octet == b'+' { b' ' } else { *octet });
    let plus: Vec<u8> = plus.collect();
    let octets = percent_encoding::percent_decode(&plus).collect::<Vec<_>>();
    let mut escaped = Vec::new();
    for (place, octet) in octets.into_iter().enumerate() {
        let plain = octet.is_ascii_alphanumeric() || b"-._:/{}\"".contains(&octet);
        match hash((encoded, place)) % 3 {
            0 if plain => escaped.push(octet),
            1 => escaped.extend(format!("%{octet:02x}").bytes()),
            _ => escaped.extend(format!("%{octet:02X}").bytes()),
        }
    }
    escaped
}

fn pairs(encoded: &[u8]) -> impl Iterator<Item = &[u8]> {
    encoded
        .split(|octet| *octet == b'&')
        .filter(|pair| !pair.is_empty())
}

fn text(query: Vec<u8>) -> String {
    String::from_utf8(query).unwrap()
}

/// The parameters that the leg reads, as the `form_urlencoded` crate decodes them.
fn parameter_ids(request: &Request) -> impl Iterator<Item = String> {
    named(request.read_query(), "client_id").chain(named(request.read_form(), "client_id"))
}

fn named<'a>(encoded: &'a [u8], wanted: &'a str) -> impl Iterator<Item = String> + 'a {
    form_urlencoded::parse(encoded)
        .filter(move |(name, value)| name == wanted && !value.is_empty())
        .map(|(_, value)| value.into_owned())
}

fn asserted_ids(request: &Request) -> impl Iterator<Item = String> {
    let form = request
        .read_authentication()
        .map_or(&b""[..], |_| request.read_form());
    named(form, "client_assertion")
        .filter_map(|assertion| claims(&assertion))
        .flat_map(|claims| ["iss", "sub"].map(|name| claims[name].as_str().map(String::from)))
        .flatten()
        .filter(|id| !id.is_empty())
}

fn claims(assertion: &str) -> Option<Value> {
    let [_, claims, _] = assertion.split('.').collect::<Vec<_>>()[..] else {
        return None;
    };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

/// Basic credentials, decoded from base64 alone.
fn basic(request: &Request) -> impl Iterator<Item = String> {
    let fields = request.read_authentication().into_iter().flatten();
    fields.filter_map(|field| {
        let (scheme, token) = std::str::from_utf8(field).ok()?.split_once(' ')?;
        let credentials = STANDARD.decode(token.trim()).ok()?;
        let is_basic = scheme.eq_ignore_ascii_case("basic");
        is_basic.then(|| String::from_utf8_lossy(&credentials).into_owned())
    })
}

/// What stands before the first colon, decoded (RFC 6749 §2.3.1).
fn user(credentials: &str) -> Option<String> {
    let (user, _) = credentials.split_once(':')?;
    let parameter = format!("user={}", user.replace('&', "%26"));
    named(parameter.as_bytes(), "user")
        .next()
        .or(Some(String::new()))
}

fn is_url_form(id: &str) -> bool {
    id.to_ascii_lowercase().starts_with("https://")
}

const MAX_PAIRS: usize = 256;
const MAX_FORM: usize = 16 * 1024;

/// Some of the parameters that may appear once.
const DECISIVE: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "grant_type",
    "code_challenge",
    "scope",
    "state",
    "client_assertion",
    "client_secret",
];
