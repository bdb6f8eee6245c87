//! What the retrofit costs.

use std::path::Path;

use crate::marks;

#[test]
fn it_took_less_than_thirty_lines() {
    let sources = sources();
    let all = sources.iter().flat_map(|(_, source)| marks::added(source));
    let all: Vec<&str> = all.collect();
    println!("{}", all.join("\n"));
    assert!(all.len() > 20, "some must be there: {}", all.len());
    assert!(all.len() < 30, "{} lines", all.len());
}

#[test]
fn no_other_line_of_the_server_knows_of_it() {
    // Those of the demonstration around it do: they bring the documents and tell the story.
    let demonstration = ["main.rs", "documents.rs", "journey.rs", "options.rs"];
    for (name, source) in sources() {
        if demonstration.contains(&name.as_str()) {
            continue;
        }
        // What only tests need comes last in the manifest.
        let source = source
            .split("[dev-dependencies]")
            .next()
            .unwrap_or_default();
        for line in marks::without(source).lines() {
            let code = line.split("//").next().unwrap_or_default();
            assert!(
                !code.to_ascii_lowercase().contains("cimd"),
                "{name}: {line}"
            );
        }
    }
}

#[test]
fn a_mark_has_an_effect_on_its_own_lines_alone() {
    let source = "a\nb // CIMD\n// CIMD {\n\n// why\nc {\n}\n// }\nd\n// }\n";
    assert_eq!(marks::added(source), ["b // CIMD", "c {"]);
    assert_eq!(marks::without(source), "a\nd\n// }\n");
}

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    collect(&root.join("src"), &mut sources);
    collect_file(&root.join("Cargo.toml"), &mut sources);
    sources
}

fn collect(folder: &Path, sources: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect(&path, sources),
            false => collect_file(&path, sources),
        }
    }
}

fn collect_file(path: &Path, sources: &mut Vec<(String, String)>) {
    let name = path.file_name().unwrap().to_string_lossy();
    sources.push((name.into_owned(), std::fs::read_to_string(path).unwrap()));
}
