//! What is wrong with a query or form as a whole.

use crate::rules::parameters::decode::Decoded;
use crate::rules::parameters::decode::is_unambiguous;
use crate::rules::parameters::pairs::Pair;
use crate::rules::parameters::pairs::pairs;
use crate::rules::parameters::single::SINGLE;
use crate::rules::parameters::single::lookup;

/// Why two readers of one query or form might read different parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Malformed {
    /// The value of this parameter holds a `%` that begins no escape, or octets that are not UTF-8.
    #[error("{0} is not encoded as application/x-www-form-urlencoded")]
    Encoding(&'static str),
    /// There are more parameters than are read.
    #[error("there are more than 256 parameters")]
    TooMany,
}

/// The first flaws of a query or form, found without allocating.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Survey {
    /// The first parameter that may appear once and appears again, be it with an empty value.
    pub(crate) repeated: Option<&'static str>,
    pub(crate) malformed: Option<Malformed>,
}

impl Survey {
    pub(crate) fn of(encoded: &[u8]) -> Self {
        let mut survey = Survey::default();
        let mut seen = 0_u64;
        for (count, pair) in pairs(encoded).enumerate() {
            if count == MAX_PAIRS {
                survey.malformed.get_or_insert(Malformed::TooMany);
                break;
            }
            let Some((place, name)) = lookup(pair.name) else {
                continue;
            };
            if seen & 1 << place != 0 {
                survey.repeated.get_or_insert(name);
            }
            seen |= 1 << place;
            if !is_unambiguous(pair.value) {
                survey.malformed.get_or_insert(Malformed::Encoding(name));
            }
        }
        survey
    }

    /// This survey's flaws, and the other's where this one has none.
    pub(crate) fn or(self, other: Survey) -> Survey {
        Survey {
            repeated: self.repeated.or(other.repeated),
            malformed: self.malformed.or(other.malformed),
        }
    }
}

/// The first parameter that may appear once, to which two queries or forms give different values.
/// An empty value is none (RFC 6749 §3.1).
pub(crate) fn conflict(one: &[u8], two: &[u8]) -> Option<&'static str> {
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

/// More than any client sends, and few enough to search through for every look-up.
pub(super) const MAX_PAIRS: usize = 256;

const _: () = assert!(SINGLE.len() <= u64::BITS as usize);
