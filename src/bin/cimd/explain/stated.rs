//! What a file says about the server.

use std::error::Error;
use std::fs;
use std::path::Path;

use tower_cimd::config::Settings;
use tower_cimd::resolve::rulebook::Rulebook;

/// What a file says about the server.
pub(crate) enum Stated {
    /// Everything.
    Settings(Box<Settings>),
    /// Its rules alone.
    Rules(Rulebook),
}

impl Stated {
    /// Settings name an issuer, and rules do not. Over settings counts what the environment says, as for a server.
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let told = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = fs::read_to_string(path).map_err(|error| told(&error))?;
        let members = toml::from_str::<toml::Table>(&text).unwrap_or_default();
        let is_rules = RULES.iter().any(|name| members.contains_key(*name));
        match is_rules && !members.contains_key("issuer") {
            true => Ok(Stated::Rules(
                toml::from_str(&text).map_err(|error| told(&error.to_string().trim_end()))?,
            )),
            false => Ok(Stated::Settings(Box::new(Settings::from_file_and_env(
                path,
            )?))),
        }
    }
}

/// The members of a rulebook.
const RULES: [&str; 3] = ["mode", "default", "rules"];
