//! Where a setting stands.

use std::fmt;

/// Where a setting stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Place {
    /// In a file, on this line, counted from 1.
    Line {
        /// The file, as it was named.
        file: String,
        /// The line.
        line: usize,
    },
    /// In this environment variable.
    Variable(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line { file, line } => write!(f, "{file}:{line}"),
            Place::Variable(name) => f.write_str(name),
        }
    }
}
