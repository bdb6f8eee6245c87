//! The file as it is by default, with what each key is for.

use serde_json::Value;

use crate::config::schema::{Form, Part};
use crate::config::settings::Members;

/// The defaults as a file. Keys that have none are commented out, with an example.
pub(crate) fn annotated() -> String {
    let mut page = Page(String::new());
    let whole = Part::whole();
    let defaults = defaults();
    let (sections, scalars): (Vec<_>, Vec<_>) = members(whole)
        .partition(|(_, part)| matches!(part.form(), Form::Table) || is_list_of_tables(*part));
    for (name, part) in scalars {
        page.key(name, part, &defaults[name]);
    }
    for (name, part) in sections {
        page.section(name, part, &defaults[name]);
    }
    page.0
}

struct Page(String);

impl Page {
    fn section(&mut self, name: &str, part: Part<'static>, defaults: &Value) {
        self.comment(part.description());
        if is_list_of_tables(part) {
            return self.examples(name, part);
        }
        let is_there = !defaults.is_null();
        self.line(is_there, &format!("[{name}]"));
        for (name, part) in members(part).filter(|(_, part)| !is_list_of_tables(*part)) {
            self.key_if(is_there, name, part, &defaults[name]);
        }
        if let Some(list) = part.members().find(|(_, part)| is_list_of_tables(*part)) {
            self.comment(list.1.description());
            let example = part.example().map(|example| &example[list.0]);
            self.tables(&format!("{name}.{}", list.0), example);
        }
        self.0.push('\n');
    }

    fn key(&mut self, name: &str, part: Part<'static>, default: &Value) {
        self.key_if(true, name, part, default);
        self.0.push('\n');
    }

    fn key_if(&mut self, is_there: bool, name: &str, part: Part<'static>, default: &Value) {
        self.comment(part.description());
        let range = match part.range() {
            (Some(least), Some(most)) if part.form() == Form::Number => {
                Some(format!("{least} to {most}."))
            }
            (None, Some(most)) if part.form() == Form::Number => Some(format!("{most} at most.")),
            (Some(least), None) if part.form() == Form::Number => {
                Some(format!("{least} at least."))
            }
            _ => None,
        };
        let mut choices = part.choices();
        choices.extend(part.items().map(Part::choices).unwrap_or_default());
        let choices = (!choices.is_empty()).then(|| format!("One of {}.", choices.join(", ")));
        for more in range.into_iter().chain(choices) {
            self.comment(&more);
        }
        let shown = match default.is_null() {
            true => part.example().unwrap_or(&Value::Null),
            false => default,
        };
        self.line(
            is_there && !default.is_null(),
            &format!("{name} = {}", toml(shown)),
        );
    }

    fn examples(&mut self, name: &str, part: Part<'static>) {
        if let Some(items) = part.items() {
            for (name, item) in members(items) {
                self.comment(&format!("{name}: {}", item.description()));
            }
        }
        self.tables(name, part.example());
    }

    fn tables(&mut self, name: &str, examples: Option<&Value>) {
        for example in examples.and_then(Value::as_array).into_iter().flatten() {
            self.line(false, &format!("[[{name}]]"));
            for (key, value) in example.as_object().into_iter().flatten() {
                let text = match key.as_str() {
                    "expires" => value.as_str().unwrap_or_default().to_owned(),
                    _ => toml(value),
                };
                self.line(false, &format!("{key} = {text}"));
            }
        }
    }

    fn comment(&mut self, text: &str) {
        for line in text.lines() {
            self.0.push_str(format!("# {line}").trim_end());
            self.0.push('\n');
        }
    }

    fn line(&mut self, is_there: bool, text: &str) {
        if !is_there {
            self.0.push('#');
        }
        self.0.push_str(text);
        self.0.push('\n');
    }
}

/// The issuer has no default, so that its example stands for it.
fn defaults() -> Value {
    let issuer = Part::whole().member("issuer").and_then(Part::example);
    let issuer = issuer.and_then(Value::as_str).unwrap_or_default();
    let text = format!("issuer = {issuer:?}");
    let members: Option<Members> = toml::from_str(&text).ok();
    let mut defaults = serde_json::to_value(members).unwrap_or_default();
    defaults["policy"] = serde_json::json!({ "mode": "enforce", "default": "allow" });
    defaults
}

fn members(part: Part<'static>) -> impl Iterator<Item = (&'static str, Part<'static>)> {
    part.members()
}

fn is_list_of_tables(part: Part<'static>) -> bool {
    part.items()
        .is_some_and(|items| items.form() == Form::Table)
}

/// What JSON and TOML write alike.
fn toml(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(toml).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}
