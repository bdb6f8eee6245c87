//! What fetching keys may cost.

use std::time::Duration;

/// What fetching the keys of clients may cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyLimits {
    /// Bytes of key sets that are kept, roughly. Default 4 MiB: thousands of sets, of which most
    /// have one or two keys.
    pub cache_bytes: u64,
    /// Fetches at once; one host has at most an eighth of them. Default 64: few clients have their
    /// keys elsewhere than in their documents, and each set lasts for minutes.
    pub in_flight: usize,
    /// Fetches from one host in a minute, all of which may come at once; half of them are for sets by
    /// which no client was authenticated yet. Default 600, as for documents.
    pub per_host: u32,
    /// Requests that wait for one fetch. Default 4,096, as for documents.
    pub waiters: usize,
    /// The end of a fetch whose fetcher does not end it. Default 10 seconds, as for documents.
    pub fetch_deadline: Duration,
}

impl Default for KeyLimits {
    fn default() -> Self {
        KeyLimits {
            cache_bytes: 4 * 1024 * 1024,
            in_flight: 64,
            per_host: 600,
            waiters: 4096,
            fetch_deadline: Duration::from_secs(10),
        }
    }
}
