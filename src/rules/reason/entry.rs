//! One reason code.

/// One reason code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reason {
    /// The stable name.
    pub rule: &'static str,
    /// Who can do something about it.
    pub whose: Whose,
    /// What that is, in a sentence.
    pub mend: &'static str,
}

/// Who can do something about a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Whose {
    /// Whoever writes the client and publishes its document.
    Author,
    /// Whoever runs this server.
    Operator,
    /// Whoever wrote this server around the crate.
    Host,
    /// Nobody: it passes.
    Time,
}

impl Whose {
    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Whose::Author => "the client's author",
            Whose::Operator => "the operator",
            Whose::Host => "the server's author",
            Whose::Time => "time",
        }
    }
}

pub(super) const fn author(rule: &'static str, mend: &'static str) -> Reason {
    Reason {
        rule,
        whose: Whose::Author,
        mend,
    }
}

pub(super) const fn operator(rule: &'static str, mend: &'static str) -> Reason {
    Reason {
        rule,
        whose: Whose::Operator,
        mend,
    }
}

pub(super) const fn host(rule: &'static str, mend: &'static str) -> Reason {
    Reason {
        rule,
        whose: Whose::Host,
        mend,
    }
}

pub(super) const fn time(rule: &'static str, mend: &'static str) -> Reason {
    Reason {
        rule,
        whose: Whose::Time,
        mend,
    }
}
