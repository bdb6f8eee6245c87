//! Times, as they are given out.

use std::time::SystemTime;

use serde::Serializer;

/// Seconds since 1970.
pub(crate) fn unix<S: Serializer>(time: &SystemTime, serializer: S) -> Result<S::Ok, S::Error> {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    serializer.serialize_u64(since.unwrap_or_default().as_secs())
}
