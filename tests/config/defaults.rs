//! An empty file says what the builder says.

use std::time::Duration;

use tower_cimd::config::Settings;
use tower_cimd::resolve::StaticFetch;
use tower_cimd::resolve::rulebook::{Effect, Mode};
use tower_cimd::{Resolver, ResolverBuilder};

const ISSUER: &str = "https://as.example.com";

fn empty() -> Settings {
    format!("issuer = {ISSUER:?}").parse().unwrap()
}

#[test]
fn an_empty_file_gives_the_rules_of_the_builder() {
    let build = |builder: ResolverBuilder| builder.fetch(StaticFetch::new()).build().unwrap();
    let by_file = build(empty().builder().unwrap());
    let in_code = build(Resolver::builder(ISSUER));
    assert_eq!(by_file.rules(), in_code.rules());
    assert_eq!(by_file.rules().digest(), in_code.rules().digest());
}

#[test]
fn an_empty_file_gives_every_number_of_the_builder() {
    let told = format!("{:?}", empty().builder().unwrap());
    let settings = |text: &str| text.split(" fetch: ").next().unwrap().to_owned();
    let in_code = format!("{:?}", Resolver::builder(ISSUER));
    assert_eq!(settings(&told), settings(&in_code));
}

#[test]
fn an_empty_file_has_no_rules_and_allows() {
    let settings = empty();
    let rules = settings.rulebook();
    assert!(rules.rules().is_empty());
    assert_eq!(
        format!(
            "{:?}",
            rules.clone().mode(Mode::Enforce).otherwise(Effect::Allow)
        ),
        format!("{rules:?}")
    );
}

/// What the guide promises about the fetcher.
#[test]
fn the_fetcher_has_its_defaults() {
    let schema = Settings::schema();
    let egress = &schema["$defs"]["Egress"]["properties"];
    let default = |key: &str| egress[key]["default"].as_u64().map(Duration::from_millis);
    assert_eq!(default("timeout_ms"), Some(Duration::from_secs(5)));
    assert_eq!(default("connect_timeout_ms"), Some(Duration::from_secs(2)));
    assert_eq!(egress["dials"]["default"], 600);
}
