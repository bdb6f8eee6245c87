//! The file as it is by default, with what each key is for.

use serde_json::Value;

use crate::config::schema::{Form, Part};
use crate::config::settings::Members;
use crate::config::store::Store;

/// The defaults as a file. Keys that have none are commented out, with an example.
pub(crate) fn annotated() -> String {
    let mut page = Page(String::new());
    let (defaults, order) = defaults();
    let mut members: Vec<_> = Part::whole().members().collect();
    members.sort_by_key(|(name, _)| order.find(&format!("\"{name}\":")));
    let (tables, keys): (Vec<_>, Vec<_>) = members.into_iter().partition(|(_, part)| {
        let is_table = part.form() == Form::Table;
        is_table || part.is_list_of_tables()
    });
    for (name, part) in keys {
        page.key(true, name, part, &defaults[name]);
        page.end();
    }
    for (name, part) in tables {
        match part.is_list_of_tables() {
            true => page.list(name, part, part.example()),
            false => page.section(name, part, &defaults, &order),
        }
        page.end();
    }
    page.0
}

struct Page(String);

impl Page {
    fn section(&mut self, name: &str, part: Part<'static>, defaults: &Value, order: &str) {
        // What is not there by default is shown as it would be.
        let is_there = !defaults[name].is_null();
        let stand_in = serde_json::to_value(Store::default()).unwrap_or_default();
        let defaults = if is_there { &defaults[name] } else { &stand_in };
        self.comment(part.description());
        self.line(is_there, &format!("[{name}]"));
        let mut members: Vec<_> = part.members().collect();
        let within = order.find(&format!("\"{name}\":")).unwrap_or_default();
        let order = order.get(within..).unwrap_or_default();
        members.sort_by_key(|(name, _)| order.find(&format!("\"{name}\":")));
        for (key, part) in members.iter().filter(|(_, part)| !part.is_list_of_tables()) {
            self.key(is_there, key, *part, &defaults[*key]);
        }
        for (key, list) in members.iter().filter(|(_, part)| part.is_list_of_tables()) {
            let examples = part.example().map(|example| &example[*key]);
            self.list(&format!("{name}.{key}"), *list, examples);
        }
    }

    fn key(&mut self, is_there: bool, name: &str, part: Part<'static>, default: &Value) {
        self.comment(part.description());
        self.bounds(part);
        let example = part.example().unwrap_or(&Value::Null);
        let shown = if default.is_null() { example } else { default };
        let is_there = is_there && !default.is_null();
        self.line(is_there, &format!("{name} = {shown}"));
    }

    fn bounds(&mut self, part: Part<'static>) {
        match part.range() {
            _ if part.form() != Form::Number => {}
            (Some(least), Some(most)) => self.comment(&format!("{least} to {most}.")),
            (Some(least), None) => self.comment(&format!("{least} or more.")),
            (None, Some(most)) => self.comment(&format!("{most} at most.")),
            (None, None) => {}
        }
        let mut choices = part.choices();
        choices.extend(part.items().map(Part::choices).unwrap_or_default());
        if !choices.is_empty() {
            self.comment(&format!("Of {}.", choices.join(", ")));
        }
    }

    /// A list of tables has no default but to be empty.
    fn list(&mut self, name: &str, part: Part<'static>, examples: Option<&Value>) {
        self.comment(part.description());
        let items = part.items();
        self.comment(items.map(Part::description).unwrap_or_default());
        for (name, item) in items.into_iter().flat_map(Part::members) {
            if !item.description().is_empty() {
                self.comment(&format!("* {name}: {}", item.description()));
            }
        }
        for example in examples.and_then(Value::as_array).into_iter().flatten() {
            self.line(false, &format!("[[{name}]]"));
            for (key, value) in example.as_object().into_iter().flatten() {
                let text = match items.and_then(|items| items.member(key)?.form().into()) {
                    Some(Form::Moment) => value.as_str().unwrap_or_default().to_owned(),
                    _ => value.to_string(),
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

    fn end(&mut self) {
        self.0.push('\n');
    }
}

/// The defaults, and the same as a text in which keys stand as in the code. The issuer has no default, so that
/// its example stands for it.
fn defaults() -> (Value, String) {
    let issuer = Part::whole().member("issuer").and_then(Part::example);
    let issuer = issuer.and_then(Value::as_str).unwrap_or_default();
    let members: Option<Members> = toml::from_str(&format!("issuer = {issuer:?}")).ok();
    let mut order = serde_json::to_string(&members).unwrap_or_default();
    order.push_str(&serde_json::to_string(&Store::default()).unwrap_or_default());
    (serde_json::to_value(&members).unwrap_or_default(), order)
}
