//! From a file and the environment to settings.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use serde::Deserialize;

use crate::config::check;
use crate::config::contradictions;
use crate::config::environment;
use crate::config::error::{Fault, SettingsError};
use crate::config::settings::Members;
use crate::config::tree::{Places, Tree};
use crate::resolve::rulebook::Rulebook;

/// The settings of a server, out of a file, the environment or both.
///
/// See [this module](crate::config) for what stands in the file. To be had at all, they are sound: every
/// key is known, every value in its range, and none contradicts another. What they lead to, files and secrets,
/// is read by [`builder`](Settings::builder).
#[derive(Clone)]
pub struct Settings {
    pub(crate) members: Members,
    pub(crate) rulebook: Rulebook,
    pub(crate) places: Places,
    /// Where relative paths start.
    pub(crate) folder: PathBuf,
}

impl Settings {
    /// What the file says, without the environment.
    ///
    /// # Errors
    ///
    /// [`SettingsError`], with every key that is wrong.
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        Self::of_file(path.as_ref(), &[])
    }

    /// What the file says and, over it, what the environment says: the variables `TOWER_CIMD__…`.
    ///
    /// # Errors
    ///
    /// As for [`from_file`](Settings::from_file).
    pub fn from_file_and_env(path: impl AsRef<Path>) -> Result<Self, SettingsError> {
        Self::of_file(path.as_ref(), &variables())
    }

    /// What the environment says alone.
    ///
    /// # Errors
    ///
    /// As for [`from_file`](Settings::from_file).
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_variables(variables())
    }

    /// What these variables say, by name and value, as [`from_env`](Settings::from_env) would. Others than
    /// `TOWER_CIMD__…` are passed over.
    ///
    /// # Errors
    ///
    /// As for [`from_file`](Settings::from_file).
    pub fn from_variables(
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, SettingsError> {
        let variables: Vec<_> = variables.into_iter().collect();
        Self::read("the environment", "", &variables, Path::new(""))
    }

    fn of_file(path: &Path, variables: &[(String, String)]) -> Result<Self, SettingsError> {
        let name = path.display().to_string();
        let text = fs::read_to_string(path).map_err(|error| {
            SettingsError::of(Fault {
                place: None,
                key: String::new(),
                message: format!("{name}: {error}"),
            })
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        Self::read(&name, &text, variables, folder)
    }

    fn read(
        name: &str,
        text: &str,
        variables: &[(String, String)],
        folder: &Path,
    ) -> Result<Self, SettingsError> {
        let mut tree = Tree::parse(name, text)?;
        let mut faults = environment::overlay(&mut tree, variables);
        faults.extend(check::faults(&tree));
        SettingsError::unless_none(faults)?;
        let places = tree.places();
        let members = members(tree)?;
        let rulebook = rulebook(&members, &places)?;
        SettingsError::unless_none(contradictions::faults(&members, &places))?;
        Ok(Settings {
            members,
            rulebook,
            places,
            folder: folder.to_owned(),
        })
    }

    /// The issuer identifier.
    pub fn issuer(&self) -> &str {
        &self.members.issuer
    }

    /// The operator's rules.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }
}

/// The text of a file.
impl FromStr for Settings {
    type Err = SettingsError;

    fn from_str(text: &str) -> Result<Self, SettingsError> {
        Self::read("settings", text, &[], Path::new(""))
    }
}

/// No secret is shown.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Settings").field(&self.members).finish()
    }
}

/// What a type itself finds wrong.
fn members(tree: Tree<'_>) -> Result<Members, SettingsError> {
    let deserializer = toml::de::Deserializer::from(tree.root.clone());
    Members::deserialize(deserializer).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        SettingsError::of(Fault {
            place: Some(tree.place(at)),
            key: tree.key_at(at),
            message: error.message().to_owned(),
        })
    })
}

fn rulebook(members: &Members, places: &Places) -> Result<Rulebook, SettingsError> {
    members.policy.clone().try_into().map_err(|error| {
        let error: crate::resolve::rulebook::RulebookError = error;
        let key = format!("policy.rules[{}]", error.index);
        SettingsError::of(places.fault(key, error.error.to_string()))
    })
}

/// What is no Unicode is none of ours, but where it has one of our names.
fn variables() -> Vec<(String, String)> {
    let all = std::env::vars_os().filter_map(|(name, value)| {
        let name = name.into_string().ok()?;
        Some((name, value.to_string_lossy().into_owned()))
    });
    all.collect()
}
