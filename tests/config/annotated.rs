//! The default file, which is made of the code.

use tower_cimd::config::Settings;

const PAGE: &str = include_str!("../../src/guide/settings.md");

#[test]
fn the_default_file_says_what_an_empty_one_says() {
    let written: Settings = Settings::default_file().parse().unwrap();
    let empty: Settings = "issuer = \"https://as.example.com\"".parse().unwrap();
    assert_eq!(format!("{written:?}"), format!("{empty:?}"));
}

/// Whoever takes a comment sign away gets something that is understood.
#[cfg(feature = "redis")]
#[test]
fn what_is_commented_out_is_right_too() {
    let text = Settings::default_file();
    let lines = text.lines().map(|line| match line.strip_prefix('#') {
        Some(line) if !line.starts_with(' ') => line,
        _ => line,
    });
    // One of each pair.
    let lines = lines.filter(|line| !line.contains("_env ="));
    let text = lines.collect::<Vec<_>>().join("\n");
    let settings: Settings = text
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(settings.rulebook().rules().len(), 2);
}

#[test]
fn every_key_stands_in_it_with_what_it_is_for() {
    let text = Settings::default_file();
    let schema = Settings::schema();
    let definitions = schema["$defs"].as_object().unwrap();
    let of_rules = ["Rule"];
    for (name, section) in definitions
        .iter()
        .filter(|(name, _)| !of_rules.contains(&name.as_str()))
    {
        for (key, about) in section["properties"].as_object().into_iter().flatten() {
            let lines: Vec<_> = text.lines().collect();
            let is_set = |line: &&str| {
                let line = line.trim_start_matches('#');
                line.starts_with(&format!("{key} ="))
                    || line.starts_with(&format!("[[policy.{key}"))
            };
            let place = lines.iter().position(is_set);
            assert!(place.is_some(), "{name}.{key}");
            let described = about["description"].as_str().or(about["$ref"].as_str());
            assert!(described.is_some(), "{name}.{key} is for nothing");
        }
    }
}

#[test]
fn the_guide_has_the_same_file() {
    let (_, file) = PAGE.split_once("```toml\n").unwrap();
    let (file, _) = file.split_once("\n```\n").unwrap();
    assert_eq!(file.trim_end(), Settings::default_file().trim_end());
}
