//! The facets of a client, and the hash of each.

use std::collections::BTreeSet;

use sha2::{Digest as _, Sha256};

use crate::rules::change::{ChangeKind, DisplayMember};
use crate::rules::change::{comparable, origin, others, scope, texts, thumbprints};
use crate::rules::client::Client;

/// A part of a document that a binding can tell from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Facet {
    RedirectUris,
    RedirectOrigins,
    JwksUri,
    Grants,
    ResponseTypes,
    Scope,
    Name,
    Logo,
    Links,
    Other,
}

impl Facet {
    /// In the order in which they stand in a binding.
    pub(super) const ALL: [Facet; 10] = [
        Facet::RedirectUris,
        Facet::RedirectOrigins,
        Facet::JwksUri,
        Facet::Grants,
        Facet::ResponseTypes,
        Facet::Scope,
        Facet::Name,
        Facet::Logo,
        Facet::Links,
        Facet::Other,
    ];

    /// What a difference may be: everything that a hash of a set cannot rule out.
    pub(super) const fn kinds(self) -> &'static [ChangeKind] {
        match self {
            Facet::RedirectUris => &[ChangeKind::RedirectUriRemoved, ChangeKind::RedirectUriAdded],
            Facet::RedirectOrigins => &[ChangeKind::RedirectOriginAdded],
            Facet::JwksUri => &[ChangeKind::JwksUriChanged],
            Facet::Grants => &[ChangeKind::GrantsWidened, ChangeKind::GrantsNarrowed],
            Facet::ResponseTypes => &[ChangeKind::ResponseTypesChanged],
            Facet::Scope => &[ChangeKind::ScopeWidened, ChangeKind::ScopeNarrowed],
            Facet::Name => &[ChangeKind::NameChanged],
            Facet::Logo => &[ChangeKind::LogoChanged],
            Facet::Links => &[ChangeKind::LinksChanged],
            Facet::Other => &[ChangeKind::OtherChanged],
        }
    }

    /// The hash of this facet of a client.
    pub(super) fn hash(self, client: &Client) -> [u8; 32] {
        match self {
            Facet::RedirectUris => {
                let uris = client.redirect_uris().iter().map(comparable);
                hash("redirect_uris", BTreeSet::from_iter(uris))
            }
            Facet::RedirectOrigins => {
                let origins = client.redirect_uris().iter().map(origin);
                hash("redirect_origins", BTreeSet::from_iter(origins))
            }
            Facet::JwksUri => hash("jwks_uri", client.jwks_uri()),
            Facet::Grants => hash("grant_types", BTreeSet::from_iter(client.grant_types())),
            Facet::ResponseTypes => hash(
                "response_types",
                BTreeSet::from_iter(client.response_types()),
            ),
            Facet::Scope => hash("scope", scope(client)),
            Facet::Name => hash_display(ChangeKind::NameChanged, client),
            Facet::Logo => hash_display(ChangeKind::LogoChanged, client),
            Facet::Links => hash_display(ChangeKind::LinksChanged, client),
            Facet::Other => {
                let members = others(client).into_iter();
                let pairs = members.flat_map(|(member, values)| {
                    values.into_iter().flat_map(move |value| [member, value])
                });
                hash("other", pairs)
            }
        }
    }
}

/// The hash of the keys in the document.
pub(super) fn hash_keys(client: &Client) -> [u8; 32] {
    hash("jwks", thumbprints(client.jwks()))
}

/// A hash for a purpose. Each text goes in behind its length, so that no two lists are alike.
pub(super) fn hash<T: AsRef<[u8]>>(
    purpose: &'static str,
    texts: impl IntoIterator<Item = T>,
) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut update = |text: &[u8]| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    update(purpose.as_bytes());
    texts.into_iter().for_each(|text| update(text.as_ref()));
    hash.finalize().into()
}

/// Member, language and text of all that such a change is about.
fn hash_display(kind: ChangeKind, client: &Client) -> [u8; 32] {
    let members = DisplayMember::ALL
        .iter()
        .filter(|member| member.kind() == kind);
    let entries = members.flat_map(|member| {
        let texts = texts(client, *member).into_iter();
        texts.flat_map(|(language, text)| {
            [
                member.as_str().into(),
                language.unwrap_or_default(),
                text.into(),
            ]
        })
    });
    hash(kind.as_str(), entries)
}
