//! Lines on standard output.

use std::fmt;
use std::io::{self, Write};

/// Prints a line at once. Where nobody reads it, the document is served all the same.
pub(crate) fn say(line: fmt::Arguments<'_>) {
    let mut output = io::stdout().lock();
    let _ = writeln!(output, "{line}").and_then(|()| output.flush());
}
