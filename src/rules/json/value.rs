//! What was read.

use std::borrow::Cow;

/// A JSON value, its strings borrowed from the text wherever they hold no escape.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number.
    Number(Number),
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// A JSON number, as the nearest double; never infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub(super) f64);

/// JSON has no NaN, so that every number equals itself.
impl Eq for Number {}

impl Number {
    /// The number.
    pub const fn as_f64(self) -> f64 {
        self.0
    }
}

/// A JSON object in which every member name occurs once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object<'a> {
    /// Sorted by length and text of the name.
    members: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Object<'a> {
    /// The object of these members; `None` if a name occurs twice.
    pub(super) fn of(mut members: Vec<(Cow<'a, str>, Value<'a>)>) -> Option<Self> {
        members.sort_unstable_by(|(one, _), (other, _)| {
            one.len().cmp(&other.len()).then_with(|| one.cmp(other))
        });
        let repeated = members
            .windows(2)
            .any(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
        (!repeated).then_some(Object { members })
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        // One after the other: faster than any search for the dozen members that documents have.
        let mut members = self.members.iter();
        members
            .find(|(member, _)| member == name)
            .map(|(_, value)| value)
    }

    /// The members whose names start with `prefix`, each with the rest of its name.
    pub fn starting_with(&self, prefix: &str) -> impl Iterator<Item = (&str, &Value<'a>)> {
        self.members
            .iter()
            .filter_map(move |(member, value)| Some((member.strip_prefix(prefix)?, value)))
    }
}
