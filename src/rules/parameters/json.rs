//! Parameters that a program sends as JSON, although RFC 6749 §4.1.3 asks for a form.

use form_urlencoded::Serializer;

use crate::rules::json::{Object, Value};

/// The form that says what a JSON object of strings does; `None` where the text is not one, read
/// [strictly](crate::rules::json): two readers could otherwise read two requests (T4).
pub(crate) fn form_of_json(text: &[u8]) -> Option<Vec<u8>> {
    let object = Object::read(text, text.len()).ok()?;
    let mut form = Serializer::new(String::new());
    for (name, value) in object.starting_with("") {
        match value {
            Value::String(value) => form.append_pair(name, value),
            _ => return None,
        };
    }
    Some(form.finish().into_bytes())
}
