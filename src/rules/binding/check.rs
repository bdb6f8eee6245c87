//! What has become of a client since its binding was made.

use crate::rules::auth_method::AuthMethod;
use crate::rules::binding::error::BindingError;
use crate::rules::binding::facet::Facet;
use crate::rules::binding::footing::{stored_key, stored_redirect_uri};
use crate::rules::binding::grant::published;
use crate::rules::binding::in_use::InUse;
use crate::rules::binding::sketch::Sketch;
use crate::rules::binding::text::Binding;
use crate::rules::binding::version::{Version, in_use_code, tag};
use crate::rules::change::{AuthMethods, ChangeKind, ChangeKinds};
use crate::rules::client::Client;

/// What has become of a client since its binding was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BindingCheck {
    /// Nothing that a rule reads.
    Same,
    /// Changed, in at least one of these ways.
    Changed(ChangeKinds),
    /// Changed in at least one of these ways, and proves less than it did
    /// ([`ChangeKind::is_downgrade`]).
    Downgraded(ChangeKinds),
}

impl BindingCheck {
    /// The kinds of change that the binding cannot rule out; none where nothing has changed.
    pub const fn kinds(self) -> ChangeKinds {
        match self {
            BindingCheck::Same => ChangeKinds::NONE,
            BindingCheck::Changed(kinds) | BindingCheck::Downgraded(kinds) => kinds,
        }
    }

    fn of(kinds: ChangeKinds) -> Self {
        if kinds.is_empty() {
            BindingCheck::Same
        } else if kinds.iter().any(ChangeKind::is_downgrade) {
            BindingCheck::Downgraded(kinds)
        } else {
            BindingCheck::Changed(kinds)
        }
    }
}

impl From<BindingCheck> for ChangeKinds {
    fn from(check: BindingCheck) -> Self {
        check.kinds()
    }
}

/// A whole that differs while no part does is no work of ours.
pub(super) fn check(
    client: &Client,
    stored: &Binding,
    now: &InUse<'_>,
) -> Result<BindingCheck, BindingError> {
    let version = Version::of(client);
    let same_document = stored.whole == version.whole;
    let mut kinds = ChangeKinds::NONE;
    kinds.extend(keys_kind(client, stored, now, same_document));
    if !same_document {
        kinds.extend(methods_kind(stored, &version));
        kinds.extend(facet_kinds(stored, &version));
        if kinds.is_empty() {
            return Err(BindingError::Damaged);
        }
    }
    kinds.extend(grant_kinds(client, stored, &version, now));
    Ok(BindingCheck::of(kinds))
}

fn facet_kinds(stored: &Binding, version: &Version) -> impl Iterator<Item = ChangeKind> {
    let hashes = Facet::ALL.into_iter().zip(version.facets);
    hashes
        .zip(stored.facets)
        .filter(|((_, hash), before)| tag(&stored.whole, hash) != *before)
        .flat_map(|((facet, _), _)| facet.kinds().iter().copied())
}

fn methods_kind(stored: &Binding, version: &Version) -> Option<ChangeKind> {
    let [usable, said, _] = stored.methods;
    let before = AuthMethods { usable, said };
    if before == version.methods {
        return None;
    }
    Some(match before.is_downgrade(version.methods) {
        true => ChangeKind::AuthMethodDowngraded,
        false => ChangeKind::AuthMethodChanged,
    })
}

fn keys_kind(
    client: &Client,
    stored: &Binding,
    now: &InUse<'_>,
    same_document: bool,
) -> Option<ChangeKind> {
    let keys = published(client, now)?;
    if stored.sketch.is_empty() {
        // There were none, or they stood elsewhere and were not known.
        let inline = client.jwks().is_some() && !keys.is_empty();
        return (inline && !same_document).then_some(ChangeKind::KeysAdded);
    }
    if stored.sketch == Sketch::of(&keys) {
        return None;
    }
    Some(if keys.is_empty() {
        ChangeKind::KeysRemoved
    } else if keys.iter().any(|key| stored.sketch.may_contain(key)) {
        ChangeKind::KeysRotated
    } else {
        ChangeKind::KeysReplaced
    })
}

/// What of the grant's own footing is gone.
fn grant_kinds(
    client: &Client,
    stored: &Binding,
    version: &Version,
    now: &InUse<'_>,
) -> impl Iterator<Item = ChangeKind> {
    let redirect_uri = lost_redirect_uri(client, stored);
    let method = lost_method(stored, version, now);
    let kinds = [
        redirect_uri.then_some(ChangeKind::RedirectUriInUseRemoved),
        method.then_some(ChangeKind::AuthMethodDowngraded),
        lost_key(client, stored, now),
    ];
    kinds.into_iter().flatten()
}

fn lost_redirect_uri(client: &Client, stored: &Binding) -> bool {
    stored_redirect_uri(client, stored).is_none()
}

/// A grant obtained with authentication is not used without (RFC 6749 §6 and §4.1.3).
fn lost_method(stored: &Binding, version: &Version, now: &InUse<'_>) -> bool {
    let [_, _, in_use] = stored.methods;
    let authenticated = in_use > in_use_code(Some(AuthMethod::None));
    authenticated
        && (now.auth_method == Some(AuthMethod::None) || !version.methods.can_authenticate())
}

/// Whether the key in use is gone, alone or with all that were published beside it.
fn lost_key(client: &Client, stored: &Binding, now: &InUse<'_>) -> Option<ChangeKind> {
    let keys = published(client, now)?;
    if stored_key(stored, &keys).is_some() {
        return None;
    }
    Some(
        match keys.iter().any(|key| stored.sketch.may_contain(key)) {
            true => ChangeKind::KeyInUseRetired,
            false => ChangeKind::KeyInUseGone,
        },
    )
}
