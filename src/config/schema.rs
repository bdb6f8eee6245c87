//! What may stand in the file, as data.

use std::sync::LazyLock;

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::config::settings::Members;

/// The JSON Schema of the file, of which everything else that is said about its keys is made.
pub(crate) static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let schema = SchemaSettings::draft2020_12().into_generator();
    let mut schema = schema.into_root_schema_for::<Members>().to_value();
    for_readers(&mut schema);
    schema
});

/// One part of the schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'s>(&'s Value);

/// What a value has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Table,
    List,
    Text,
    /// A date with its time.
    Moment,
    Number,
    Flag,
}

impl Part<'static> {
    /// The whole.
    pub(crate) fn whole() -> Self {
        Part(&SCHEMA)
    }

    /// What may stand at `path`.
    pub(crate) fn at(path: &[String]) -> Option<Self> {
        let whole = Some(Part::whole());
        path.iter().fold(whole, |part, key| part?.member(key))
    }

    /// What it refers to, and what it is where it is there.
    fn meant(self) -> &'static Value {
        let mut value = self.0;
        while let Some(next) = referred(value) {
            value = next;
        }
        value
    }

    pub(crate) fn form(self) -> Form {
        let meant = self.meant();
        let name = match &meant["type"] {
            Value::Array(names) => names.first().and_then(Value::as_str),
            name => name.as_str(),
        };
        match name {
            Some("object") => Form::Table,
            Some("array") => Form::List,
            Some("integer") => Form::Number,
            Some("boolean") => Form::Flag,
            _ if meant["format"] == "date-time" => Form::Moment,
            _ => Form::Text,
        }
    }

    /// The members of a table, by name.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'static str, Self)> {
        let members = self.meant()["properties"].as_object();
        let members = members.into_iter().flatten();
        members.map(|(name, part)| (name.as_str(), Part(part)))
    }

    pub(crate) fn member(self, name: &str) -> Option<Self> {
        self.members()
            .find(|(own, _)| *own == name)
            .map(|(_, part)| part)
    }

    /// The members that must be there.
    pub(crate) fn required(self) -> impl Iterator<Item = &'static str> {
        let names = self.meant()["required"].as_array();
        names.into_iter().flatten().filter_map(Value::as_str)
    }

    /// What the items of a list have to be.
    pub(crate) fn items(self) -> Option<Self> {
        self.meant().get("items").map(Part)
    }

    pub(crate) fn is_list_of_tables(self) -> bool {
        self.items()
            .is_some_and(|items| items.form() == Form::Table)
    }

    /// The only texts that there are, if there are but some.
    pub(crate) fn choices(self) -> Vec<&'static str> {
        let meant = self.meant();
        let listed = meant["enum"].as_array().into_iter().flatten();
        let described = meant["oneOf"].as_array().into_iter().flatten();
        let described = described.flat_map(|choice| match choice.get("const") {
            Some(one) => vec![one],
            None => choice["enum"].as_array().into_iter().flatten().collect(),
        });
        listed.chain(described).filter_map(Value::as_str).collect()
    }

    /// The least and the most that a number, or the number of what is in it, may be.
    pub(crate) fn range(self) -> (Option<u64>, Option<u64>) {
        let meant = self.meant();
        let bound = |names: [&str; 3]| names.iter().find_map(|name| meant[*name].as_u64());
        (
            bound(["minimum", "minItems", "minLength"]),
            bound(["maximum", "maxItems", "maxLength"]),
        )
    }

    /// What its documentation says.
    pub(crate) fn description(self) -> &'static str {
        let own = self.0["description"].as_str();
        own.or_else(|| self.meant()["description"].as_str())
            .unwrap_or_default()
    }

    pub(crate) fn example(self) -> Option<&'static Value> {
        self.0["examples"]
            .get(0)
            .or_else(|| self.meant()["examples"].get(0))
    }
}

/// Takes the links of the code out of what is said, which is for readers of a file.
fn for_readers(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if let Some(Value::String(text)) = members.get_mut("description") {
                *text = without_links(text);
            }
            members.values_mut().for_each(for_readers);
        }
        Value::Array(items) => items.iter_mut().for_each(for_readers),
        _ => {}
    }
}

fn without_links(text: &str) -> String {
    let mut parts = text.split("](crate::");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut before, part| {
        if let Some(open) = before.rfind('[') {
            before.remove(open);
        }
        before + part.split_once(')').map_or(part, |(_, rest)| rest)
    })
}

fn referred(value: &'static Value) -> Option<&'static Value> {
    if let Some(reference) = value["$ref"].as_str() {
        return SCHEMA.pointer(reference.trim_start_matches('#'));
    }
    let either = value["anyOf"].as_array()?;
    either.iter().find(|one| one["type"] != "null")
}
