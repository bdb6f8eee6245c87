//! Fields, one after the other.

use std::time::{Duration, SystemTime};

/// Writes fields.
#[derive(Debug, Default)]
pub(crate) struct Writer(Vec<u8>);

/// Reads fields; `None` where the bytes have another form.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(&'a [u8]);

impl Writer {
    pub(crate) fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    pub(crate) fn array<const N: usize>(&mut self, array: &[u8; N]) {
        self.0.extend_from_slice(array);
    }

    /// Bytes with their number before them.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        // Nothing here comes near: documents and header fields have at most some hundred kilobytes.
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.array(&length.to_be_bytes());
        self.0.extend_from_slice(bytes);
    }

    /// A time, as nanoseconds of the calendar since 1970.
    pub(crate) fn time(&mut self, time: SystemTime) {
        let since = time.duration_since(SystemTime::UNIX_EPOCH);
        let nanos = since.unwrap_or_default().as_nanos();
        let nanos = u64::try_from(nanos).unwrap_or(u64::MAX);
        self.array(&nanos.to_be_bytes());
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.0
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Reader(bytes)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*byte)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }

    pub(crate) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = u32::from_be_bytes(self.array()?);
        let (bytes, rest) = self.0.split_at_checked(usize::try_from(length).ok()?)?;
        self.0 = rest;
        Some(bytes)
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    pub(crate) fn time(&mut self) -> Option<SystemTime> {
        let nanos = u64::from_be_bytes(self.array()?);
        SystemTime::UNIX_EPOCH.checked_add(Duration::from_nanos(nanos))
    }

    /// That nothing follows.
    pub(crate) fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }
}
