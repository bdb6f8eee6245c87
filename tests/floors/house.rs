//! The files of the house, and which of them stands above which.

use std::fs;
use std::path::Path;

use crate::code::{code, words};

/// The floors, lowest first.
pub(crate) const FLOORS: [&str; 6] = ["rules", "resolve", "net", "layer", "config", "admin"];

/// Every Rust file of one folder.
#[derive(Debug)]
pub(crate) struct House {
    pub(crate) files: Vec<File>,
}

/// One file.
#[derive(Debug)]
pub(crate) struct File {
    /// Its path under the folder, with `/`.
    pub(crate) path: String,
    /// Its text without comments and literals.
    pub(crate) code: String,
}

impl House {
    /// The files under `folder` of this package.
    pub(crate) fn read(folder: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let mut files = Vec::new();
        collect(&root, &root, &mut files);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        House { files }
    }

    /// A house out of a test's own snippets.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            code: code(text),
        };
        House {
            files: files.iter().map(file).collect(),
        }
    }

    /// The file that holds `module`, the deepest one where only a part of the path names modules.
    ///
    /// `["rules", "leg", "Leg"]` is `rules/leg.rs`; `["resolve", "Resolver"]` is `resolve/mod.rs`.
    pub(crate) fn holding(&self, module: &[&str]) -> Option<&File> {
        let found = (1..=module.len()).rev().find_map(|depth| {
            let stem = module[..depth].join("/");
            self.file(&format!("{stem}.rs"))
                .or_else(|| self.file(&format!("{stem}/mod.rs")))
        });
        found.filter(|file| !file.is_porch())
    }

    /// Where `file` stands: it may import what has a smaller rank.
    ///
    /// A floor counts before its place in `mod.rs`, and a folder's `mod.rs` stands above the files
    /// that it lists, because it hands them on.
    pub(crate) fn rank(&self, file: &File) -> Vec<usize> {
        let module = file.module();
        let mut rank = vec![
            FLOORS
                .iter()
                .position(|floor| module[0] == *floor)
                .unwrap_or(ABOVE),
        ];
        for depth in 1..module.len() {
            let listed = self.file(&format!("{}/mod.rs", module[..depth].join("/")));
            let place =
                listed.and_then(|list| list.modules().position(|name| name == module[depth]));
            rank.push(place.unwrap_or(ABOVE));
        }
        if file.path.ends_with("/mod.rs") {
            rank.push(ABOVE);
        }
        rank
    }

    fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl File {
    /// Its module path: `["rules", "leg"]` for `rules/leg.rs`, `["rules"]` for `rules/mod.rs`.
    pub(crate) fn module(&self) -> Vec<&str> {
        let stem = self.path.trim_end_matches(".rs").trim_end_matches("/mod");
        stem.split('/').collect()
    }

    /// Whether it stands on no floor: the crate's root, and its binaries.
    pub(crate) fn is_porch(&self) -> bool {
        !FLOORS.contains(&self.module()[0])
    }

    /// The modules that it declares in files of their own, in its order.
    fn modules(&self) -> impl Iterator<Item = &str> {
        let declarations = words(&self.code).filter(|(_, word)| *word == "mod");
        declarations.filter_map(|(at, word)| {
            let (name, _) = self.code[at + word.len()..].split_once(';')?;
            (words(name).count() == 1 && !name.contains('{')).then(|| name.trim())
        })
    }
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            files.push(File {
                path: name,
                code: code(&fs::read_to_string(&path).unwrap()),
            });
        }
    }
}

/// The rank of what stands above everything that is listed.
const ABOVE: usize = usize::MAX;

#[test]
fn a_rank_follows_the_floor_and_then_the_list() {
    let house = House::of(&[
        ("rules/mod.rs", "pub mod b;\npub(crate) mod a;"),
        ("rules/a.rs", ""),
        ("rules/b.rs", ""),
        ("resolve/mod.rs", "mod c;"),
        ("resolve/c.rs", ""),
        ("lib.rs", ""),
    ]);
    let order = [
        "rules/b.rs",
        "rules/a.rs",
        "rules/mod.rs",
        "resolve/c.rs",
        "resolve/mod.rs",
        "lib.rs",
    ];
    let ranks: Vec<_> = order
        .iter()
        .map(|path| house.rank(house.file(path).unwrap()))
        .collect();
    assert!(ranks.is_sorted(), "{ranks:?}");
}

#[test]
fn a_path_is_held_by_the_deepest_file_that_it_names() {
    let house = House::of(&[("rules/mod.rs", ""), ("rules/leg.rs", ""), ("lib.rs", "")]);
    let held = |module: &[&str]| house.holding(module).map(|file| file.path.as_str());
    assert_eq!(held(&["rules", "leg", "Leg"]), Some("rules/leg.rs"));
    assert_eq!(held(&["rules", "Leg"]), Some("rules/mod.rs"));
    assert_eq!(held(&["CimdClient"]), None);
}
