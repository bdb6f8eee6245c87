//! A stranger's text in HTML.

use proptest::prelude::*;
use tower_cimd::rules::escaped::Escaped;

fn check(text: &str, html: &str) {
    assert_eq!(Escaped(text).to_string(), html, "{text:?}");
}

#[test]
fn what_has_a_meaning_in_html_is_escaped() {
    check("&", "&amp;");
    check("<", "&lt;");
    check(">", "&gt;");
    check("\"", "&quot;");
    check("'", "&#39;");
    check(
        "<b title='\"'>&amp;</b>",
        "&lt;b title=&#39;&quot;&#39;&gt;&amp;amp;&lt;/b&gt;",
    );
    check("a&b", "a&amp;b");
    check("&&", "&amp;&amp;");
}

#[test]
fn all_else_stays_as_it_is() {
    check("", "");
    check("client_id is repeated", "client_id is repeated");
    check("日本語 \u{1f600} é", "日本語 \u{1f600} é");
    check("`=/\\\n", "`=/\\\n");
}

/// What a browser would make of it.
fn unescape(html: &str) -> String {
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let mut text = html.to_owned();
    for (entity, character) in entities {
        text = text.replace(entity, character);
    }
    text
}

proptest! {
    #[test]
    fn no_text_leaves_its_place(text in "[<>&\"'a-z;#é日 ]{0,40}|\\PC{0,40}") {
        let html = Escaped(&text).to_string();
        prop_assert!(!html.contains(['<', '>', '"', '\'']));
        for (at, _) in html.match_indices('&') {
            let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
            prop_assert!(entities.iter().any(|entity| html[at..].starts_with(entity)));
        }
        prop_assert_eq!(unescape(&html), text);
    }
}
