//! The `WWW-Authenticate` header.

use http::HeaderValue;

use crate::layer::protect::kind::DenialKind;
use crate::layer::protect::presented::Scheme;
use crate::rules::access_token::Scopes;
use crate::rules::protected_resource::ResourceIdentifier;

/// How a client gets a token for one route.
#[derive(Clone, Debug)]
pub(crate) struct Challenge {
    /// The characters of a URI, among which are no quotation mark and no backslash.
    resource_metadata: Box<str>,
    /// Where proofs are taken: the algorithms.
    dpop: Option<Box<str>>,
}

impl Challenge {
    pub(crate) fn new(resource: &ResourceIdentifier, dpop_algorithms: &[&str]) -> Self {
        // A name with another character is none (RFC 7518 §7.1), and nothing leaves the quotes.
        let is_name = |name: &&str| name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-');
        let names: Vec<&str> = dpop_algorithms.iter().copied().filter(is_name).collect();
        Challenge {
            resource_metadata: resource.metadata_url().into(),
            dpop: (!names.is_empty()).then(|| names.join(" ").into()),
        }
    }

    /// The values of the header, one for each scheme: many clients look for `Bearer` at the beginning
    /// of the first. What went wrong stands with the scheme that was used.
    pub(crate) fn headers(
        &self,
        kind: DenialKind,
        used: Scheme,
        scope: &Scopes,
    ) -> Vec<HeaderValue> {
        let fault = |scheme| fault(kind).filter(|_| scheme == used);
        let common = [
            (!scope.is_empty()).then(|| ("scope", scope.to_string())),
            Some(("resource_metadata", self.resource_metadata.to_string())),
        ];
        let bearer = fault(Scheme::Bearer).into_iter().flatten();
        let bearer = written("Bearer", bearer.chain(common.iter().flatten().cloned()));
        let dpop = self.dpop.as_ref().and_then(|algorithms| {
            let fault = fault(Scheme::Dpop).into_iter().flatten();
            let algs = [("algs", algorithms.to_string())];
            written(
                "DPoP",
                fault.chain(algs).chain(common.iter().flatten().cloned()),
            )
        });
        [bearer, dpop].into_iter().flatten().collect()
    }
}

fn fault(kind: DenialKind) -> Option<[(&'static str, String); 2]> {
    let code = kind.wire().code?;
    Some([
        ("error", code.as_str().to_owned()),
        ("error_description", kind.words().to_owned()),
    ])
}

/// Each value is of our own words, of scope tokens or of a URI: none needs an escape.
fn written(
    scheme: &str,
    parameters: impl Iterator<Item = (&'static str, String)>,
) -> Option<HeaderValue> {
    let parameters = parameters.map(|(name, value)| format!("{name}=\"{value}\""));
    let parameters: Vec<String> = parameters.collect();
    HeaderValue::try_from(format!("{scheme} {}", parameters.join(", "))).ok()
}
