//! What is wrong with a query or form as a whole.

/// Why two readers of one query or form might read different parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum Malformed {
    /// The value of this parameter holds a `%` that begins no escape, or octets that are not UTF-8.
    #[error("{0} is not encoded as application/x-www-form-urlencoded")]
    Encoding(&'static str),
    /// There are more parameters than are read.
    #[error("there are more than 256 parameters")]
    TooMany,
}

/// The first flaws of a query or form.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Survey {
    /// The first parameter that may appear once and appears again, be it with an empty value.
    pub(crate) repeated: Option<&'static str>,
    pub(crate) malformed: Option<Malformed>,
}

impl Survey {
    /// This survey's flaws, and the other's where this one has none.
    pub(crate) fn or(self, other: Survey) -> Survey {
        Survey {
            repeated: self.repeated.or(other.repeated),
            malformed: self.malformed.or(other.malformed),
        }
    }
}

/// More than any client sends, and few enough to search through for every look-up.
pub(super) const MAX_PAIRS: usize = 256;
