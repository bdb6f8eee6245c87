//! A published name, fit to stand on a page.

use std::ops::RangeInclusive;

/// A published name as it may be shown, in at most 64 characters; `None` where nothing is left.
///
/// * Control characters, marks of writing direction and characters that show nothing are taken
///   out, so that a name cannot turn the text around it, or hide what it is.
/// * No letter carries more than two combining marks, so that a name cannot cover the lines above.
/// * White space of any kind becomes one space, and none at either end.
/// * A longer name ends in `…`.
///
/// It is neither escaped nor true.
///
/// ```
/// use tower_cimd::rules::consent::clean_name;
///
/// assert_eq!(clean_name(" My\u{202e}\n App\u{200b} ").as_deref(), Some("My App"));
/// assert_eq!(clean_name("\u{2066}\u{2069}"), None);
/// ```
pub fn clean_name(published: &str) -> Option<String> {
    let visible = visible(published);
    (!visible.is_empty()).then(|| shorten(visible))
}

/// A name as it would be seen, in full.
pub(super) fn visible(published: &str) -> String {
    let seen: String = without_towers(published.chars().filter(|c| is_seen(*c))).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character shows, be it as a space.
pub(crate) fn is_seen(character: char) -> bool {
    let unseen = || UNSEEN.iter().any(|range| range.contains(&character));
    character.is_whitespace() || !(character.is_control() || unseen())
}

/// Combining marks only where a letter carries them, and no towers of them.
fn without_towers(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let mut room = 0;
    characters.filter(move |character| {
        if !is_mark(*character) {
            room = if character.is_whitespace() {
                0
            } else {
                MAX_MARKS
            };
            return true;
        }
        let fits = room > 0;
        room = room.saturating_sub(1);
        fits
    })
}

/// Whether it stands on the letter before it.
pub(crate) fn is_mark(character: char) -> bool {
    MARKS.iter().any(|range| range.contains(&character))
}

fn shorten(name: String) -> String {
    if name.chars().count() <= MAX_CHARACTERS {
        return name;
    }
    let kept: String = name.chars().take(MAX_CHARACTERS - 1).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// Twice the longest name of the published documents, and one line of a page.
const MAX_CHARACTERS: usize = 64;

/// Vietnamese written with combining marks has two on a vowel.
pub(crate) const MAX_MARKS: usize = 2;

/// `Default_Ignorable_Code_Point` of Unicode 16, marks of direction among them; what is blank or
/// a place holder besides; and private use and noncharacters, which look like whatever a font likes.
const UNSEEN: &[RangeInclusive<char>] = &[
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{202a}'..='\u{202e}',
    '\u{2060}'..='\u{206f}',
    '\u{2800}'..='\u{2800}',
    '\u{3164}'..='\u{3164}',
    '\u{e000}'..='\u{f8ff}',
    '\u{fdd0}'..='\u{fdef}',
    '\u{fe00}'..='\u{fe0f}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffc}',
    '\u{fffe}'..='\u{ffff}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{10ffff}',
];

/// The blocks of marks that combine with letters of any script.
const MARKS: &[RangeInclusive<char>] = &[
    '\u{300}'..='\u{36f}',
    '\u{483}'..='\u{489}',
    '\u{1ab0}'..='\u{1aff}',
    '\u{1dc0}'..='\u{1dff}',
    '\u{20d0}'..='\u{20ff}',
    '\u{fe20}'..='\u{fe2f}',
];
