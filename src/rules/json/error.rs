//! Why a text is not read.

use crate::rules::refusal::refusals;

refusals! {
    /// Why a text is not taken for one unambiguous JSON object.
    JsonError {
        /// More bytes than the caller allows.
        Size => "document.size", "the document is larger than this server reads";
        /// Not UTF-8, or UTF-8 behind a byte order mark.
        Encoding => "document.json.encoding", "the document is not UTF-8 without a byte order mark";
        /// Not JSON by RFC 8259, or bytes behind it, or a number that no double holds.
        Syntax => "document.json.syntax", "the document is not well-formed JSON";
        /// Nested deeper than [`MAX_DEPTH`](crate::rules::json::MAX_DEPTH).
        Depth => "document.json.depth", "the document is nested too deeply";
        /// A member name twice in one object.
        DuplicateMember => "document.json.duplicate_member", "an object of the document has the same member name twice";
        /// JSON, and not an object.
        NotAnObject => "document.json.not_an_object", "the document is not a JSON object";
    }
}
