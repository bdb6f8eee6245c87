//! Documents of the operator's own.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::value::Datetime;

/// A document of the operator's own for one client.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PinnedFile {
    /// Whose document it is.
    pub(crate) client_id: String,
    /// The file with the document; a path that is relative starts where the settings file is.
    pub(crate) file: PathBuf,
    /// The SHA-256 of the file, in hexadecimal: a file that was exchanged since is refused.
    pub(crate) sha256: String,
    /// Until when the operator answers for it, with the offset from UTC: `2027-01-31T00:00:00Z`.
    #[schemars(schema_with = "moment")]
    pub(crate) expires: Datetime,
    /// Whether it is used instead of the published document, which is never fetched then, or as a last resort
    /// while fetching fails.
    #[serde(default, rename = "use")]
    pub(crate) used: PinUse,
}

/// When a pin is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PinUse {
    #[default]
    Instead,
    LastResort,
}

fn moment(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "format": "date-time" })
}

impl PinnedFile {
    pub(crate) fn digest(&self) -> Option<[u8; 32]> {
        let digits = self.sha256.as_bytes();
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        let mut digest = [0; 32];
        for (byte, pair) in digest.iter_mut().zip(digits.chunks(2)) {
            let (high, low) = (pair.first().and_then(digit)?, pair.get(1).and_then(digit)?);
            *byte = u8::try_from(high * 16 + low).ok()?;
        }
        (digits.len() == 64).then_some(digest)
    }
}
