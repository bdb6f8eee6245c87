//! A document's members by type.

use std::borrow::Cow;

use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::json::{Object, Value};

/// The members of a document whose `client_id` is the request's. `null` is absent, as for a
/// registered client (RFC 7591 §2); any other value of another type is an error.
#[derive(Clone, Copy, Debug)]
pub(super) struct Members<'o>(&'o Object<'o>);

impl<'o> Members<'o> {
    pub(super) fn of(object: &'o Object<'o>) -> Self {
        Members(object)
    }

    /// Whether it is there at all, `null` included.
    pub(super) fn has(self, name: &'static str) -> bool {
        self.0.get(name).is_some()
    }

    /// Whether it is absent, or holds nothing that could be used.
    pub(super) fn is_empty(self, name: &'static str) -> bool {
        match self.value(name) {
            None => true,
            Some(Value::String(text)) => text.trim().is_empty(),
            Some(Value::Array(entries)) => entries.is_empty(),
            Some(_) => false,
        }
    }

    pub(super) fn value(self, name: &'static str) -> Option<&'o Value<'o>> {
        self.0.get(name).filter(|value| **value != Value::Null)
    }

    pub(super) fn text(self, name: &'static str) -> Result<Option<&'o str>, DocumentError> {
        self.value(name).map(|value| text(name, value)).transpose()
    }

    pub(super) fn texts(self, name: &'static str) -> Result<Option<Vec<&'o str>>, DocumentError> {
        match self.value(name) {
            None => Ok(None),
            Some(Value::Array(entries)) => entries
                .iter()
                .map(|entry| text(name, entry))
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(wrong_type(name)),
        }
    }

    /// A boolean, `false` where it is absent (RFC 9126 §6, RFC 9449 §5.2, RFC 8705 §3.4).
    pub(super) fn flag(self, name: &'static str) -> Result<bool, DocumentError> {
        match self.value(name) {
            None => Ok(false),
            Some(Value::Bool(value)) => Ok(*value),
            Some(_) => Err(wrong_type(name)),
        }
    }

    /// `name#tag` members: the tag and the text of each (RFC 7591 §2.2).
    pub(super) fn tagged(
        self,
        name: &'static str,
        prefix: &'static str,
    ) -> impl Iterator<Item = Result<(&'o str, &'o str), DocumentError>> {
        self.0
            .starting_with(prefix)
            .filter(|(_, value)| **value != Value::Null)
            .map(move |(tag, value)| Ok((tag, text(name, value)?)))
    }
}

fn text<'o>(name: &'static str, value: &'o Value<'_>) -> Result<&'o str, DocumentError> {
    match value {
        Value::String(Cow::Borrowed(text)) => Ok(text),
        Value::String(Cow::Owned(text)) => Ok(text),
        _ => Err(wrong_type(name)),
    }
}

fn wrong_type(name: &'static str) -> DocumentError {
    DocumentError::of(name, DocumentRule::WrongType)
}
