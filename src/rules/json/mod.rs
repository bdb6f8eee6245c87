//! JSON, read strictly.
//!
//! Two parsers that read one document differently are a way in: a reviewer sees the first
//! `redirect_uris`, the server uses the last. So what is ambiguous is refused:
//!
//! 1. UTF-8 without a byte order mark (RFC 8259 §8.1), and one object with nothing behind it;
//! 2. no member name twice in an object, at any depth, compared after unescaping
//!    (`client\u005fid` is `client_id`; RFC 8259 §4);
//! 3. at most [`MAX_DEPTH`] levels, so that no document reaches for the stack;
//! 4. at most as many bytes as the caller allows.
//!
//! Numbers are read as doubles; one that no double holds is no JSON here.

mod error;
mod value;
mod read;

pub use crate::rules::json::error::JsonError;
pub use crate::rules::json::read::MAX_DEPTH;
pub use crate::rules::json::value::{Number, Object, Value};
