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

#[cfg(test)]
mod tests {
    use super::*;

    fn written() -> Vec<u8> {
        let mut writer = Writer::default();
        writer.byte(7);
        writer.array(&[1, 2]);
        writer.bytes("é".as_bytes());
        writer.bytes(b"");
        writer.time(SystemTime::UNIX_EPOCH + Duration::new(1, 2));
        writer.finish()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let written = written();
        let mut reader = Reader::new(&written);
        assert_eq!(reader.byte(), Some(7));
        assert_eq!(reader.array(), Some([1, 2]));
        assert_eq!(reader.text(), Some("é"));
        assert_eq!(reader.bytes(), Some(&b""[..]));
        assert_eq!(reader.end(), None);
        let time = SystemTime::UNIX_EPOCH + Duration::new(1, 2);
        assert_eq!(reader.time(), Some(time));
        assert_eq!(reader.end(), Some(()));
        assert_eq!((reader.byte(), reader.array::<1>()), (None, None));
    }

    #[test]
    fn each_length_stands_before_its_bytes() {
        let fields = b"\x07\x01\x02\0\0\0\x02\xc3\xa9\0\0\0\0\0\0\0\0\x3b\x9a\xca\x02";
        assert_eq!(written(), fields);
    }

    #[test]
    fn bytes_that_are_not_all_there_or_no_text_are_none() {
        assert_eq!(Reader::new(b"\0\0\0\x02a").bytes(), None);
        assert_eq!(Reader::new(b"\0\0\0").bytes(), None);
        assert_eq!(Reader::new(b"\0\0\0\x01\xff").text(), None);
    }

    #[test]
    fn a_time_before_1970_is_1970() {
        let mut writer = Writer::default();
        writer.time(SystemTime::UNIX_EPOCH - Duration::from_secs(1));
        assert_eq!(writer.finish(), [0; 8]);
    }
}
