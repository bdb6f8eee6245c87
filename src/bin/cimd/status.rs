//! Exit statuses, those of `sysexits.h` where it has one.

/// Wrong usage: a flag, or a record that cannot be read (`EX_USAGE`).
pub(crate) const USAGE: u8 = 64;

/// The answer could not be written (`EX_IOERR`).
pub(crate) const WRITE: u8 = 74;

/// It is not as it should be.
pub(crate) const REFUSED: u8 = 1;
