//! Rules in a file.

use std::fs;
use std::path::Path;

use tower_cimd::resolve::rulebook::Rulebook;

/// The rulebook of a TOML file. An error names the file, the line and what is wrong there.
pub(crate) fn read(path: &Path) -> Result<Rulebook, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let text = fs::read_to_string(path).map_err(|error| told(&error))?;
    toml::from_str(&text).map_err(|error| told(&error.to_string().trim_end()))
}
