//! HTML, read more strictly than a browser does: what is not plainly one of our own tags is an error.

/// A start tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Tag {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(named, _)| named == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Every start tag of a page.
///
/// # Panics
///
/// On a `<` that begins no tag, on an attribute whose value stands in no double quotes, on an end tag that
/// closes nothing, and on an element that is left open.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let (mut tags, mut open, mut rest) = (Vec::new(), Vec::new(), html);
    while let Some((_, from)) = rest.split_once('<') {
        let (inside, after) = tag_end(from);
        rest = after;
        if inside.eq_ignore_ascii_case("!doctype html") {
            continue;
        }
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "</{name}>");
            continue;
        }
        let tag = start_tag(inside);
        if tag.name == "style" {
            rest = rest.split_once("</style>").expect("the style ends").1;
        } else if !VOID.contains(&tag.name.as_str()) {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "left open: {open:?}");
    tags
}

/// The text of a page, without tags and with characters for entities.
pub(crate) fn text(html: &str) -> String {
    let body = html.split_once("</style>").map_or(html, |(_, body)| body);
    let mut text = String::new();
    for part in body.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    unescaped(&text)
}

/// What stands for the five entities that the page writes.
pub(crate) fn unescaped(text: &str) -> String {
    let pairs = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ];
    pairs
        .iter()
        .fold(text.to_owned(), |text, (entity, character)| {
            text.replace(entity, character)
        })
}

/// The inside of a tag, up to the `>` that no quotes hold.
fn tag_end(from: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, character) in from.char_indices() {
        match character {
            '"' => quoted = !quoted,
            '>' if !quoted => return (&from[..at], &from[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag without an end: {from}");
}

fn start_tag(inside: &str) -> Tag {
    let end = inside.find(' ').unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(end);
    let is_name = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    assert!(is_name, "a < that begins no tag: <{inside}>");
    let mut attributes = Vec::new();
    while let Some(from) = rest.strip_prefix(' ') {
        let end = from.find([' ', '=']).unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        assert!(is_name, "no attribute: {from}");
        let (value, after) = match after.strip_prefix("=\"") {
            Some(value) => value.split_once('"').expect("the value ends"),
            None => ("", after),
        };
        attributes.push((name.to_owned(), unescaped(value)));
        rest = after;
    }
    assert!(rest.is_empty(), "{rest:?} in <{inside}>");
    let name = name.to_owned();
    Tag { name, attributes }
}

const VOID: [&str; 3] = ["input", "link", "meta"];

#[test]
fn a_page_is_read_tag_by_tag() {
    let read = tags(
        "<!doctype html><p class=\"a b\" hidden>1 &lt; 2<br2></br2></p><input value=\"&lt;x&gt;\">",
    );
    let names: Vec<_> = read.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["p", "br2", "input"]);
    assert_eq!(read[0].get("class"), Some("a b"));
    assert_eq!(read[2].get("value"), Some("<x>"));
    assert_eq!(text("<style>a</style><p>1 &lt; 2</p>"), "1 < 2");
}

#[test]
fn what_a_browser_would_forgive_is_an_error() {
    let check = |html: &'static str| {
        assert!(std::panic::catch_unwind(|| tags(html)).is_err(), "{html}");
    };
    check("<p>1 < 2</p>");
    check("<p class=a></p>");
    check("<p class='a'></p>");
    check("<p></b></p>");
    check("<p>");
    check("<P></P>");
    check("<p \"></p>");
}
