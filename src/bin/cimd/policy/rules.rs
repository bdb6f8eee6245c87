//! Rules in a file.

use std::fmt::Display;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::IgnoredAny;
use tower_cimd::resolve::rulebook::Rulebook;

/// The rulebook of a TOML file: its own, or the table `policy` of a settings file, whose other tables are
/// not looked at. An error names the file, the line and what is wrong there.
pub(crate) fn read(path: &Path) -> Result<Rulebook, String> {
    let told =
        |error: &dyn Display| format!("{}: {}", path.display(), error.to_string().trim_end());
    let text = fs::read_to_string(path).map_err(|error| told(&error))?;
    let glance: Glance = toml::from_str(&text).map_err(|error| told(&error))?;
    let rulebook = match glance.policy {
        Some(IgnoredAny) => toml::from_str::<Settings>(&text).map(|settings| settings.policy),
        None => toml::from_str(&text),
    };
    rulebook.map_err(|error| told(&error))
}

/// Whether the file is one of settings.
#[derive(Deserialize)]
struct Glance {
    policy: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Settings {
    policy: Rulebook,
}
