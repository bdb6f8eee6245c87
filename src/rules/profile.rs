//! Which specification a document is held against, as data.

use std::fmt;

use crate::rules::redirect_uri::RedirectUriRules;
use crate::rules::rule_set::RuleSet;

/// The rules of one specification, where specifications differ.
///
/// There is one validator; a profile fills in the fields of a [`RuleSet`] on which specifications
/// disagree, and another specification is another entry of [`ALL`](Self::ALL). What any of them
/// forbids outright (shared secrets, private keys, redirects followed …) is no field and stays
/// forbidden, so that an older profile is never a laxer one.
///
/// ```
/// use tower_cimd::rules::issuer::Issuer;
/// use tower_cimd::rules::profile::Profile;
/// use tower_cimd::rules::rule_set::RuleSet;
///
/// let mut rules = RuleSet::new(Issuer::parse("https://as.example.com")?);
/// Profile::MCP_2026_07_28.apply(&mut rules);
/// assert_eq!(rules.document.required_members, ["client_name", "redirect_uris"]);
/// assert!(!rules.redirect_uri.dotted_schemes);
/// # Ok::<(), tower_cimd::rules::issuer::IssuerError>(())
/// ```
///
/// A resolver takes one by `.rules(|rules| Profile::MCP_2026_07_28.apply(rules))`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    name: &'static str,
    source: &'static str,
    required_members: &'static [&'static str],
    dotted_schemes: bool,
}

impl Profile {
    /// `cimd-02`: draft-ietf-oauth-client-id-metadata-document-02, with §6 of the editors' branch
    /// of -03 on authentication methods. What every new [`RuleSet`] holds.
    pub const CIMD_02: Profile = Profile {
        name: "cimd-02",
        source: "draft-ietf-oauth-client-id-metadata-document-02",
        required_members: &[],
        dotted_schemes: true,
    };

    /// `mcp-2025-11-25`: Model Context Protocol 2025-11-25, Authorization. A document must have
    /// `client_name` and `redirect_uris`; redirection URIs are `https` or loopback.
    pub const MCP_2025_11_25: Profile = Profile {
        name: "mcp-2025-11-25",
        source: "Model Context Protocol 2025-11-25, Authorization",
        required_members: MCP_MEMBERS,
        dotted_schemes: false,
    };

    /// `mcp-2026-07-28`: Model Context Protocol 2026-07-28, Authorization. Of documents it says
    /// what [2025-11-25](Self::MCP_2025_11_25) says; what it changed is elsewhere.
    pub const MCP_2026_07_28: Profile = Profile {
        name: "mcp-2026-07-28",
        source: "Model Context Protocol 2026-07-28, Authorization",
        required_members: MCP_MEMBERS,
        dotted_schemes: false,
    };

    /// Every profile, the default first.
    pub const ALL: &'static [Profile] = &[
        Profile::CIMD_02,
        Profile::MCP_2025_11_25,
        Profile::MCP_2026_07_28,
    ];

    /// The profile of this name, for a command line or a settings file.
    pub fn named(name: &str) -> Option<Profile> {
        Profile::ALL
            .iter()
            .copied()
            .find(|profile| profile.name == name)
    }

    /// Its stable name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The text whose rules they are.
    pub const fn source(&self) -> &'static str {
        self.source
    }

    /// Sets the required members and the schemes of redirection URIs, whatever they were, and
    /// leaves all other rules as they are. A server's own exceptions come after it.
    pub fn apply(&self, rules: &mut RuleSet) {
        rules.document.required_members = self.required_members.to_vec();
        rules.redirect_uri = RedirectUriRules {
            dotted_schemes: self.dotted_schemes,
            undotted_schemes: false,
        };
    }
}

impl Default for Profile {
    fn default() -> Self {
        Profile::CIMD_02
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Profile({})", self.name)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

/// Beside `client_id`, which every document must have.
const MCP_MEMBERS: &[&str] = &["client_name", "redirect_uris"];
