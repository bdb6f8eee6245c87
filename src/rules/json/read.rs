//! The reader, on serde_json.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use crate::rules::json::error::JsonError;
use crate::rules::json::value::{Number, Object, Value};

impl<'a> Object<'a> {
    /// Reads one JSON object of at most `max_bytes` bytes.
    ///
    /// # Errors
    ///
    /// The first rule of [this module](crate::rules::json) that the text breaks.
    pub fn read(text: &'a [u8], max_bytes: usize) -> Result<Self, JsonError> {
        if text.len() > max_bytes {
            return Err(JsonError::Size);
        }
        let text = std::str::from_utf8(text).map_err(|_| JsonError::Encoding)?;
        if text.starts_with(BYTE_ORDER_MARK) {
            return Err(JsonError::Encoding);
        }
        match read(text)? {
            Value::Object(object) => Ok(object),
            _ => Err(JsonError::NotAnObject),
        }
    }
}

fn read(text: &str) -> Result<Value<'_>, JsonError> {
    let fault = Cell::new(None);
    let mut parser = serde_json::Deserializer::from_str(text);
    Level::top(&fault)
        .deserialize(&mut parser)
        .and_then(|value| parser.end().map(|()| value))
        .map_err(|_| fault.get().unwrap_or(JsonError::Syntax))
}

/// Reads one value at some depth. serde's errors are text, so ours travels in a cell beside them.
#[derive(Clone, Copy)]
struct Level<'f> {
    depth: usize,
    fault: &'f Cell<Option<JsonError>>,
}

impl<'f> Level<'f> {
    fn top(fault: &'f Cell<Option<JsonError>>) -> Self {
        Level { depth: 0, fault }
    }

    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(self.fail(JsonError::Depth));
        }
        Ok(Level {
            depth: self.depth + 1,
            ..self
        })
    }

    fn fail<E: serde::de::Error>(self, kind: JsonError) -> E {
        self.fault.set(Some(kind));
        E::custom(kind)
    }
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = Value<'de>;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Value<'de>, D::Error> {
        parser.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(Number(number as f64)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(Number(number as f64)))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Value::Number(Number(number)))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value<'de>, A::Error> {
        let below = self.below()?;
        let mut array = Vec::new();
        while let Some(value) = elements.next_element_seed(below)? {
            array.push(value);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value<'de>, A::Error> {
        let below = self.below()?;
        let mut members = Vec::new();
        while let Some(name) = entries.next_key_seed(Name)? {
            members.push((name, entries.next_value_seed(below)?));
        }
        let object = Object::of(members).ok_or_else(|| self.fail(JsonError::DuplicateMember))?;
        Ok(Value::Object(object))
    }
}

/// A member name, unescaped.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, parser: D) -> Result<Self::Value, D::Error> {
        parser.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

/// Levels of nesting: the object itself and a hundred within it.
///
/// Published documents nest at most three. The number stays below the 127 at which serde_json
/// stops by itself, so that the refusal is always this crate's own and has its own name.
pub const MAX_DEPTH: usize = 101;

const BYTE_ORDER_MARK: char = '\u{feff}';
