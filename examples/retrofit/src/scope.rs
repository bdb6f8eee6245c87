//! What a client may be allowed.

/// Reading, which any client may ask for.
pub(crate) const READ: &str = "notes:read";

/// All that there is, and what it means to the person who is asked.
pub(crate) const ALL: [(&str, &str); 2] = [
    (READ, "Read your notes"),
    ("notes:write", "Write and delete notes in your name"),
];

/// Whether each of `asked` stands in `allowed` (RFC 6749 §3.3). Nothing is not within anything.
pub(crate) fn is_within(asked: &str, allowed: &str) -> bool {
    asked
        .split(' ')
        .all(|token| allowed.split(' ').any(|known| known == token))
}

/// What it means, in sentences.
pub(crate) fn sentences(scope: &str) -> impl Iterator<Item = &'static str> {
    ALL.into_iter()
        .filter(move |(token, _)| is_within(token, scope))
        .map(|(_, sentence)| sentence)
}
