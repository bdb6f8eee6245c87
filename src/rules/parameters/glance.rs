//! The parameters that decide a check, decoded at once.

use crate::rules::parameters::decode::decode_into;
use crate::rules::parameters::listing::Listing;
use crate::rules::parameters::pairs::named;
use crate::rules::parameters::single::SINGLE;
use crate::rules::parameters::single::lookup;

/// The parameters that decide a check, decoded into one text: a warm authorization request is
/// checked at the cost of one allocation.
#[derive(Clone, Default)]
pub(crate) struct Glance {
    text: String,
    /// Where the value of each of [`DECISIVE`] stands in `text`; nowhere is absent.
    values: [Span; DECISIVE.len()],
    /// Where the values of `resource` stand, a space behind each.
    resources: Span,
}

/// A form is no longer than 4 GiB.
type Span = (u32, u32);

impl Glance {
    /// Reads a form and a query. What the form gives goes before what the query does, parameter by
    /// parameter, as [`Parameters`](super::Parameters) has it.
    pub(crate) fn of(form: &Listing<'_>, query: &Listing<'_>) -> Self {
        let mut glance = Glance::default();
        let mut text = Vec::with_capacity(form.encoded.len() + query.encoded.len());
        for (slot, place) in glance.values.iter_mut().zip(PLACES) {
            let given = [form, query].map(|listing| listing.at(place));
            if let Some(value) = given.into_iter().find(|value| !value.is_empty()) {
                *slot = append(&mut text, value);
            }
        }
        let start = text.len();
        append_resources(&mut text, form);
        if text.len() == start {
            append_resources(&mut text, query);
        }
        glance.resources = span(start, text.len());
        // Each value is UTF-8 by now.
        glance.text = String::from_utf8(text).unwrap_or_default();
        glance
    }

    /// The value; `None` where it is absent or empty, which is the same (RFC 6749 §3.1).
    ///
    /// A value that is not UTF-8 is one with U+FFFD in it, which no check lets pass.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (place, _) = lookup(name.as_bytes())?;
        let span = self.values.get(*SLOTS.get(place)?)?;
        Some(self.slice(*span)).filter(|value| !value.is_empty())
    }

    /// The values of `resource` (RFC 8707 §2).
    pub(crate) fn resources(&self) -> impl Iterator<Item = &str> {
        self.slice(self.resources).split_terminator(' ')
    }

    fn slice(&self, (start, end): Span) -> &str {
        let place = |octet| usize::try_from(octet).unwrap_or(usize::MAX);
        self.text.get(place(start)..place(end)).unwrap_or_default()
    }
}

/// No values: they hold codes and verifiers.
impl std::fmt::Debug for Glance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = DECISIVE.iter().zip(&self.values);
        let names = given.filter_map(|(name, (start, end))| (start < end).then_some(name));
        f.debug_list().entries(names).finish()
    }
}

/// Appends a value.
fn append(text: &mut Vec<u8>, value: &[u8]) -> Span {
    let start = text.len();
    decode_into(text, value);
    let decoded = text.get(start..).unwrap_or_default();
    if !decoded.is_ascii() && std::str::from_utf8(decoded).is_err() {
        replace(text, start);
    }
    span(start, text.len())
}

fn append_resources(text: &mut Vec<u8>, listing: &Listing<'_>) {
    if !listing.names_resource {
        return;
    }
    let resources = named(listing.encoded, "resource");
    for pair in resources.filter(|pair| !pair.value.is_empty()) {
        let start = text.len();
        append(text, pair.value);
        // A space stands in no URI, and must not make two of one.
        let decoded = text.get(start..).unwrap_or_default();
        if decoded.contains(&b' ') {
            replace(text, start);
        }
        text.push(b' ');
    }
}

fn replace(text: &mut Vec<u8>, start: usize) {
    text.truncate(start);
    text.extend_from_slice("\u{FFFD}".as_bytes());
}

fn span(start: usize, end: usize) -> Span {
    let octet = |place| u32::try_from(place).unwrap_or(u32::MAX);
    (octet(start), octet(end))
}

/// Each of them may appear once.
const DECISIVE: [&str; 13] = [
    "response_type",
    "response_mode",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "request",
    "request_uri",
    "grant_type",
    "code_verifier",
    "token",
];

/// The place of each of [`DECISIVE`] in [`SINGLE`].
const PLACES: [usize; DECISIVE.len()] = {
    let mut places = [SINGLE.len(); DECISIVE.len()];
    let mut slot = 0;
    while slot < DECISIVE.len() {
        places[slot] = place_of(DECISIVE[slot].as_bytes());
        slot += 1;
    }
    places
};

/// The slot in [`DECISIVE`] of each of [`SINGLE`]; what is not in it has none.
const SLOTS: [usize; SINGLE.len()] = {
    let mut slots = [DECISIVE.len(); SINGLE.len()];
    let mut slot = 0;
    while slot < DECISIVE.len() {
        slots[PLACES[slot]] = slot;
        slot += 1;
    }
    slots
};

const fn place_of(name: &[u8]) -> usize {
    let mut place = 0;
    while !is_same(SINGLE[place].as_bytes(), name) {
        place += 1;
    }
    place
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut octet = 0;
    while octet < one.len() && octet < other.len() && one[octet] == other[octet] {
        octet += 1;
    }
    octet == one.len() && octet == other.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parameters::reading::Parameters;

    fn glance(form: &[u8], query: &[u8]) -> Glance {
        Glance::of(&Listing::of(form), &Listing::of(query))
    }

    /// T4: a check and a handler that read two values of one parameter would be two readings.
    #[test]
    fn a_glance_finds_what_the_parameters_say() {
        for (form, query) in [
            (
                "",
                "scope=a+b&state=%C3%A9&redirect_uri=https%3A%2F%2Fa.example.com%2F",
            ),
            ("scope=a&resource=x", "scope=a&state=s&resource=y"),
            ("scope=a", "scope=b&scope="),
            (
                "",
                "resource=x&scope=a&resource=&resource=y%2fz&resou%72ce=w",
            ),
            ("scope=&state", "scope=b&st%61te=c&resource=d"),
            (
                "sc%6fpe=a&unknown=1&&=&",
                "request_uri=%75rn&reques=x&requests=y",
            ),
            (
                "grant_type=x&code_verifier=~&token=t&client_id=c",
                "prompt=none",
            ),
        ] {
            let glance = glance(form.as_bytes(), query.as_bytes());
            let whole = Parameters::parse(form.as_bytes()).or(Parameters::parse(query.as_bytes()));
            for name in DECISIVE {
                assert_eq!(glance.get(name), whole.get(name), "{name}: {form} {query}");
            }
            let found: Vec<_> = glance.resources().collect();
            let expected: Vec<_> = whole.get_all("resource").collect();
            assert_eq!(found, expected, "{form} {query}");
        }
    }

    #[test]
    fn what_is_no_text_is_no_value_that_a_check_lets_pass() {
        let glance = glance(
            b"",
            b"scope=%ff&resource=%ff&resource=a%20b&resource=%e2%82",
        );
        assert_eq!(glance.get("scope"), Some("\u{FFFD}"));
        let found: Vec<_> = glance.resources().collect();
        assert_eq!(found, ["\u{FFFD}"; 3]);
    }

    #[test]
    fn no_value_is_told() {
        let glance = glance(b"code_verifier=secret&token=secret", b"");
        assert_eq!(format!("{glance:?}"), "[\"code_verifier\", \"token\"]");
    }
}
