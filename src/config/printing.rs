//! What settings look like, for those who write them.

use crate::config::annotated::annotated;
use crate::config::read::Settings;
use crate::config::schema::SCHEMA;

impl Settings {
    /// The JSON Schema (2020-12) of the file, for editors and for checks elsewhere.
    pub fn schema() -> serde_json::Value {
        SCHEMA.clone()
    }

    /// A file with every key at its default, what it is for and what it may be. Read as it is, it changes
    /// nothing but the issuer.
    pub fn default_file() -> String {
        annotated()
    }
}
