//! What a query, a form or a JSON object says, by name.

use std::collections::BTreeMap;

use crate::admin::failure::Failure;
use crate::rules::json::{Object, Value};

/// Texts by name, each name once.
#[derive(Debug, Default)]
pub(super) struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Those of a query or a form. A name that stands twice is refused.
    pub(super) fn of_form(text: &[u8]) -> Result<Self, Failure> {
        let pairs = form_urlencoded::parse(text);
        Fields::of(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())))
    }

    /// Those of a JSON object of texts and numbers; `null` is nothing.
    pub(super) fn of_json(text: &[u8]) -> Result<Self, Failure> {
        let object = Object::read(text, usize::MAX).map_err(|_| Failure::Malformed)?;
        let members = object.starting_with("");
        let texts = members.filter_map(|(name, value)| {
            let text = match value {
                Value::Null => return None,
                Value::String(text) => text.clone().into_owned(),
                Value::Number(number) => number.as_f64().to_string(),
                Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
            };
            Some((name.to_owned(), text))
        });
        Fields::of(texts)
    }

    /// The text of this name, without the white space around it; `None` where nothing is left.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .get(name)
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
    }

    /// The text of this name, which has to be there.
    pub(super) fn need(&self, name: &'static str) -> Result<&str, Failure> {
        self.get(name).ok_or(Failure::Field(name))
    }

    fn of(pairs: impl Iterator<Item = (String, String)>) -> Result<Self, Failure> {
        let mut fields = BTreeMap::new();
        for (name, value) in pairs {
            if fields.insert(name, value).is_some() {
                return Err(Failure::Malformed);
            }
        }
        Ok(Fields(fields))
    }
}
