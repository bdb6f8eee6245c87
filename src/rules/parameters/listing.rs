//! What stands in a query or form under the names that may appear once, found in one pass.

use crate::rules::parameters::decode::Decoded;
use crate::rules::parameters::decode::is_unambiguous;
use crate::rules::parameters::pairs::Pair;
use crate::rules::parameters::pairs::pairs;
use crate::rules::parameters::single::SINGLE;
use crate::rules::parameters::single::lookup;
use crate::rules::parameters::survey::MAX_PAIRS;
use crate::rules::parameters::survey::Malformed;
use crate::rules::parameters::survey::Survey;

/// The parameters of one query or form that may appear once, still encoded, and what is wrong with
/// it. Made without allocating.
#[derive(Clone, Debug)]
pub(crate) struct Listing<'a> {
    pub(super) encoded: &'a [u8],
    pub(crate) survey: Survey,
    pub(super) names_resource: bool,
    /// By their places in [`SINGLE`]. Empty is absent (RFC 6749 §3.1).
    values: [&'a [u8]; SINGLE.len()],
    /// A bit for each of them that stands there, be it empty.
    seen: u64,
}

impl<'a> Listing<'a> {
    pub(crate) fn of(encoded: &'a [u8]) -> Self {
        let mut listing = Listing {
            encoded,
            survey: Survey::default(),
            names_resource: false,
            values: [b""; SINGLE.len()],
            seen: 0,
        };
        for (count, pair) in pairs(encoded).enumerate() {
            if count == MAX_PAIRS {
                let malformed = &mut listing.survey.malformed;
                malformed.get_or_insert(Malformed::TooMany);
                break;
            }
            match lookup(pair.name) {
                Some((place, name)) => listing.enter(place, name, pair.value),
                None => listing.names_resource |= pair.is_named("resource"),
            }
        }
        listing
    }

    /// The value of the parameter at this place in [`SINGLE`], the first that is not empty.
    pub(super) fn at(&self, place: usize) -> &'a [u8] {
        self.values.get(place).copied().unwrap_or_default()
    }

    /// The value of the parameter of this name; empty where it is absent.
    pub(crate) fn value(&self, name: &str) -> &'a [u8] {
        lookup(name.as_bytes()).map_or(b"", |(place, _)| self.at(place))
    }

    /// The first parameter to which these two give different values.
    pub(crate) fn conflict(&self, other: &Listing<'_>) -> Option<&'static str> {
        conflict(self.encoded, other.encoded)
    }

    fn enter(&mut self, place: usize, name: &'static str, value: &'a [u8]) {
        let Survey {
            repeated,
            malformed,
        } = &mut self.survey;
        if self.seen & 1 << place != 0 {
            repeated.get_or_insert(name);
        }
        self.seen |= 1 << place;
        if !is_unambiguous(value) {
            malformed.get_or_insert(Malformed::Encoding(name));
        }
        match self.values.get_mut(place) {
            Some(slot) if slot.is_empty() => *slot = value,
            Some(_) | None => {}
        }
    }
}

/// The first parameter that may appear once, to which two queries or forms give different values.
/// An empty value is none (RFC 6749 §3.1).
fn conflict(one: &[u8], two: &[u8]) -> Option<&'static str> {
    if one.is_empty() || two.is_empty() {
        return None;
    }
    let given = |encoded| pairs(encoded).filter(|pair: &Pair<'_>| !pair.value.is_empty());
    given(one).find_map(|pair| {
        let (_, name) = lookup(pair.name)?;
        let value = Decoded::new(pair.value);
        let mut others = given(two).filter(|other| other.is_named(name));
        let differs = others.any(|other| !Decoded::new(other.value).eq(value.clone()));
        differs.then_some(name)
    })
}

const _: () = assert!(SINGLE.len() <= u64::BITS as usize);
