//! What happened lately, for the operator to look at. In memory, and bounded.

mod refusal;
mod change;
mod result;
mod book;

use std::time::SystemTime;

use serde::Serializer;

pub(crate) use self::book::Records;
pub use self::change::ChangeRecord;
pub use self::refusal::RefusalRecord;
pub(crate) use self::refusal::Refused;
pub use self::result::LastResult;

/// Seconds since 1970.
pub(crate) fn unix<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    serializer.serialize_u64(since.unwrap_or_default().as_secs())
}
