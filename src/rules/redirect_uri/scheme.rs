//! Which schemes a redirection URI may have.

use crate::rules::redirect_uri::error::RedirectUriError;
use crate::rules::redirect_uri::grammar::Parts;

/// A server's choices about redirection URIs.
///
/// `https` on any host and `http` on the loopback hosts are always accepted; schemes that run code
/// or open files never are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RedirectUriRules {
    /// Accepts private-use schemes that are reversed domain names, such as
    /// `com.example.app:/callback`. Default `true`: RFC 8252 §7.1 describes them for native apps,
    /// and published documents use them.
    pub dotted_schemes: bool,
    /// Accepts private-use schemes without a period, such as `cursor://callback`. Default `false`:
    /// no name owner can claim one, so that any program on the device may (RFC 8252 §8.4).
    pub undotted_schemes: bool,
}

impl Default for RedirectUriRules {
    fn default() -> Self {
        RedirectUriRules {
            dotted_schemes: true,
            undotted_schemes: false,
        }
    }
}

/// Holds a private-use URI, any that is neither `http` nor `https`, against the rules.
pub(super) fn check_private_use(
    parts: &Parts<'_>,
    rules: &RedirectUriRules,
) -> Result<(), RedirectUriError> {
    let scheme = parts.scheme;
    let dotted = scheme.contains('.');
    if is_dangerous(scheme) {
        return Err(RedirectUriError::DangerousScheme);
    }
    if dotted && !rules.dotted_schemes {
        return Err(RedirectUriError::DottedScheme);
    }
    if !dotted && !rules.undotted_schemes {
        return Err(RedirectUriError::UndottedScheme);
    }
    let domain_name = scheme.split('.').all(|label| !label.is_empty());
    match domain_name && parts.is_hierarchical {
        true => Ok(()),
        false => Err(RedirectUriError::PrivateUse),
    }
}

fn is_dangerous(scheme: &str) -> bool {
    DANGEROUS
        .iter()
        .any(|dangerous| scheme.eq_ignore_ascii_case(dangerous))
}

/// Never registered, whatever the switches say: they run code in the server's own page, read
/// files, hide the page's address, speak to another protocol's server, or hand the URI to a program
/// that takes it as a command.
const DANGEROUS: &[&str] = &[
    "about",
    "android-app",
    "blob",
    "chrome",
    "chrome-extension",
    "content",
    "data",
    "file",
    "filesystem",
    "ftp",
    "intent",
    "itms-services",
    "jar",
    "javascript",
    "ldap",
    "mailto",
    "market",
    "moz-extension",
    "ms-appinstaller",
    "ms-msdt",
    "resource",
    "search-ms",
    "shell",
    "shortcuts",
    "sms",
    "tel",
    "vbscript",
    "view-source",
    "ws",
    "wss",
];
