//! JSON, read and written without any of our own code.

use serde_json::Value;

use super::shuffle::shuffled;

/// The same value with the members of every object in another order.
pub fn reordered(json: &Value, seed: u64) -> String {
    match json {
        Value::Object(object) => {
            let member = |(name, value): (&String, _)| {
                format!("{}:{}", Value::from(name.as_str()), reordered(value, seed))
            };
            let members: Vec<_> = shuffled(object.iter().map(member), seed);
            format!("{{{}}}", members.join(","))
        }
        Value::Array(array) => {
            let elements: Vec<_> = array.iter().map(|value| reordered(value, seed)).collect();
            format!("[{}]", elements.join(","))
        }
        _ => json.to_string(),
    }
}

/// The member names of a text that is JSON: every colon outside of a string stands behind one.
pub fn names(json: &[u8]) -> usize {
    let (mut quoted, mut escaped, mut names) = (false, false, 0);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            b':' if !quoted => names += 1,
            _ => {}
        }
    }
    names
}

/// The members of a value, at every depth. Of two with one name serde_json keeps the last.
pub fn members(json: &Value) -> usize {
    match json {
        Value::Object(object) => object.len() + object.values().map(members).sum::<usize>(),
        Value::Array(array) => array.iter().map(members).sum(),
        _ => 0,
    }
}

/// Levels of nesting.
pub fn depth(json: &Value) -> usize {
    let below = match json {
        Value::Object(object) => object.values().map(depth).max(),
        Value::Array(array) => array.iter().map(depth).max(),
        _ => return 0,
    };
    1 + below.unwrap_or_default()
}

/// The strings of an array.
pub fn strings(json: &Value) -> impl Iterator<Item = &str> {
    json.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
}
