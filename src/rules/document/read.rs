//! The judgement as a whole.

use crate::rules::client_id::ClientId;
use crate::rules::document::access::{self, FORBIDDEN};
use crate::rules::document::authentication::{self, Authentication};
use crate::rules::document::display::{self, Display};
use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::grants::{self, Grants};
use crate::rules::document::keys::{self, Keys};
use crate::rules::document::members::Members;
use crate::rules::document::redirects;
use crate::rules::document::requirements::{self, Requirements};
use crate::rules::publication::Publication;
use crate::rules::redirect_uri::RedirectUri;
use crate::rules::rule_set::RuleSet;

/// A valid document, as far as this server goes along with it.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    pub(crate) authentication: Authentication,
    pub(crate) grants: Grants,
    pub(crate) redirect_uris: Box<[RedirectUri]>,
    pub(crate) keys: Keys,
    pub(crate) display: Display,
    pub(crate) requirements: Requirements,
}

impl Document {
    /// Judges a publication, in the order of [this module](crate::rules::document).
    pub(crate) fn read(
        client_id: &ClientId,
        publication: &Publication,
        rules: &RuleSet,
    ) -> Result<Self, DocumentError> {
        let object = access::open(client_id, publication, &rules.document)?;
        let members = Members::of(&object);
        access::judge_host("client_id", client_id.host(), client_id, rules)?;
        if let Some(member) = FORBIDDEN.into_iter().find(|name| members.has(name)) {
            return Err(DocumentError::of(member, DocumentRule::Forbidden));
        }
        let mut required = rules.document.required_members.iter();
        if let Some(member) = required.find(|name| members.is_empty(name)) {
            return Err(DocumentError::of(member, DocumentRule::Required));
        }
        let authentication = authentication::read(members, rules)?;
        let grants = grants::read(members, &rules.server)?;
        Ok(Document {
            redirect_uris: redirects::read(members, grants.use_redirection(), client_id, rules)?,
            keys: keys::read(members, authentication.needs_keys, client_id, rules)?,
            display: display::read(members, &rules.client_id)?,
            requirements: requirements::read(members)?,
            authentication,
            grants,
        })
    }

    /// The memory of lists, in bytes, without the texts in them.
    pub(crate) fn slots(&self) -> usize {
        let uris = size_of_val::<[RedirectUri]>(&self.redirect_uris);
        let grants = size_of_val::<[String]>(&self.grants.grant_types)
            + size_of_val::<[String]>(&self.grants.response_types);
        let keys = self
            .keys
            .jwks
            .as_ref()
            .map_or(0, |set| size_of_val(set.keys()));
        uris + grants + keys + self.display.slots()
    }
}
