//! A set of kinds.

use std::fmt;

use crate::rules::change::kind::ChangeKind;

/// A set of [`ChangeKind`]s. Copied, not allocated.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct ChangeKinds(u32);

impl ChangeKinds {
    /// No kind.
    pub const NONE: ChangeKinds = ChangeKinds(0);

    /// The set with one kind more.
    #[must_use]
    pub const fn with(self, kind: ChangeKind) -> Self {
        ChangeKinds(self.0 | bit(kind))
    }

    /// The set without a kind.
    #[must_use]
    pub const fn without(self, kind: ChangeKind) -> Self {
        ChangeKinds(self.0 & !bit(kind))
    }

    /// Whether the kind is in the set.
    pub const fn contains(self, kind: ChangeKind) -> bool {
        self.0 & bit(kind) != 0
    }

    /// Whether a kind is in both sets.
    pub const fn intersects(self, other: ChangeKinds) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in the set, in the order of [`ChangeKind::ALL`].
    pub fn iter(self) -> impl Iterator<Item = ChangeKind> {
        let all = ChangeKind::ALL.iter().copied();
        all.filter(move |kind| self.contains(*kind))
    }
}

impl From<ChangeKind> for ChangeKinds {
    fn from(kind: ChangeKind) -> Self {
        ChangeKinds::NONE.with(kind)
    }
}

impl FromIterator<ChangeKind> for ChangeKinds {
    fn from_iter<I: IntoIterator<Item = ChangeKind>>(kinds: I) -> Self {
        kinds.into_iter().fold(ChangeKinds::NONE, ChangeKinds::with)
    }
}

impl Extend<ChangeKind> for ChangeKinds {
    fn extend<I: IntoIterator<Item = ChangeKind>>(&mut self, kinds: I) {
        *self = kinds.into_iter().fold(*self, ChangeKinds::with);
    }
}

impl fmt::Debug for ChangeKinds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

const fn bit(kind: ChangeKind) -> u32 {
    1 << kind as u32
}
