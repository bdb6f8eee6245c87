//! How well an authorization server knows which program holds a token.

use std::fmt;

use url::{Host, Url};

use crate::rules::authenticated::Authenticated;

/// How well the authorization server knew the client when it issued a token, from worst to best.
///
/// A client_id alone is no proof: any program can say that it is `https://editor.example.com/…`,
/// have a person consent, and receive the code on the loopback interface. So a rule that lets
/// clients of one host pass says which clients are meant, and not who calls, unless it also demands
/// an assurance (T5).
///
/// The server that issues the token knows it, and may put it into the token as the claim
/// [`Assurance::CLAIM`], a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Assurance {
    /// Nobody said anything. The default of a token without the claim.
    #[default]
    Unknown,
    /// The code went to the person's own device, to any program that listens there.
    Loopback,
    /// The code went to a server on the internet by `https`: who has that host has the code.
    HttpsRedirect,
    /// The client authenticated with a key.
    Authenticated,
}

impl Assurance {
    /// The name of the claim: `client_assurance`. It is registered nowhere.
    pub const CLAIM: &'static str = "client_assurance";

    /// Every level, from worst to best.
    pub const ALL: &'static [Assurance] = &[
        Assurance::Unknown,
        Assurance::Loopback,
        Assurance::HttpsRedirect,
        Assurance::Authenticated,
    ];

    /// The level of a grant: by how the client authenticated at the token endpoint, if it did, and
    /// by where the code was sent, if there was one.
    ///
    /// An address instead of a name counts as loopback, as a private-use scheme does.
    pub fn of(authenticated: Option<&Authenticated>, redirect_uri: Option<&str>) -> Self {
        match (authenticated, redirect_uri) {
            (Some(_), _) => Assurance::Authenticated,
            (None, Some(uri)) if is_https_elsewhere(uri) => Assurance::HttpsRedirect,
            (None, Some(_)) => Assurance::Loopback,
            (None, None) => Assurance::Unknown,
        }
    }

    /// The level of this name; [`Assurance::Unknown`] for any other text.
    pub fn from_name(name: &str) -> Self {
        let mut all = Self::ALL.iter().copied();
        all.find(|level| level.name() == name).unwrap_or_default()
    }

    /// The value of the claim.
    pub const fn name(self) -> &'static str {
        match self {
            Assurance::Unknown => "unknown",
            Assurance::Loopback => "loopback",
            Assurance::HttpsRedirect => "https_redirect",
            Assurance::Authenticated => "authenticated",
        }
    }
}

impl fmt::Display for Assurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

fn is_https_elsewhere(uri: &str) -> bool {
    let url = Url::parse(uri).ok().filter(|url| url.scheme() == "https");
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => !is_localhost(name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => false,
    }
}

/// RFC 6761 §6.3, which `Url` has in lower case.
fn is_localhost(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    name == "localhost" || name.ends_with(".localhost")
}
