//! Links within the page.

use form_urlencoded::Serializer;

/// A relative link with a query. ASCII whatever the values are, and no character of it has a meaning in
/// HTML but `&`, which the template escapes.
pub(super) fn link(path: &str, query: &[(&str, &str)]) -> String {
    let mut encoded = Serializer::new(String::new());
    for (name, value) in query.iter().filter(|(_, value)| !value.is_empty()) {
        encoded.append_pair(name, value);
    }
    match encoded.finish() {
        query if query.is_empty() => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
