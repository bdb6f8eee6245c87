//! What the client says about itself to people.

use std::collections::BTreeMap;

use crate::rules::change::difference::Change;
use crate::rules::change::display_member::DisplayMember;
use crate::rules::client::Client;

pub(super) fn compare(old: &Client, new: &Client, changes: &mut Vec<Change>) {
    for member in DisplayMember::ALL {
        let (before, now) = (texts(old, *member), texts(new, *member));
        let languages = before
            .keys()
            .chain(now.keys().filter(|tag| !before.contains_key(*tag)));
        changes.extend(languages.filter_map(|tag| {
            let (from, to) = (before.get(tag).copied(), now.get(tag).copied());
            (from != to).then(|| Change::Display {
                member: *member,
                language: tag.as_deref().map(Into::into),
                from: from.map(Into::into),
                to: to.map(Into::into),
            })
        }));
    }
}

/// The texts of a member by language: tags in lower case, for they are compared without
/// (BCP 47 §2.1.1), and first the text that names no language.
pub(crate) fn texts(client: &Client, member: DisplayMember) -> BTreeMap<Option<String>, &str> {
    let display = &client.document().display;
    let texts = match member {
        DisplayMember::ClientName => &display.client_name,
        DisplayMember::LogoUri => &display.logo_uri,
        DisplayMember::ClientUri => &display.client_uri,
        DisplayMember::TosUri => &display.tos_uri,
        DisplayMember::PolicyUri => &display.policy_uri,
    };
    let lower = |tag: &str| tag.to_ascii_lowercase();
    texts
        .entries()
        .map(|(tag, text)| (tag.map(lower), text))
        .collect()
}
