//! Imports point down.

use crate::code::{line_of, words};
use crate::house::{File, House};

/// Every import that does not point at a file further down.
///
/// Since each file may import only what has a smaller rank, there are no circles either.
pub(crate) fn findings(house: &House) -> Vec<String> {
    let floors = house.files.iter().filter(|file| !file.is_porch());
    floors.flat_map(|file| file_findings(house, file)).collect()
}

fn file_findings(house: &House, file: &File) -> Vec<String> {
    let mut findings = Vec::new();
    for (at, path) in paths(file) {
        let place = format!(
            "{}:{}: {}",
            file.path,
            line_of(&file.code, at),
            path.join("::")
        );
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match house.holding(&names) {
            None => findings.push(format!(
                "{place} comes from the crate's root, not from a floor"
            )),
            Some(target) if target.path == file.path => {}
            Some(target) if house.rank(target) < house.rank(file) => {}
            Some(target) => findings.push(format!("{place} points up, at {}", target.path)),
        }
    }
    findings
}

/// The paths into this crate that `file` names, from the crate's root, each with where it stands.
fn paths(file: &File) -> Vec<(usize, Vec<String>)> {
    let module = file.module();
    let above = &module[..module.len() - 1];
    let mut paths = Vec::new();
    for (at, word) in words(&file.code) {
        let base = match word {
            "crate" => &[][..],
            "super" if !within_inline_module(&file.code, at) => above,
            _ => continue,
        };
        let Some(tree) = file.code[at + word.len()..].strip_prefix("::") else {
            continue;
        };
        let base = base.iter().map(|name| (*name).to_owned()).collect();
        branches(tree, base, &mut |path| paths.push((at, path)));
    }
    paths
}

/// Whether byte `at` stands in a `mod tests { … }`, whose `super` is the file itself.
fn within_inline_module(code: &str, at: usize) -> bool {
    let opened = words(&code[..at]).filter(|(_, word)| *word == "mod");
    opened.into_iter().any(|(start, _)| {
        let body = &code[start..at];
        body.find(['{', ';'])
            .is_some_and(|sign| body[sign..].starts_with('{'))
            && body.matches('{').count() > body.matches('}').count()
    })
}

/// Walks the import tree `a::{b, c::d}` and calls `found` with each path; returns what is left.
fn branches<'a>(
    tree: &'a str,
    mut path: Vec<String>,
    found: &mut dyn FnMut(Vec<String>),
) -> &'a str {
    let tree = tree.trim_start();
    if let Some(mut rest) = tree.strip_prefix('{') {
        loop {
            rest = branches(rest, path.clone(), found);
            rest = match rest.trim_start().strip_prefix(',') {
                Some(next) if !next.trim_start().starts_with('}') => next,
                Some(next) => return &next.trim_start()[1..],
                None => return rest.trim_start().strip_prefix('}').unwrap_or(rest),
            };
        }
    }
    let end = tree
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(tree.len());
    path.push(tree[..end].to_owned());
    match tree[end..].strip_prefix("::") {
        Some(next) if !next.starts_with('<') => branches(next, path, found),
        _ => {
            found(path);
            after_alias(&tree[end..])
        }
    }
}

fn after_alias(rest: &str) -> &str {
    let rest = rest.strip_prefix('*').unwrap_or(rest);
    let Some(alias) = rest.trim_start().strip_prefix("as ") else {
        return rest;
    };
    let end = alias
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .unwrap_or(alias.len());
    &alias[end..]
}

#[cfg(test)]
mod tests {
    use super::findings;
    use crate::house::House;

    fn check(path: &str, text: &str, expected: usize) {
        let house = House::of(&[
            ("lib.rs", "pub mod rules; pub mod resolve; pub mod layer;"),
            (
                "rules/mod.rs",
                "pub mod low;\npub mod high;\npub use self::low::Low;",
            ),
            (
                "rules/low.rs",
                if path == "rules/low.rs" { text } else { "" },
            ),
            (
                "rules/high.rs",
                if path == "rules/high.rs" { text } else { "" },
            ),
            ("resolve/mod.rs", "pub mod resolver;"),
            (
                "resolve/resolver.rs",
                if path == "resolve/resolver.rs" {
                    text
                } else {
                    ""
                },
            ),
        ]);
        let findings = findings(&house);
        assert_eq!(findings.len(), expected, "{path}: {text}: {findings:?}");
    }

    #[test]
    fn an_import_may_point_down() {
        check("rules/high.rs", "use crate::rules::low::Low;", 0);
        check("rules/high.rs", "use super::low::Low;", 0);
        check(
            "resolve/resolver.rs",
            "use crate::rules::{low::{A, B}, high::C as D,};",
            0,
        );
        check("resolve/resolver.rs", "use crate::rules::Low;", 0);
        check("rules/low.rs", "struct A; mod tests { use super::A; }", 0);
    }

    #[test]
    fn an_import_may_not_point_up() {
        check("rules/low.rs", "use crate::resolve::resolver::Resolver;", 1);
        check(
            "rules/low.rs",
            "fn a(_: crate::resolve::resolver::Resolver) {}",
            1,
        );
        check(
            "rules/low.rs",
            "use crate::{resolve::resolver::{A, B}, rules::high::C};",
            3,
        );
    }

    #[test]
    fn an_import_may_not_point_at_a_later_file_of_its_floor() {
        check("rules/low.rs", "use crate::rules::high::High;", 1);
        check("rules/low.rs", "use super::high::High;", 1);
        check("rules/low.rs", "mod tests {} use super::high::High;", 1);
    }

    #[test]
    fn an_import_may_not_go_through_its_own_floors_re_exports() {
        check("rules/high.rs", "use crate::rules::Low;", 1);
        check("rules/high.rs", "use super::Low;", 1);
    }

    #[test]
    fn an_import_may_not_come_from_the_crates_root() {
        check("resolve/resolver.rs", "use crate::CimdClient;", 1);
        check(
            "resolve/resolver.rs",
            "use crate::{CimdClient, Leg as L};",
            2,
        );
    }
}
