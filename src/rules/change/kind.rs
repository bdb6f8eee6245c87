//! In what way a client differs from an earlier version of itself.

/// A kind of change.
///
/// Declared, and reported, in this order: who the client is, where it is answered, how it proves
/// itself, what it may ask for, what it says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ChangeKind {
    /// Not a version of the same client at all. A different URL is a different client, and no
    /// grant passes from one to the other (draft-ietf-oauth-client-id-metadata-document-02 §8.3).
    ClientId,
    /// The redirection URI on which the grant rests is no longer registered. Told by a
    /// [`binding`](crate::rules::binding) alone, which knows the grant.
    RedirectUriInUseRemoved,
    /// A redirection URI is no longer registered.
    RedirectUriRemoved,
    /// A redirection URI on an origin where none was registered before.
    RedirectOriginAdded,
    /// Another redirection URI on an origin where one was registered before.
    RedirectUriAdded,
    /// A client that had to authenticate, or said that it does, need not any longer.
    AuthMethodDowngraded,
    /// Any other change of the methods that the client may use here.
    AuthMethodChanged,
    /// The key with which the grant was obtained is no longer published, and none of the keys
    /// published beside it is. Told by a [`binding`](crate::rules::binding) alone.
    KeyInUseGone,
    /// The key with which the grant was obtained is no longer published, but one that was published
    /// beside it still is. Told by a [`binding`](crate::rules::binding) alone.
    KeyInUseRetired,
    /// Every key has made place for another.
    KeysReplaced,
    /// The document holds no key any longer.
    KeysRemoved,
    /// Keys came or went, and at least one has stayed: the ordinary rotation.
    KeysRotated,
    /// The document holds keys, and held none.
    KeysAdded,
    /// The keys are published elsewhere, or no longer elsewhere.
    JwksUriChanged,
    /// A grant type more.
    GrantsWidened,
    /// A grant type less.
    GrantsNarrowed,
    /// A scope more, or no bound any longer.
    ScopeWidened,
    /// A scope less, or a bound where there was none.
    ScopeNarrowed,
    /// Other response types.
    ResponseTypesChanged,
    /// Another name, in any language.
    NameChanged,
    /// Another logo, in any language.
    LogoChanged,
    /// Another home page, terms of service or privacy policy, in any language.
    LinksChanged,
    /// Another member that a rule reads: `application_type`, `contacts`, `software_id`,
    /// `software_version`, `token_endpoint_auth_signing_alg`, or what the client demands of the
    /// server, such as `dpop_bound_access_tokens`.
    OtherChanged,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: &'static [ChangeKind] = &[
        ChangeKind::ClientId,
        ChangeKind::RedirectUriInUseRemoved,
        ChangeKind::RedirectUriRemoved,
        ChangeKind::RedirectOriginAdded,
        ChangeKind::RedirectUriAdded,
        ChangeKind::AuthMethodDowngraded,
        ChangeKind::AuthMethodChanged,
        ChangeKind::KeyInUseGone,
        ChangeKind::KeyInUseRetired,
        ChangeKind::KeysReplaced,
        ChangeKind::KeysRemoved,
        ChangeKind::KeysRotated,
        ChangeKind::KeysAdded,
        ChangeKind::JwksUriChanged,
        ChangeKind::GrantsWidened,
        ChangeKind::GrantsNarrowed,
        ChangeKind::ScopeWidened,
        ChangeKind::ScopeNarrowed,
        ChangeKind::ResponseTypesChanged,
        ChangeKind::NameChanged,
        ChangeKind::LogoChanged,
        ChangeKind::LinksChanged,
        ChangeKind::OtherChanged,
    ];

    /// The stable name, for events and settings.
    pub const fn as_str(self) -> &'static str {
        match self {
            ChangeKind::ClientId => "client_id",
            ChangeKind::RedirectUriInUseRemoved => "redirect_uri_in_use_removed",
            ChangeKind::RedirectUriRemoved => "redirect_uri_removed",
            ChangeKind::RedirectOriginAdded => "redirect_origin_added",
            ChangeKind::RedirectUriAdded => "redirect_uri_added",
            ChangeKind::AuthMethodDowngraded => "auth_method_downgraded",
            ChangeKind::AuthMethodChanged => "auth_method_changed",
            ChangeKind::KeyInUseGone => "key_in_use_gone",
            ChangeKind::KeyInUseRetired => "key_in_use_retired",
            ChangeKind::KeysReplaced => "keys_replaced",
            ChangeKind::KeysRemoved => "keys_removed",
            ChangeKind::KeysRotated => "keys_rotated",
            ChangeKind::KeysAdded => "keys_added",
            ChangeKind::JwksUriChanged => "jwks_uri_changed",
            ChangeKind::GrantsWidened => "grants_widened",
            ChangeKind::GrantsNarrowed => "grants_narrowed",
            ChangeKind::ScopeWidened => "scope_widened",
            ChangeKind::ScopeNarrowed => "scope_narrowed",
            ChangeKind::ResponseTypesChanged => "response_types_changed",
            ChangeKind::NameChanged => "name_changed",
            ChangeKind::LogoChanged => "logo_changed",
            ChangeKind::LinksChanged => "links_changed",
            ChangeKind::OtherChanged => "other_changed",
        }
    }

    /// Whether the client now proves less than it did: authentication given up, or the key that
    /// carried the grant gone with all of its company.
    pub const fn is_downgrade(self) -> bool {
        matches!(
            self,
            ChangeKind::AuthMethodDowngraded | ChangeKind::KeyInUseGone
        )
    }
}
