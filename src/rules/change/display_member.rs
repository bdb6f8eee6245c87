//! The members that are shown to people.

use crate::rules::change::kind::ChangeKind;

/// A member that is shown to people, and may be given in several languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum DisplayMember {
    /// `client_name`
    ClientName,
    /// `logo_uri`
    LogoUri,
    /// `client_uri`
    ClientUri,
    /// `tos_uri`
    TosUri,
    /// `policy_uri`
    PolicyUri,
}

impl DisplayMember {
    /// Every member.
    pub const ALL: &'static [DisplayMember] = &[
        DisplayMember::ClientName,
        DisplayMember::LogoUri,
        DisplayMember::ClientUri,
        DisplayMember::TosUri,
        DisplayMember::PolicyUri,
    ];

    /// The name of the member.
    pub const fn as_str(self) -> &'static str {
        match self {
            DisplayMember::ClientName => "client_name",
            DisplayMember::LogoUri => "logo_uri",
            DisplayMember::ClientUri => "client_uri",
            DisplayMember::TosUri => "tos_uri",
            DisplayMember::PolicyUri => "policy_uri",
        }
    }

    /// The kind of a change of it.
    pub const fn kind(self) -> ChangeKind {
        match self {
            DisplayMember::ClientName => ChangeKind::NameChanged,
            DisplayMember::LogoUri => ChangeKind::LogoChanged,
            DisplayMember::ClientUri | DisplayMember::TosUri | DisplayMember::PolicyUri => {
                ChangeKind::LinksChanged
            }
        }
    }
}
