//! What an event may say of a stranger's text.

use std::error::Error;
use std::fmt::{self, Write};

use crate::rules::change::ChangeKinds;

/// A stranger's text, escaped and cut.
pub(crate) struct Told<'a>(pub(crate) &'a str);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Escaping makes it longer, so what is counted is what is written.
        let mut room = LONGEST_TEXT;
        for escaped in self.0.chars().map(char::escape_default) {
            match room.checked_sub(escaped.len()) {
                Some(left) => room = left,
                None => return f.write_str("..."),
            }
            escaped.fmt(f)?;
        }
        Ok(())
    }
}

/// An error and its sources, escaped and cut: the error of a host's own part may quote a stranger.
pub(crate) struct Chain<'a>(pub(crate) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.0.to_string();
        let mut source = self.0.source();
        while let Some(error) = source.filter(|_| text.len() < LONGEST_TEXT) {
            let _ = write!(text, ": {error}");
            source = error.source();
        }
        Told(&text).fmt(f)
    }
}

/// The names of kinds, with commas.
pub(crate) struct Names(pub(crate) ChangeKinds);

impl fmt::Display for Names {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, kind) in self.0.iter().enumerate() {
            f.write_str(if n == 0 { "" } else { "," })?;
            f.write_str(kind.as_str())?;
        }
        Ok(())
    }
}

/// Bytes of a stranger's text in a log line: enough to know a client_id by.
const LONGEST_TEXT: usize = 256;
