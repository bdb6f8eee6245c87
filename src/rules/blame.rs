//! Whose fault a refusal is.

/// Whose fault a refusal is.
///
/// Blame chooses the OAuth error code, the HTTP status, the log level and whether a client should
/// try again; nothing else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Blame {
    /// The request itself is malformed: a repeated parameter, a client_id that is no valid URL.
    Request,
    /// The published client metadata document, or the answer that should have carried it.
    Document,
    /// This server's own policy refuses a client that is otherwise in order.
    Policy,
    /// The network between us and the publisher. Trying again later may succeed.
    Weather,
    /// This server: a hook of the host failed, or a defect of our own.
    Ourselves,
}

impl Blame {
    /// The stable name, as events spell it.
    pub const fn name(self) -> &'static str {
        match self {
            Blame::Request => "request",
            Blame::Document => "document",
            Blame::Policy => "policy",
            Blame::Weather => "weather",
            Blame::Ourselves => "ourselves",
        }
    }
}
