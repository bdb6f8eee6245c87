//! The guide has every event and every metric of the code, and no other.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const GUIDE: &str = include_str!("../src/guide/observability.md");
const EVENTS: &str = include_str!("../src/resolve/event/mod.rs");

/// The lines of the table in `page` that begins with `head`.
fn table<'a>(page: &'a str, head: &str) -> Vec<&'a str> {
    let lines = page.lines().map(|line| line.trim_start_matches("//! "));
    let table = lines.skip_while(|line| !line.starts_with(head));
    table.take_while(|line| line.starts_with('|')).collect()
}

/// What the first column of a table names.
fn named(table: &[&str]) -> BTreeSet<String> {
    let rows = table.iter().skip(2);
    rows.map(|row| row.split('`').nth(1).unwrap().to_owned())
        .collect()
}

/// The string literals that begin with `prefix` in the files that name events and metrics.
fn written(prefix: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/resolve/event");
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        let literals = code.flat_map(|line| line.split('"').skip(1).step_by(2));
        names.extend(
            literals
                .filter(|literal| literal.starts_with(prefix))
                .map(str::to_owned),
        );
    }
    names
}

#[test]
fn the_table_of_events_names_what_the_code_names() {
    let mut written = written("cimd.");
    for span in ["cimd.fetch", "cimd.save"] {
        assert!(written.remove(span), "{span}");
    }
    assert_eq!(named(&table(EVENTS, "| event |")), written);
}

#[test]
fn the_guide_has_the_same_table_of_events_as_the_code() {
    assert_eq!(table(GUIDE, "| event |"), table(EVENTS, "| event |"));
}

#[test]
fn the_table_of_metrics_names_what_the_code_names() {
    assert_eq!(named(&table(GUIDE, "| metric |")), written("cimd_"));
}

#[cfg(feature = "metrics")]
#[test]
fn the_table_of_metrics_says_what_the_code_says() {
    use tower_cimd::resolve::event::metric::{self, Metric};

    let row = |metric: &Metric| {
        let labels: Vec<_> = metric
            .labels
            .iter()
            .map(|label| format!("`{label}`"))
            .collect();
        let (name, kind) = (metric.name, metric.kind.name());
        format!(
            "| `{name}` | {kind} | {} | {} |",
            labels.join(", "),
            metric.says
        )
    };
    let rows: Vec<_> = metric::ALL.iter().map(row).collect();
    assert_eq!(table(GUIDE, "| metric |")[2..], rows);
}

/// A reader of the guide looks up what a line or an alarm names.
#[test]
fn whatever_the_guide_names_is_in_its_tables() {
    let known = &named(&table(GUIDE, "| event |")) | &named(&table(GUIDE, "| metric |"));
    let spans = GUIDE.split('`').skip(1).step_by(2);
    let names = spans.filter(|name| name.starts_with("cimd.") || name.starts_with("cimd_"));
    for name in names {
        let name = name.split('{').next().unwrap();
        assert!(known.contains(name), "{name}");
    }
}
