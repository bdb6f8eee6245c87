//! A stranger's text on the page.

use std::fmt;

use crate::rules::consent::{MAX_MARKS, is_mark, is_seen};
use crate::rules::escaped::Escaped;
use askama::filters::HtmlSafe;

/// A stranger's text: on the page escaped, in one direction by itself, with every character shown
/// that would hide or turn others.
///
/// Templates print it by its `Display`, which is an element: it must not stand in an attribute, for
/// which there is [`plain`](Said::plain).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Said(String);

impl Said {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Said(text.into())
    }

    /// The text itself, for the value of an attribute, where the template escapes it.
    pub(super) fn plain(&self) -> &str {
        &self.0
    }

    /// Whether nothing was said.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<bdi>")?;
        let (mut plain, mut marks) = (String::new(), 0);
        for character in self.0.chars() {
            marks = if is_mark(character) { marks + 1 } else { 0 };
            if !is_hidden(character) && marks <= MAX_MARKS {
                plain.push(character);
                continue;
            }
            write!(f, "{}", Escaped(&plain))?;
            plain.clear();
            let code = u32::from(character);
            write!(f, "<span class=\"code\">U+{code:04X}</span>")?;
        }
        write!(f, "{}</bdi>", Escaped(&plain))
    }
}

/// What it prints is escaped.
impl HtmlSafe for Said {}

/// A line end and a tab show as what they are, in a text that keeps white space.
fn is_hidden(character: char) -> bool {
    let is_break = matches!(character, '\n' | '\t');
    !is_break && (character.is_control() || !is_seen(character))
}
