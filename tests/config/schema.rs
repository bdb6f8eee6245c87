//! The JSON Schema of the file.

use serde_json::Value;
use tower_cimd::config::Settings;

/// Every table says what may stand in it.
fn tables(schema: &Value) -> Vec<&Value> {
    let definitions = schema["$defs"].as_object().unwrap().values();
    let all = definitions.chain([schema]);
    all.filter(|one| one["type"] == "object").collect()
}

#[test]
fn no_table_takes_a_key_that_it_does_not_know() {
    let schema = Settings::schema();
    assert!(tables(&schema).len() > 10);
    for table in tables(&schema) {
        assert_eq!(table["additionalProperties"], false, "{table:#}");
    }
}

#[test]
fn no_key_that_opens_the_guard_is_among_them() {
    let schema = Settings::schema();
    for table in tables(&schema) {
        for key in table["properties"].as_object().unwrap().keys() {
            assert!(!key.starts_with("danger"), "{key}");
        }
    }
}

#[test]
fn links_of_the_code_are_not_told_to_readers_of_the_file() {
    let text = Settings::schema().to_string();
    assert!(!text.contains("crate::"), "{text}");
}

/// Both ends of each range, and what lies beyond, as the builder sees them.
#[test]
fn the_builder_takes_what_the_schema_takes_and_no_more() {
    let schema = Settings::schema();
    let mut checked = 0;
    for (section, of_builder) in [
        ("Cache", "cache"),
        ("Fetches", "fetches"),
        ("Rates", "limits"),
        ("Stale", "stale"),
    ] {
        let keys = schema["$defs"][section]["properties"].as_object().unwrap();
        for (key, about) in keys {
            for (bound, beyond) in [("minimum", -1), ("maximum", 1)] {
                let Some(end) = about[bound].as_i64() else {
                    continue;
                };
                assert!(is_built(of_builder, key, end), "{section}.{key} = {end}");
                assert!(!is_read(of_builder, key, end + beyond), "{section}.{key}");
                checked += 1;
            }
        }
    }
    assert!(checked > 25, "{checked}");
}

fn text(section: &str, key: &str, value: i64) -> String {
    format!("issuer = \"https://as.example.com\"\n[{section}]\n{key} = {value}\n")
}

fn is_read(section: &str, key: &str, value: i64) -> bool {
    text(section, key, value).parse::<Settings>().is_ok()
}

fn is_built(section: &str, key: &str, value: i64) -> bool {
    let settings: Settings = text(section, key, value).parse().unwrap();
    let builder = settings.builder().unwrap();
    builder
        .fetch(tower_cimd::resolve::StaticFetch::new())
        .build()
        .is_ok()
}
