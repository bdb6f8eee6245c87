//! What the client says about itself to people. None of it is verified.

use crate::rules::client_id::ClientIdRules;
use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::https_uri;
use crate::rules::document::language::ByLanguage;
use crate::rules::document::members::Members;

#[derive(Clone, Debug)]
pub(crate) struct Display {
    pub(crate) client_name: ByLanguage,
    pub(crate) client_uri: ByLanguage,
    pub(crate) logo_uri: ByLanguage,
    pub(crate) tos_uri: ByLanguage,
    pub(crate) policy_uri: ByLanguage,
    pub(crate) contacts: Box<[Box<str>]>,
    pub(crate) application_type: Option<ApplicationType>,
    pub(crate) software_id: Option<Box<str>>,
    pub(crate) software_version: Option<Box<str>>,
}

/// What kind of application a client says it is (OpenID Connect Registration 1.0 §2).
///
/// Nothing here depends on it: half of the published documents leave it out, and the redirection
/// URIs tell the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ApplicationType {
    /// `native`
    Native,
    /// `web`
    Web,
}

pub(super) fn read(members: Members<'_>, rules: &ClientIdRules) -> Result<Display, DocumentError> {
    let may_show = |uri: &str| https_uri::host(uri, rules).is_some();
    let uri = |name, prefix| {
        let uris = ByLanguage::read(members, name, prefix)?;
        if !uris.all().all(may_show) {
            return Err(DocumentError::of(name, DocumentRule::Uri));
        }
        Ok(uris)
    };
    // A client without its picture is still that client, and published logos are often off.
    let mut logo_uri = ByLanguage::read(members, "logo_uri", "logo_uri#")?;
    logo_uri.retain(may_show);
    Ok(Display {
        client_name: ByLanguage::read(members, "client_name", "client_name#")?,
        client_uri: uri("client_uri", "client_uri#")?,
        logo_uri,
        tos_uri: uri("tos_uri", "tos_uri#")?,
        policy_uri: uri("policy_uri", "policy_uri#")?,
        contacts: contacts(members)?,
        application_type: application_type(members)?,
        software_id: members.text("software_id")?.map(Into::into),
        software_version: members.text("software_version")?.map(Into::into),
    })
}

fn contacts(members: Members<'_>) -> Result<Box<[Box<str>]>, DocumentError> {
    let contacts = members.texts("contacts")?.unwrap_or_default();
    Ok(contacts.into_iter().map(Into::into).collect())
}

fn application_type(members: Members<'_>) -> Result<Option<ApplicationType>, DocumentError> {
    let name = "application_type";
    match members.text(name)? {
        None => Ok(None),
        Some("native") => Ok(Some(ApplicationType::Native)),
        Some("web") => Ok(Some(ApplicationType::Web)),
        Some(_) => Err(DocumentError::of(name, DocumentRule::ApplicationType)),
    }
}

impl Display {
    /// The memory of lists, in bytes, without the texts in them.
    pub(super) fn slots(&self) -> usize {
        let texts = [
            &self.client_name,
            &self.client_uri,
            &self.logo_uri,
            &self.tos_uri,
            &self.policy_uri,
        ];
        let tagged: usize = texts.into_iter().map(ByLanguage::slots).sum();
        tagged + size_of_val::<[Box<str>]>(&self.contacts)
    }
}
