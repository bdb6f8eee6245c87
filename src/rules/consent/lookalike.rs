//! Names that point at somebody else.

#![expect(
    clippy::disallowed_methods,
    reason = "a name is in any script, and is looked at as one"
)]

use crate::rules::consent::host::HostView;

/// A client whose name others should not bear: one that the operator trusts, or the server itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NamedClient {
    name: String,
    host: String,
}

impl NamedClient {
    /// The name belongs to clients on exactly this host.
    pub fn new(name: impl Into<String>, host: impl Into<String>) -> Self {
        NamedClient {
            name: name.into(),
            host: host.into(),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The host.
    pub fn host(&self) -> &str {
        &self.host
    }
}

/// What is wrong with a name, by rules of thumb that catch the plain cases: they look at letters,
/// not at meaning, and both miss and overdo.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lookalike {
    /// It contains something like a domain name that is not the client's own, or `://`. `Node.js` is
    /// something like a domain name.
    Domain,
    /// It contains the name of this client, which lives on another host. Case, spaces, signs and
    /// some letters that look alike do not count; a name of fewer than five letters is found as a
    /// word alone.
    Named(NamedClient),
}

/// What is wrong with any of a client's names, each already as it would be seen.
pub(super) fn find(names: &[String], host: &HostView, named: &[NamedClient]) -> Vec<Lookalike> {
    let domain = names.iter().any(|name| has_foreign_domain(name, host));
    let others = named
        .iter()
        .filter(|other| !other.host.eq_ignore_ascii_case(host.as_str()))
        .filter(|other| names.iter().any(|name| contains(name, &other.name)))
        .map(|other| Lookalike::Named(other.clone()));
    domain
        .then_some(Lookalike::Domain)
        .into_iter()
        .chain(others)
        .collect()
}

fn has_foreign_domain(name: &str, host: &HostView) -> bool {
    let name: String = name.to_lowercase().chars().map(dot).collect();
    let is_outside = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    let mut words = name.split(is_outside).map(|word| word.trim_matches('.'));
    name.contains("://") || words.any(|word| is_domain(word) && !host.owns(word))
}

/// `label.label`, the last of two letters or more.
fn is_domain(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(_, last)| {
        last.starts_with("xn--")
            || last.chars().count() > 1 && last.chars().all(char::is_alphabetic)
    })
}

/// The dots of UTS #46, and two that look like them.
fn dot(character: char) -> char {
    match character {
        '\u{3002}' | '\u{ff0e}' | '\u{ff61}' | '\u{2024}' | '\u{fe52}' => '.',
        other => other,
    }
}

fn contains(name: &str, other: &str) -> bool {
    let wanted = fold(other);
    let whole = fold(name);
    let is_short = wanted.chars().count() < SHORT;
    match is_short {
        _ if wanted.is_empty() => false,
        true => whole == wanted || words(name).any(|word| fold(word) == wanted),
        false => whole.contains(&wanted),
    }
}

fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric())
}

/// Letters and digits alone, each as the plain one that it may be taken for.
fn fold(name: &str) -> String {
    name.chars()
        .map(narrow)
        .flat_map(char::to_lowercase)
        .map(plain)
        .filter(|character| character.is_alphanumeric())
        .collect()
}

/// A full-width character as the ASCII one.
fn narrow(character: char) -> char {
    let ascii = u32::from(character)
        .checked_sub(0xfee0)
        .and_then(char::from_u32);
    ascii.filter(char::is_ascii_graphic).unwrap_or(character)
}

fn plain(character: char) -> char {
    let mut alike = ALIKE.iter();
    alike
        .find(|(_, others)| others.contains(character))
        .map_or(character, |(plain, _)| *plain)
}

/// Below this a name is part of too many others.
const SHORT: usize = 5;

/// Lower-case letters and what is taken for them at a glance, mostly Cyrillic and Greek; of UTS #39
/// the part that has been seen in phishing. `i`, `l` and `1` are one.
const ALIKE: &[(char, &str)] = &[
    (
        'a',
        "@\u{430}\u{3b1}\u{251}\u{e0}\u{e1}\u{e2}\u{e3}\u{e4}\u{e5}",
    ),
    ('b', "\u{432}\u{3b2}\u{44c}"),
    ('c', "\u{441}\u{3f2}\u{e7}"),
    ('d', "\u{501}"),
    ('e', "3\u{435}\u{3b5}\u{451}\u{e8}\u{e9}\u{ea}\u{eb}"),
    ('g', "\u{261}"),
    ('h', "\u{43d}\u{4bb}"),
    ('j', "\u{458}\u{3f3}"),
    ('k', "\u{43a}\u{3ba}"),
    (
        'l',
        "1|i\u{131}\u{456}\u{3b9}\u{4cf}\u{ec}\u{ed}\u{ee}\u{ef}\u{142}",
    ),
    ('m', "\u{43c}"),
    ('n', "\u{3b7}\u{f1}"),
    (
        'o',
        "0\u{43e}\u{3bf}\u{585}\u{f2}\u{f3}\u{f4}\u{f5}\u{f6}\u{f8}",
    ),
    ('p', "\u{440}\u{3c1}"),
    ('q', "\u{51b}"),
    ('s', "$5\u{455}\u{15b}"),
    ('t', "\u{442}\u{3c4}"),
    ('u', "\u{3c5}\u{57d}\u{f9}\u{fa}\u{fb}\u{fc}"),
    ('v', "\u{3bd}\u{475}"),
    ('w', "\u{461}\u{51d}"),
    ('x', "\u{445}\u{3c7}"),
    ('y', "\u{443}\u{3b3}\u{4af}\u{fd}\u{ff}"),
];
