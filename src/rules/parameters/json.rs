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

#[cfg(test)]
mod tests {
    use super::*;

    fn form(json: &str) -> Option<String> {
        form_of_json(json.as_bytes()).map(|form| String::from_utf8(form).expect("a form"))
    }

    #[test]
    fn an_object_of_strings_is_a_form() {
        assert_eq!(form("{}").as_deref(), Some(""));
        assert_eq!(form(r#"{"a b":"c&d"}"#).as_deref(), Some("a+b=c%26d"));
        let mut pairs: Vec<_> = form(r#"{"b":"2","a":"1"}"#)
            .expect("a form")
            .split('&')
            .map(str::to_owned)
            .collect();
        pairs.sort();
        assert_eq!(pairs, ["a=1", "b=2"]);
    }

    #[test]
    fn anything_else_is_none() {
        for json in [
            "",
            "[]",
            r#"{"a":1}"#,
            r#"{"a":null}"#,
            r#"{"a":["x"]}"#,
            r#"{"a":"1","a":"2"}"#,
        ] {
            assert_eq!(form(json), None, "{json}");
        }
    }
}
