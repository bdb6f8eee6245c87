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
    Number,
    /// A string, unescaped.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object.
    Object(Object<'a>),
}

/// A JSON object in which every member name occurs once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Object<'a> {
    /// Sorted by name.
    members: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a> Object<'a> {
    /// The object of these members; `None` if a name occurs twice.
    pub(super) fn of(mut members: Vec<(Cow<'a, str>, Value<'a>)>) -> Option<Self> {
        members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        let repeated = members
            .windows(2)
            .any(|pair| matches!(pair, [(one, _), (other, _)] if one == other));
        (!repeated).then_some(Object { members })
    }

    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value<'a>> {
        let at = self
            .members
            .binary_search_by(|(member, _)| member.as_ref().cmp(name))
            .ok()?;
        self.members.get(at).map(|(_, value)| value)
    }

    /// The members whose names start with `prefix`, sorted, each with the rest of its name.
    pub fn starting_with(&self, prefix: &str) -> impl Iterator<Item = (&str, &Value<'a>)> {
        let from = self
            .members
            .partition_point(|(member, _)| member.as_ref() < prefix);
        self.members
            .iter()
            .skip(from)
            .map_while(move |(member, value)| Some((member.strip_prefix(prefix)?, value)))
    }
}
