//! The text of settings, each value with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::error::{Fault, SettingsError};
use crate::config::place::Place;

/// What was read, before anybody knows whether it makes sense.
#[derive(Debug)]
pub(crate) struct Tree<'i> {
    pub(crate) root: Spanned<DeTable<'i>>,
    file: &'i str,
    text: &'i str,
    variables: Vec<&'i str>,
}

/// Where each key stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(BTreeMap<String, Place>);

impl<'i> Tree<'i> {
    /// The tree of a file's text, which is called `file`.
    pub(crate) fn parse(file: &'i str, text: &'i str) -> Result<Self, SettingsError> {
        let tree = |root| Tree {
            root,
            file,
            text,
            variables: Vec::new(),
        };
        match DeTable::parse(text) {
            Ok(root) => Ok(tree(root)),
            Err(error) => {
                let empty = tree(Spanned::new(0..0, DeTable::new()));
                Err(SettingsError::of(empty.syntax(&error)))
            }
        }
    }

    /// Sets what stands at `path`, as the variable `name` says.
    pub(crate) fn set(
        &mut self,
        name: &'i str,
        path: &[String],
        value: DeValue<'i>,
    ) -> Result<(), Fault> {
        self.variables.push(name);
        let at = self.text.len() + self.variables.len();
        let span = at..at;
        let Some((last, sections)) = path.split_last() else {
            return Ok(());
        };
        let mut table = self.root.get_mut();
        for (depth, section) in sections.iter().enumerate() {
            let missing = || Spanned::new(span.clone(), DeValue::Table(DeTable::new()));
            let key = Spanned::new(span.clone(), section.clone().into());
            let DeValue::Table(inner) = table.entry(key).or_insert_with(missing).get_mut() else {
                return Err(Fault {
                    place: Some(Place::Variable(name.to_owned())),
                    key: path
                        .iter()
                        .take(depth + 1)
                        .cloned()
                        .collect::<Vec<_>>()
                        .join("."),
                    message: "is one value, and has no keys below it".to_owned(),
                });
            };
            table = inner;
        }
        table.remove(last.as_str());
        let key = Spanned::new(span.clone(), last.clone().into());
        table.insert(key, placed(value, &span));
        Ok(())
    }

    /// The place of what begins at `at`: behind the end of the file there is one for each variable.
    pub(crate) fn place(&self, at: usize) -> Place {
        let variable = at.checked_sub(self.text.len() + 1);
        match variable.and_then(|index| self.variables.get(index)) {
            Some(name) => Place::Variable((*name).to_owned()),
            None => Place::Line {
                file: self.file.to_owned(),
                line: 1 + self
                    .text
                    .bytes()
                    .take(at)
                    .filter(|byte| *byte == b'\n')
                    .count(),
            },
        }
    }

    /// Every key with its place.
    pub(crate) fn places(&self) -> Places {
        let mut places = BTreeMap::new();
        self.visit(&mut |path, at, _| {
            places.insert(path.to_owned(), self.place(at));
        });
        Places(places)
    }

    /// The deepest key that covers `at`.
    pub(crate) fn key_at(&self, at: usize) -> String {
        let mut found = String::new();
        self.visit(&mut |path, key, value| {
            let covers = value.start <= at && at < value.end.max(value.start + 1);
            if covers || key == at {
                path.clone_into(&mut found);
            }
        });
        found
    }

    fn visit(&self, see: &mut impl FnMut(&str, usize, Range<usize>)) {
        visit_table(self.root.get_ref(), "", see);
    }

    /// What stands to the left on the line of a text that is no TOML, and the section above it.
    fn syntax(&self, error: &toml::de::Error) -> Fault {
        let at = error
            .span()
            .map_or(0, |span| span.start.min(self.text.len()));
        let start = self.text.get(..at).unwrap_or_default().rfind('\n');
        let line = self.text.get(start.map_or(0, |end| end + 1)..);
        let line = line
            .and_then(|rest| rest.lines().next())
            .unwrap_or_default();
        let name = |line: &str| {
            let key = line.split(['=', '#']).next().unwrap_or_default();
            key.trim().trim_matches(['[', ']']).to_owned()
        };
        let above = self.text.get(..start.unwrap_or_default());
        let mut above = above.unwrap_or_default().lines().rev();
        let section = above.find(|line| line.starts_with('['));
        let section = section.filter(|_| !line.starts_with('['));
        Fault {
            place: Some(self.place(at)),
            key: below(&section.map(name).unwrap_or_default(), &name(line)),
            message: format!("not TOML: {}", error.message()),
        }
    }
}

impl Places {
    /// Where a key stands, or else the section that it belongs to.
    pub(crate) fn of(&self, key: &str) -> Option<Place> {
        let mut key = key;
        loop {
            if let Some(place) = self.0.get(key) {
                return Some(place.clone());
            }
            key = key.rsplit_once(['.', '['])?.0;
        }
    }

    pub(crate) fn fault(&self, key: impl Into<String>, message: impl Into<String>) -> Fault {
        let key = key.into();
        Fault {
            place: self.of(&key).or_else(|| self.0.values().next().cloned()),
            key,
            message: message.into(),
        }
    }
}

/// `path`, and below it `key`.
pub(crate) fn below(path: &str, key: &str) -> String {
    match path.is_empty() {
        true => key.to_owned(),
        false => format!("{path}.{key}"),
    }
}

fn visit_table(table: &DeTable<'_>, path: &str, see: &mut impl FnMut(&str, usize, Range<usize>)) {
    for (key, value) in table {
        let path = below(path, key.get_ref());
        see(&path, key.span().start, value.span());
        visit_value(value.get_ref(), &path, see);
    }
}

fn visit_value(value: &DeValue<'_>, path: &str, see: &mut impl FnMut(&str, usize, Range<usize>)) {
    match value {
        DeValue::Table(table) => visit_table(table, path, see),
        DeValue::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let path = format!("{path}[{index}]");
                see(&path, item.span().start, item.span());
                visit_value(item.get_ref(), &path, see);
            }
        }
        _ => {}
    }
}

/// All of a variable's value is in one place.
fn placed<'i>(value: DeValue<'i>, span: &Range<usize>) -> Spanned<DeValue<'i>> {
    let inner = |value: Spanned<DeValue<'i>>| placed(value.into_inner(), span);
    let value = match value {
        DeValue::Array(items) => DeValue::Array(items.into_iter().map(inner).collect()),
        DeValue::Table(table) => {
            let entries = table
                .into_iter()
                .map(|(key, value)| (Spanned::new(span.clone(), key.into_inner()), inner(value)));
            DeValue::Table(entries.collect())
        }
        other => other,
    };
    Spanned::new(span.clone(), value)
}
