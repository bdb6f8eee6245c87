//! The parameters of one request.

use std::borrow::Cow;
use std::fmt;

use crate::rules::parameters::decode::text;
use crate::rules::parameters::listing::Listing;
use crate::rules::parameters::pairs::Pair;
use crate::rules::parameters::pairs::pairs;
use crate::rules::parameters::single::lookup;
use crate::rules::parameters::survey::MAX_PAIRS;
use crate::rules::parameters::survey::Malformed;
use crate::rules::parameters::survey::Survey;

/// The parameters of one query or form, decoded from `application/x-www-form-urlencoded`.
///
/// A value whose octets are not UTF-8 is no value: [`get`](Self::get) answers `None` where others
/// would answer U+FFFD, and [`malformed`](Self::malformed) says so. At most 256 parameters are read;
/// of a request with more of them none is, so that nobody acts on a half.
///
/// ```
/// use tower_cimd::rules::parameters::Parameters;
///
/// let parameters = Parameters::parse(b"scope=mcp%3Aread+offline_access&state=&client%5Fid=app");
/// assert_eq!(parameters.get("scope"), Some("mcp:read offline_access"));
/// assert_eq!(parameters.get("state"), None);
/// assert_eq!(parameters.get("client_id"), Some("app"));
/// ```
#[derive(Clone, Default)]
pub struct Parameters {
    /// A value is `None` where its octets are not UTF-8.
    pairs: Vec<(Cow<'static, str>, Option<String>)>,
    survey: Survey,
}

impl Parameters {
    /// Reads a raw query, without its `?`, or a form.
    pub fn parse(encoded: &[u8]) -> Self {
        let survey = Listing::of(encoded).survey;
        // One more pair than is read tells "all of them" from "the first 256".
        let pairs: Vec<_> = pairs(encoded).take(MAX_PAIRS + 1).collect();
        let pairs = match pairs.len() > MAX_PAIRS {
            true => Vec::new(),
            false => pairs.into_iter().filter_map(decode).collect(),
        };
        Parameters { pairs, survey }
    }

    /// The parameter's value; `None` where it is absent or empty, which is the same (RFC 6749
    /// §3.1), or is not UTF-8. The first one where there are several: where that matters, see
    /// [`repeated`](Self::repeated).
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|&(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// Every value in order that is neither empty nor undecodable. For `resource` (RFC 8707 §2) and
    /// `audience` (RFC 8693 §2.1), which may repeat.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        self.iter()
            .filter(move |&(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value)
    }

    /// Every pair in order, the empty ones too; undecodable ones are left out.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.pairs
            .iter()
            .filter_map(|(name, value)| Some((name.as_ref(), value.as_deref()?)))
    }

    /// The first parameter that RFC 6749 §3.1 and §3.2 let appear once and that appears again, be
    /// it with an empty value. Extension parameters that this crate does not know may repeat.
    ///
    /// The layer refuses such a request where a Client Identifier URL stands in it.
    pub fn repeated(&self) -> Option<&'static str> {
        self.survey.repeated
    }

    /// Why another reader might find other parameters here, where one might.
    ///
    /// The layer refuses such a request where a Client Identifier URL stands in it.
    pub fn malformed(&self) -> Option<Malformed> {
        self.survey.malformed
    }

    /// These parameters, and those of `other` that have no value here.
    pub(crate) fn or(mut self, other: Parameters) -> Parameters {
        let mut missing = other.pairs;
        missing.retain(|(name, _)| self.get(name).is_none());
        self.pairs.append(&mut missing);
        self.survey = self.survey.or(other.survey);
        self
    }
}

/// Names alone: the values hold codes, secrets and assertions.
impl fmt::Debug for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.pairs.iter().map(|(name, _)| name))
            .finish()
    }
}

/// `None` for a name that is not UTF-8, since nobody can ask for it.
fn decode(pair: Pair<'_>) -> Option<(Cow<'static, str>, Option<String>)> {
    let name = match lookup(pair.name) {
        Some((_, name)) => Cow::Borrowed(name),
        None => Cow::Owned(text(pair.name)?.into_owned()),
    };
    Some((name, text(pair.value).map(Cow::into_owned)))
}
