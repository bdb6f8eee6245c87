//! Every reason code of this crate, and what to do about it.
//!
//! A reason code is the stable name of a rule, such as `document.client_id`. The same name stands in
//! answers to clients (as far as strangers may know it), in events, in the output of `cimd` and in
//! [`Explanation`](crate::resolve::Explanation)s. The page [`guide::reasons`](crate::guide::reasons) is
//! this table.
//!
//! ```
//! use tower_cimd::rules::reason;
//!
//! let mend = reason::mend("client_id.fragment");
//! assert_eq!(mend, Some("Leave the # and what follows out of the client_id."));
//! ```

mod entry;
mod checks;
mod client_id;
mod document;
mod grant;
mod keys;
mod metadata;
mod redirect_uri;
mod request;
mod server;
mod settings;
mod shared;
mod token;

pub use self::entry::{Reason, Whose};

/// Every reason, by name.
pub fn all() -> impl Iterator<Item = &'static Reason> {
    GROUPS.iter().copied().flatten()
}

/// The reason of this name.
pub fn find(rule: &str) -> Option<&'static Reason> {
    all().find(|reason| reason.rule == rule)
}

/// What to do about a broken rule, where it is known by this name.
pub fn mend(rule: &str) -> Option<&'static str> {
    find(rule).map(|reason| reason.mend)
}

const GROUPS: &[&[Reason]] = &[
    checks::REASONS,
    client_id::REASONS,
    document::REASONS,
    grant::REASONS,
    keys::REASONS,
    metadata::REASONS,
    redirect_uri::REASONS,
    request::REASONS,
    server::REASONS,
    settings::REASONS,
    shared::REASONS,
    token::REASONS,
];
