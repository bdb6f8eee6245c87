//! Who is at the page, and what he may do there.

/// What a route of the page takes (T19: reading and changing are separate rights).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Right {
    /// To see what this server holds and decided, and to have a client_id explained.
    View,
    /// To change it.
    Change,
}

/// An operator, as the host's own authentication knows him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    name: String,
    rights: Rights,
}

/// Whoever may change may see what he changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rights {
    View,
    Change,
}

impl Identity {
    /// An operator who may look at everything and change nothing.
    ///
    /// `name` stands on the pages that he gets, and in their form tokens.
    pub fn viewer(name: impl Into<String>) -> Self {
        Identity {
            name: name.into(),
            rights: Rights::View,
        }
    }

    /// An operator who may look at everything and change it. `name`, 1 to 128 bytes, stands in the event of
    /// every change and beside the order that it made, too.
    pub fn operator(name: impl Into<String>) -> Self {
        Identity {
            name: name.into(),
            rights: Rights::Change,
        }
    }

    /// What the host calls him.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether he may do what takes this right.
    pub fn may(&self, right: Right) -> bool {
        match (self.rights, right) {
            (Rights::Change, Right::View | Right::Change) | (Rights::View, Right::View) => true,
            (Rights::View, Right::Change) => false,
        }
    }
}

impl Right {
    /// Every right.
    pub const ALL: &'static [Right] = &[Right::View, Right::Change];

    /// The stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Right::View => "view",
            Right::Change => "change",
        }
    }
}
