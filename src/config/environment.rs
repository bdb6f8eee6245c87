//! The same settings by environment variables.

use toml::de::DeValue;

use crate::config::error::Fault;
use crate::config::place::Place;
use crate::config::schema::{Form, Part};
use crate::config::tree::Tree;

/// What the names of the variables begin with. Two underscores stand between the parts of a key:
/// `TOWER_CIMD__LIMITS__HOST`.
pub const PREFIX: &str = "TOWER_CIMD__";

/// Sets what the variables say, over what the file says. Variables with other names are none of ours.
pub(crate) fn overlay<'i>(tree: &mut Tree<'i>, variables: &'i [(String, String)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, text) in variables {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            continue;
        };
        let path: Vec<String> = rest.split("__").map(str::to_ascii_lowercase).collect();
        let set = value(name, &path, text).and_then(|value| tree.set(name, &path, value));
        faults.extend(set.err());
    }
    faults
}

/// A text stands in a variable as it is; everything else as it would in the file.
fn value<'i>(name: &str, path: &[String], text: &'i str) -> Result<DeValue<'i>, Fault> {
    let form = Part::at(path).map_or(Form::Text, Part::form);
    if form == Form::Text {
        return Ok(DeValue::String(text.into()));
    }
    let parsed = DeValue::parse(text.trim());
    parsed
        .map(|value| value.into_inner())
        .map_err(|error| Fault {
            place: Some(Place::Variable(name.to_owned())),
            key: path.join("."),
            message: format!("not TOML: {}", error.message()),
        })
}
