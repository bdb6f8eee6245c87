//! The parameters that decide a check, decoded at once.

use crate::rules::parameters::decode::Decoded;
use crate::rules::parameters::pairs::Pair;
use crate::rules::parameters::pairs::pairs;
use crate::rules::parameters::single::lookup;

/// The parameters that decide a check, decoded into one text: a warm authorization request is
/// checked at the cost of one allocation.
#[derive(Clone, Default)]
pub(crate) struct Glance {
    text: Vec<u8>,
    /// Where the value of each of [`DECISIVE`] stands in `text`.
    values: [Option<(usize, usize)>; DECISIVE.len()],
    /// Where the values of `resource` stand, a space behind each.
    resources: (usize, usize),
}

impl Glance {
    /// Reads a form and a query. What the form gives goes before what the query does, parameter by
    /// parameter, as [`Parameters`](super::Parameters) has it.
    pub(crate) fn of(form: &[u8], query: &[u8]) -> Self {
        let mut glance = Glance {
            text: Vec::with_capacity(form.len() + query.len()),
            ..Glance::default()
        };
        pairs(form)
            .chain(pairs(query))
            .for_each(|pair| glance.read(pair));
        let start = glance.text.len();
        glance.read_resources(form);
        if glance.text.len() == start {
            glance.read_resources(query);
        }
        glance.resources = (start, glance.text.len());
        glance
    }

    /// The value; `None` where it is absent or empty, which is the same (RFC 6749 §3.1).
    ///
    /// A value that is not UTF-8 is U+FFFD, which no check lets pass.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let place = DECISIVE.iter().position(|decisive| *decisive == name)?;
        let span = self.values.get(place).copied().flatten()?;
        Some(self.slice(span))
    }

    /// The values of `resource` (RFC 8707 §2).
    pub(crate) fn resources(&self) -> impl Iterator<Item = &str> {
        self.slice(self.resources).split_terminator(' ')
    }

    fn read(&mut self, pair: Pair<'_>) {
        let found = lookup(pair.name)
            .and_then(|(_, name)| DECISIVE.iter().position(|decisive| *decisive == name));
        let slot = found.and_then(|place| self.values.get(place));
        if pair.value.is_empty() || !matches!(slot, Some(None)) {
            return;
        }
        let span = self.decode(pair.value);
        if let Some(slot) = found.and_then(|place| self.values.get_mut(place)) {
            *slot = Some(span);
        }
    }

    fn read_resources(&mut self, encoded: &[u8]) {
        let resources = pairs(encoded).filter(|pair| pair.is_named("resource"));
        for pair in resources.filter(|pair| !pair.value.is_empty()) {
            let (start, end) = self.decode(pair.value);
            // A space stands in no URI, and must not make two of one.
            let split = self
                .text
                .get(start..end)
                .is_some_and(|it| it.contains(&b' '));
            if split {
                self.replace(start);
            }
            self.text.push(b' ');
        }
    }

    fn decode(&mut self, value: &[u8]) -> (usize, usize) {
        let start = self.text.len();
        self.text.extend(Decoded::new(value));
        let decoded = self.text.get(start..).unwrap_or_default();
        if std::str::from_utf8(decoded).is_err() {
            self.replace(start);
        }
        (start, self.text.len())
    }

    fn replace(&mut self, start: usize) {
        self.text.truncate(start);
        self.text.extend_from_slice("\u{FFFD}".as_bytes());
    }

    fn slice(&self, (start, end): (usize, usize)) -> &str {
        let octets = self.text.get(start..end).unwrap_or_default();
        std::str::from_utf8(octets).unwrap_or_default()
    }
}

/// No values: they hold codes and verifiers.
impl std::fmt::Debug for Glance {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let given = DECISIVE.iter().zip(&self.values);
        let names = given.filter_map(|(name, value)| value.map(|_| name));
        f.debug_list().entries(names).finish()
    }
}

/// Each of them may appear once.
const DECISIVE: [&str; 14] = [
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
    "client_id",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::parameters::reading::Parameters;

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
            let glance = Glance::of(form.as_bytes(), query.as_bytes());
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
        let glance = Glance::of(
            b"",
            b"scope=%ff&resource=%ff&resource=a%20b&resource=%e2%82",
        );
        assert_eq!(glance.get("scope"), Some("\u{FFFD}"));
        let found: Vec<_> = glance.resources().collect();
        assert_eq!(found, ["\u{FFFD}"; 3]);
    }

    #[test]
    fn no_value_is_told() {
        let glance = Glance::of(b"code_verifier=secret&token=secret", b"");
        assert_eq!(format!("{glance:?}"), "[\"code_verifier\", \"token\"]");
    }
}
