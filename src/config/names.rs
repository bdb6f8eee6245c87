//! Names that a setting may have, out of the lists of those that there are.

use schemars::{Schema, SchemaGenerator, json_schema};

use crate::rules::auth_method::AuthMethod;
use crate::rules::profile::Profile;

pub(crate) fn profiles(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = Profile::ALL.iter().map(Profile::name).collect();
    json_schema!({ "type": "string", "enum": names })
}

pub(crate) fn auth_methods(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<_> = AuthMethod::ALL
        .iter()
        .map(|method| method.as_str())
        .collect();
    json_schema!({
        "type": "array",
        "items": { "type": "string", "enum": names },
        "minItems": 1,
    })
}
