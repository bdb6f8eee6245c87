//! Members that may be given in several languages (RFC 7591 §2.2).

use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::members::Members;

/// A text without a language, and texts with one. Empty texts are absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByLanguage {
    plain: Option<Box<str>>,
    tagged: Box<[(Box<str>, Box<str>)]>,
}

impl ByLanguage {
    /// Reads `name`, and `name#…` for all tags that are tags (`prefix` is `name#`).
    ///
    /// # Errors
    ///
    /// A value that is not a string, and one language twice: tags are compared without case
    /// (BCP 47 §2.1.1), member names are not.
    pub(super) fn read(
        members: Members<'_>,
        name: &'static str,
        prefix: &'static str,
    ) -> Result<Self, DocumentError> {
        let plain = members.text(name)?.filter(|text| !text.is_empty());
        let mut tagged: Vec<(Box<str>, Box<str>)> = Vec::new();
        for entry in members.tagged(name, prefix) {
            let (tag, text) = entry?;
            if !is_language_tag(tag) || text.is_empty() {
                continue;
            }
            if find(&tagged, tag).is_some() {
                return Err(DocumentError::of(name, DocumentRule::RepeatedLanguage));
            }
            tagged.push((tag.into(), text.into()));
        }
        Ok(ByLanguage {
            plain: plain.map(Into::into),
            tagged: tagged.into(),
        })
    }

    /// The text without a language.
    pub(crate) fn plain(&self) -> Option<&str> {
        self.plain.as_deref()
    }

    /// The text in the language of a tag, or in the nearest wider one: `ja-JP` finds `ja`
    /// (the lookup of RFC 4647 §3.4, without a default).
    pub(crate) fn in_language(&self, tag: &str) -> Option<&str> {
        let mut range = tag;
        loop {
            if let Some(text) = find(&self.tagged, range) {
                return Some(text);
            }
            let (wider, _) = range.rsplit_once('-')?;
            // A single character introduces what follows it, and is cut off with it.
            range = match wider.rsplit_once('-') {
                Some((widest, introducer)) if introducer.len() == 1 => widest,
                _ => wider,
            };
        }
    }

    /// Keeps the texts that pass.
    pub(super) fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.plain = self.plain.take().filter(|text| keep(text));
        let tagged = std::mem::take(&mut self.tagged).into_vec();
        self.tagged = tagged.into_iter().filter(|(_, text)| keep(text)).collect();
    }

    /// All of the texts.
    pub(crate) fn all(&self) -> impl Iterator<Item = &str> {
        self.entries().map(|(_, text)| text)
    }

    /// All of the texts, each with its language tag as it was written.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (Option<&str>, &str)> {
        let tagged = self.tagged.iter();
        let plain = self.plain().into_iter().map(|text| (None, text));
        plain.chain(tagged.map(|(tag, text)| (Some(tag.as_ref()), text.as_ref())))
    }

    /// The memory of the list, in bytes, without the texts in it.
    pub(super) fn slots(&self) -> usize {
        size_of_val::<[_]>(&self.tagged)
    }
}

fn find<'t>(tagged: &'t [(Box<str>, Box<str>)], wanted: &str) -> Option<&'t str> {
    tagged
        .iter()
        .find(|(tag, _)| tag.eq_ignore_ascii_case(wanted))
        .map(|(_, text)| text.as_ref())
}

/// The shape of RFC 5646 §2.1: subtags of one to eight letters and digits, the first of letters.
fn is_language_tag(tag: &str) -> bool {
    let subtag = |subtag: &str| {
        (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let letters = tag.bytes().take_while(|byte| *byte != b'-');
    tag.split('-').all(subtag) && letters.into_iter().all(|byte| byte.is_ascii_alphabetic())
}
