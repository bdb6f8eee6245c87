//! What a page should warn of.

/// One thing that a person should know before they allow a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Caution {
    /// The answer goes to the person's own device, where any program may take it (T16).
    LoopbackRedirect,
    /// All of the client's redirection URIs lead there: nothing ties the program to the host (MCP
    /// 2026-07-28 asks for another warning in that case).
    LoopbackOnly,
    /// The answer goes to whichever app has claimed its scheme (T16).
    PrivateUseRedirect,
    /// A name of the client contains the name of another that the operator knows (T17).
    NameOfAnother,
    /// A name of the client contains something like a domain name that is not its own (T17).
    NameLikeDomain,
    /// The answer goes to a website on another host than the client's.
    ForeignRedirect,
    /// The host is an internationalised one and may look like another.
    PunycodeHost,
    /// Strangers publish on the host side by side: look at the name or the path within it.
    SharedHost,
    /// The operator has not made up his mind about this client.
    Quarantined,
    /// Nobody has completed a consent for this client here.
    NeverSeen,
}

impl Caution {
    /// Every caution, the gravest first, in which order a view gives them.
    pub const ALL: &'static [Caution] = &[
        Caution::LoopbackRedirect,
        Caution::LoopbackOnly,
        Caution::PrivateUseRedirect,
        Caution::NameOfAnother,
        Caution::NameLikeDomain,
        Caution::ForeignRedirect,
        Caution::PunycodeHost,
        Caution::SharedHost,
        Caution::Quarantined,
        Caution::NeverSeen,
    ];

    /// Its stable name, for a table of translations.
    pub const fn name(self) -> &'static str {
        match self {
            Caution::LoopbackRedirect => "consent.loopback_redirect",
            Caution::LoopbackOnly => "consent.loopback_only",
            Caution::PrivateUseRedirect => "consent.private_use_redirect",
            Caution::NameOfAnother => "consent.name_of_another",
            Caution::NameLikeDomain => "consent.name_like_domain",
            Caution::ForeignRedirect => "consent.foreign_redirect",
            Caution::PunycodeHost => "consent.punycode_host",
            Caution::SharedHost => "consent.shared_host",
            Caution::Quarantined => "consent.quarantined",
            Caution::NeverSeen => "consent.never_seen",
        }
    }

    /// A sentence in English for the person who is asked, without a stranger's text.
    pub const fn sentence(self) -> &'static str {
        match self {
            Caution::LoopbackRedirect => {
                "The answer goes to your own device. Allow this only if you have just started it \
                 there yourself."
            }
            Caution::LoopbackOnly => "Any program on your device can claim to be this app.",
            Caution::PrivateUseRedirect => {
                "The answer goes to an app on your device, and another app can take its place."
            }
            Caution::NameOfAnother => {
                "This app bears the name of another one. Look at its address, not at its name."
            }
            Caution::NameLikeDomain => {
                "The name of this app looks like a web address, but is not the app\u{2019}s address."
            }
            Caution::ForeignRedirect => "The answer goes to a website at another address.",
            Caution::PunycodeHost => {
                "The address has letters of another script and may look like one that you know."
            }
            Caution::SharedHost => {
                "Anybody can publish at this kind of address. Look at all of it."
            }
            Caution::Quarantined => "The operators of this service have not checked this app yet.",
            Caution::NeverSeen => "Nobody has used this app here before.",
        }
    }
}
