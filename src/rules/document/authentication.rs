//! How the client authenticates.

use crate::rules::auth_method::{AuthMethod, AuthMethodError, Declared};
use crate::rules::document::error::{DocumentError, DocumentRule};
use crate::rules::document::members::Members;
use crate::rules::rule_set::RuleSet;

#[derive(Clone, Debug)]
pub(crate) struct Authentication {
    /// What the client says it uses, of what it may use.
    pub(crate) method: AuthMethod,
    /// What it may use here, in the server's order.
    pub(crate) usable: Box<[AuthMethod]>,
    pub(crate) signing_alg: Option<Box<str>>,
    /// Whether the document declares, used here or not, a method that is verified with its keys.
    pub(super) needs_keys: bool,
}

pub(super) fn read(members: Members<'_>, rules: &RuleSet) -> Result<Authentication, DocumentError> {
    let declared = Declared {
        method: members.text(METHOD)?,
        methods_supported: members.texts(METHODS)?,
    };
    let refused = |error| DocumentError::of(member(error), error);
    if rules.document.require_explicit_auth_method && declared == Declared::default() {
        return Err(refused(AuthMethodError::Undeclared));
    }
    let usable = declared
        .negotiate(&rules.server.auth_methods, rules.server.selection)
        .map_err(refused)?;
    let method = declared
        .preferred(&usable)
        .ok_or_else(|| refused(AuthMethodError::NotMutual))?;
    Ok(Authentication {
        method,
        usable: usable.into(),
        signing_alg: signing_alg(members)?.map(Into::into),
        needs_keys: AuthMethod::ALL
            .iter()
            .any(|method| method.needs_keys() && declared.names(*method)),
    })
}

fn member(error: AuthMethodError) -> &'static str {
    match error {
        AuthMethodError::EmptyList => METHODS,
        AuthMethodError::Symmetric
        | AuthMethodError::NotListed
        | AuthMethodError::Undeclared
        | AuthMethodError::NotMutual => METHOD,
    }
}

/// Never `none`, and never a MAC: its key would be the public document.
fn signing_alg(members: Members<'_>) -> Result<Option<&str>, DocumentError> {
    let alg = members.text(SIGNING_ALG)?;
    if alg.is_some_and(|alg| alg == "none" || alg.starts_with("HS")) {
        return Err(DocumentError::of(
            SIGNING_ALG,
            DocumentRule::SigningAlgorithm,
        ));
    }
    Ok(alg)
}

const METHOD: &str = "token_endpoint_auth_method";
const METHODS: &str = "token_endpoint_auth_methods_supported";
const SIGNING_ALG: &str = "token_endpoint_auth_signing_alg";
