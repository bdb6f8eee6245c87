//! Why settings are not taken.

use std::fmt;

use crate::config::place::Place;

/// Why settings are not taken: everything that is wrong with them, as far as it could be found at once.
///
/// Values are not repeated, because some are secrets.
#[derive(Clone, Debug)]
pub struct SettingsError {
    faults: Vec<Fault>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// Where; `None` only for a file that cannot be read at all.
    pub place: Option<Place>,
    /// The key from the top of the file, such as `limits.host` or `policy.rules[2].effect`. Empty where the text
    /// is no TOML and no key can be told.
    pub key: String,
    /// What is wrong.
    pub message: String,
}

impl SettingsError {
    /// What is wrong, by place. Never empty.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    pub(crate) fn of(fault: Fault) -> Self {
        SettingsError {
            faults: vec![fault],
        }
    }

    /// `Ok` where nothing is wrong.
    pub(crate) fn unless_none(faults: Vec<Fault>) -> Result<(), Self> {
        match faults.is_empty() {
            true => Ok(()),
            false => Err(SettingsError { faults }),
        }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, fault) in self.faults.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            fault.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingsError {}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.message)
    }
}
