//! A published name, fit to stand on a page.

use proptest::prelude::*;
use tower_cimd::rules::consent::clean_name;

fn check(published: &str, shown: &str) {
    let shown = (!shown.is_empty()).then_some(shown);
    assert_eq!(clean_name(published).as_deref(), shown, "{published:?}");
}

#[test]
fn an_honest_name_stays_as_it_is() {
    for name in [
        "Visual Studio Code",
        "client.dev (localhost)",
        "Elk (Solid edition)",
        "WhiteWind atproto long-form article platform",
        "<b>A & \"B\"</b>",
        "カレンダー",
        "Ứng dụng",
        "U\u{31b}\u{301}ng du\u{323}ng",
        "تقويم",
        "Ёлка",
        "\u{1f980} Crab",
    ] {
        check(name, name);
    }
}

#[test]
fn white_space_of_any_kind_becomes_one_space() {
    check("  A  ", "A");
    check("A\tB\r\nC", "A B C");
    check("A\u{a0}\u{2003}\u{3000}B", "A B");
    check("A\u{2028}\u{2029}\u{85}\u{b}B", "A B");
    check("A \u{200b} B", "A B");
    check("A \u{301} B", "A B");
}

#[test]
fn control_characters_are_taken_out() {
    check("A\0B\u{7}C\u{1b}[31mD\u{7f}\u{9b}E", "ABC[31mDE");
}

#[test]
fn marks_of_direction_are_taken_out() {
    for mark in [
        '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
        '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ] {
        check(&format!("A{mark}B{mark}"), "AB");
    }
}

#[test]
fn what_shows_nothing_is_taken_out() {
    for unseen in [
        '\u{ad}',
        '\u{34f}',
        '\u{115f}',
        '\u{1160}',
        '\u{17b4}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{2060}',
        '\u{2064}',
        '\u{206a}',
        '\u{2800}',
        '\u{3164}',
        '\u{fe0f}',
        '\u{feff}',
        '\u{ffa0}',
        '\u{fffa}',
        '\u{fffc}',
        '\u{1d173}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{e01ef}',
    ] {
        check(&format!("pay{unseen}pal"), "paypal");
        check(&unseen.to_string(), "");
    }
}

#[test]
fn what_looks_like_whatever_a_font_likes_is_taken_out() {
    check("A\u{f8ff}\u{e000}\u{f0000}\u{10fffd}", "A");
    check("A\u{fdd0}\u{ffff}\u{1ffff}", "A\u{1ffff}");
}

#[test]
fn no_letter_carries_a_tower() {
    let tower = |height| format!("A{}B", "\u{300}".repeat(height));
    check(&tower(2), &tower(2));
    check(&tower(3), &tower(2));
    check(&tower(500), &tower(2));
    check(
        "A\u{300}\u{1ab0}\u{20d0}\u{fe20}B\u{301}",
        "A\u{300}\u{1ab0}B\u{301}",
    );
}

#[test]
fn a_mark_without_a_letter_does_not_fall_upon_the_page() {
    check("\u{301}A", "A");
    check("\u{200b}\u{20e0}A", "A");
    check("\u{301}", "");
}

#[test]
fn nothing_left_is_no_name() {
    check("", "");
    check(" \t\n", "");
    check("\u{202e}\u{200b}\0", "");
}

#[test]
fn a_name_of_65_characters_is_shortened_to_64() {
    let name = |length| "é".repeat(length);
    check(&name(64), &name(64));
    check(&name(65), &format!("{}…", name(63)));
    check(&name(5000), &format!("{}…", name(63)));
    check(
        &format!("{} {}", name(62), name(9)),
        &format!("{}…", name(62)),
    );
    check(&format!("{}{}", name(64), "\u{200b}".repeat(9)), &name(64));
}

const UNSAFE: [char; 15] = [
    '\u{61c}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}',
    '\u{202c}', '\u{202d}', '\u{202e}', '\u{2060}', '\u{2066}', '\u{2069}', '\u{feff}',
];

fn published() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        any::<char>(),
        prop::sample::select(&UNSAFE[..]),
        prop::sample::select(vec![' ', '\n', '\u{a0}', '\u{301}', 'a', '.', '\0']),
    ];
    prop::collection::vec(character, 0..160).prop_map(|characters| characters.into_iter().collect())
}

proptest! {
    #[test]
    fn what_is_shown_is_short_and_turns_nothing(name in published()) {
        let Some(shown) = clean_name(&name) else { return Ok(()) };
        prop_assert!((1..=64).contains(&shown.chars().count()));
        prop_assert!(!shown.chars().any(char::is_control));
        prop_assert!(!shown.contains(UNSAFE));
        prop_assert!(!shown.contains("  "));
        prop_assert_eq!(shown.trim(), &shown);
        prop_assert!(shown.chars().all(|c| c == ' ' || !c.is_whitespace()));
    }

    #[test]
    fn to_clean_a_clean_name_changes_nothing(name in published()) {
        let once = clean_name(&name);
        prop_assert_eq!(once.as_deref().and_then(clean_name), once);
    }

    #[test]
    fn what_is_shown_was_published(name in published()) {
        let shown = clean_name(&name).unwrap_or_default();
        let mut published = name.chars();
        for character in shown.trim_end_matches('…').chars() {
            let whitespace = |c: char| character == ' ' && c.is_whitespace();
            prop_assert!(published.any(|c| c == character || whitespace(c)));
        }
    }
}
