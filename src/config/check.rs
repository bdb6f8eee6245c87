//! Whether what stands in the file may stand there.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::error::Fault;
use crate::config::schema::{Form, Part};
use crate::config::tree::{Tree, below};

/// Everything that is wrong with a tree that can be seen at each value alone.
pub(crate) fn faults(tree: &Tree<'_>) -> Vec<Fault> {
    let mut check = Check {
        tree,
        faults: Vec::new(),
    };
    let start = tree.root.span().start;
    check.table(tree.root.get_ref(), start, Part::whole(), "");
    check.faults
}

struct Check<'t> {
    tree: &'t Tree<'t>,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn table(&mut self, table: &DeTable<'_>, at: usize, part: Part<'static>, path: &str) {
        let mut meant = Vec::new();
        for (key, value) in table {
            let name: &str = key.get_ref();
            let path = below(path, name);
            match part.member(name) {
                Some(part) => self.value(value, key.span().start, part, &path),
                None => {
                    meant.extend(nearest(name, part.members().map(|(name, _)| name)));
                    self.fault(key.span().start, &path, unknown(name, part));
                }
            }
        }
        // What was misspelt is told once.
        let mut missing = part.required().filter(|name| !meant.contains(name));
        while let Some(name) = missing.find(|name| !table.contains_key(*name)) {
            self.fault(at, &below(path, name), "is missing".to_owned());
        }
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>, at: usize, part: Part<'static>, path: &str) {
        match (part.form(), value.get_ref()) {
            (Form::Table, DeValue::Table(table)) => self.table(table, at, part, path),
            (Form::List, DeValue::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(part) = part.items() {
                        let start = item.span().start;
                        self.value(item, start, part, &format!("{path}[{index}]"));
                    }
                }
                self.amount(items.len() as u64, at, part, path, "has a number of items");
            }
            (Form::Text, DeValue::String(text)) => self.text(text, at, part, path),
            (Form::Number, DeValue::Integer(number)) => {
                let parsed = u64::from_str_radix(number.as_str(), number.radix());
                match parsed {
                    Ok(number) => self.amount(number, at, part, path, "is"),
                    Err(_) => self.fault(at, path, out_of_range("is", part)),
                }
            }
            (Form::Flag, DeValue::Boolean(_)) | (Form::Moment, DeValue::Datetime(_)) => {}
            (form, other) => {
                let message = format!("is to be {}, and is {}", wanted(form, part), found(other));
                self.fault(at, path, message);
            }
        }
    }

    fn text(&mut self, text: &str, at: usize, part: Part<'static>, path: &str) {
        let choices = part.choices();
        if !choices.is_empty() && !choices.contains(&text) {
            let near = hint(nearest(text, choices.iter().copied()));
            let message = format!("is none of {}{near}", listed(&choices));
            self.fault(at, path, message);
        } else if choices.is_empty() {
            self.amount(text.len() as u64, at, part, path, "has a number of bytes");
        }
    }

    fn amount(&mut self, amount: u64, at: usize, part: Part<'static>, path: &str, is: &str) {
        let (least, most) = part.range();
        let too_few = least.is_some_and(|least| amount < least);
        if too_few || most.is_some_and(|most| amount > most) {
            self.fault(at, path, out_of_range(is, part));
        }
    }

    fn fault(&mut self, at: usize, key: &str, message: String) {
        self.faults.push(Fault {
            place: Some(self.tree.place(at)),
            key: key.to_owned(),
            message,
        });
    }
}

fn unknown(name: &str, part: Part<'static>) -> String {
    // T19: an operator who copies a test's settings shall not open his network.
    if name.starts_with("danger_") {
        return "cannot be set in a file or a variable: what opens the guard is set in code alone"
            .to_owned();
    }
    let names: Vec<_> = part.members().map(|(name, _)| name).collect();
    match nearest(name, names.iter().copied()) {
        None => format!("there is no such key, but {}", listed(&names)),
        near => format!("there is no such key{}", hint(near)),
    }
}

/// What was meant, perhaps.
fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &&str| strsim::normalized_damerau_levenshtein(text, name);
    let near = names.filter(|name| likeness(name) >= ALIKE);
    near.max_by(|one, other| likeness(one).total_cmp(&likeness(other)))
}

fn hint(near: Option<&str>) -> String {
    near.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

fn listed(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

fn out_of_range(is: &str, part: Part<'static>) -> String {
    match part.range() {
        (Some(least), Some(most)) => format!("{is} out of range: {least} to {most}"),
        (Some(least), None) => format!("{is} out of range: {least} or more"),
        (None, Some(most)) => format!("{is} out of range: {most} at most"),
        (None, None) => format!("{is} out of range"),
    }
}

fn wanted(form: Form, part: Part<'static>) -> String {
    let number = || match part.range() {
        (Some(least), Some(most)) => format!("a whole number from {least} to {most}"),
        _ => "a whole number".to_owned(),
    };
    match form {
        Form::Table => "a table".to_owned(),
        Form::List => "a list".to_owned(),
        Form::Text => "a text".to_owned(),
        Form::Moment => "a date and time, without quotes".to_owned(),
        Form::Number => number(),
        Form::Flag => "true or false".to_owned(),
    }
}

fn found(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a fraction",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

/// Two swapped letters in a word of six.
const ALIKE: f64 = 0.6;
