//! What is added to a metadata document, and how.

use std::sync::Arc;

use bytes::Bytes;

use crate::layer::advertise::members::members;
use crate::layer::advertise::unadvertised::Unadvertised;
use crate::layer::authentication::Authentication;
use crate::resolve::Resolver;
use crate::resolve::event::Throttle;
use crate::rules::auth_method::AuthMethod;
use crate::rules::issuer::Issuer;
use crate::rules::json::{Object, Value};

/// What is true of a server, beside what its metadata says.
#[derive(Clone, Debug)]
pub(crate) struct Additions {
    /// Says whether this is true at the moment.
    pub(crate) resolver: Resolver,
    pub(crate) issuer: Issuer,
    /// What the layer has proofs for.
    pub(crate) authentication: Authentication,
    pub(crate) algorithms: Vec<String>,
    pub(crate) s256: bool,
    pub(crate) iss: bool,
    /// How often events are told.
    pub(crate) throttle: Arc<Throttle>,
}

/// A member, and its value as JSON.
struct Edit {
    name: &'static str,
    value: String,
}

impl Additions {
    /// The document with what it lacks; `None` where it lacks nothing.
    pub(crate) fn amend(&self, document: &[u8]) -> Result<Option<Bytes>, Unadvertised> {
        let metadata = Object::read(document, MAX_BYTES)?;
        let methods = self.accepted_methods();
        self.judge(&metadata, &methods)?;
        let edits = self.edits(&metadata, &methods)?;
        let text = std::str::from_utf8(document).map_err(|_| Unadvertised::Json)?;
        Ok((!edits.is_empty()).then(|| splice(text, &edits).into()))
    }

    /// The methods by which a client gets past the layer at the token endpoint.
    fn accepted_methods(&self) -> Vec<AuthMethod> {
        let present = self.resolver.present();
        let methods = present.rules().server.auth_methods.iter().copied();
        methods
            .filter(|method| self.authentication.accepts(*method))
            .collect()
    }

    fn judge(&self, metadata: &Object<'_>, methods: &[AuthMethod]) -> Result<(), Unadvertised> {
        // RFC 8414 §3.3 has clients compare code points, too.
        let is_ours = |value: &Value<'_>| matches!(value, Value::String(issuer) if *issuer == self.issuer.as_str());
        if !metadata.get(ISSUER).is_some_and(is_ours) {
            return Err(Unadvertised::Issuer);
        }
        if metadata.get(SIGNED).is_some() {
            return Err(Unadvertised::Signed);
        }
        match (methods.is_empty(), self.resolver.is_off()) {
            (true, _) => Err(Unadvertised::NoMethod),
            (false, true) => Err(Unadvertised::Off),
            (false, false) => Ok(()),
        }
    }

    fn edits(
        &self,
        metadata: &Object<'_>,
        methods: &[AuthMethod],
    ) -> Result<Vec<Edit>, Unadvertised> {
        let first = self.first_methods(methods);
        let algorithms: &[String] = match first.contains(&PRIVATE_KEY_JWT) {
            true => &self.algorithms,
            false => &[],
        };
        let challenges: &[&str] = if self.s256 { &["S256"] } else { &[] };
        let edits = [
            flag(metadata, DOCUMENTS, true),
            prepend(metadata, METHODS, &first)?,
            append(metadata, ALGORITHMS, algorithms)?,
            append(metadata, CHALLENGES, challenges)?,
            flag(metadata, ISS, self.iss),
        ];
        Ok(edits.into_iter().flatten().collect())
    }

    /// `private_key_jwt` needs its algorithms beside it (RFC 8414 §2).
    fn first_methods(&self, methods: &[AuthMethod]) -> Vec<&'static str> {
        let is_told = |method: &AuthMethod| match method {
            AuthMethod::None => true,
            AuthMethod::PrivateKeyJwt => !self.algorithms.is_empty(),
            // Whether handlers verify these, the host has said itself.
            AuthMethod::TlsClientAuth
            | AuthMethod::SelfSignedTlsClientAuth
            | AuthMethod::AttestJwtClientAuth => self
                .authentication
                .proven_methods()
                .any(|proven| proven == *method),
        };
        let all = AuthMethod::ALL.iter();
        let accepted = all.filter(|method| methods.contains(method));
        accepted
            .filter(|method| is_told(method))
            .map(|method| method.as_str())
            .collect()
    }
}

fn flag(metadata: &Object<'_>, name: &'static str, wanted: bool) -> Option<Edit> {
    let missing = wanted && metadata.get(name) != Some(&Value::Bool(true));
    missing.then(|| Edit {
        name,
        value: "true".to_owned(),
    })
}

/// These methods before all others. Clients there are that take the first which they know.
fn prepend(
    metadata: &Object<'_>,
    name: &'static str,
    first: &[&str],
) -> Result<Option<Edit>, Unadvertised> {
    let listed = list(metadata, name)?;
    let meant = listed.as_deref().unwrap_or(ABSENT_METHODS);
    let others = meant.iter().filter(|method| !first.contains(method));
    let wanted: Vec<&str> = first.iter().chain(others).copied().collect();
    let missing = !first.is_empty() && listed.as_ref() != Some(&wanted);
    Ok(missing.then(|| Edit::of(name, wanted)))
}

fn append(
    metadata: &Object<'_>,
    name: &'static str,
    more: &[impl AsRef<str>],
) -> Result<Option<Edit>, Unadvertised> {
    let mut wanted = list(metadata, name)?.unwrap_or_default();
    let listed = wanted.len();
    for text in more.iter().map(AsRef::as_ref) {
        if !wanted.contains(&text) {
            wanted.push(text);
        }
    }
    Ok((wanted.len() > listed).then(|| Edit::of(name, wanted)))
}

fn list<'m>(metadata: &'m Object<'_>, name: &str) -> Result<Option<Vec<&'m str>>, Unadvertised> {
    let texts = |value: &'m Value<'_>| match value {
        Value::Array(array) => array.iter().map(text).collect(),
        _ => Err(Unadvertised::Malformed),
    };
    metadata.get(name).map(texts).transpose()
}

fn text<'m>(value: &'m Value<'_>) -> Result<&'m str, Unadvertised> {
    match value {
        Value::String(text) => Ok(text),
        _ => Err(Unadvertised::Malformed),
    }
}

impl Edit {
    fn of(name: &'static str, list: Vec<&str>) -> Self {
        let value = serde_json::Value::from(list).to_string();
        Edit { name, value }
    }
}

/// Values change where they stand; members that are new stand behind the last.
fn splice(text: &str, edits: &[Edit]) -> String {
    let members = members(text);
    let (mut amended, mut copied) = (String::with_capacity(text.len() + ROOM), 0);
    for member in &members {
        if let Some(edit) = edits.iter().find(|edit| edit.name == member.name) {
            amended.push_str(text.get(copied..member.value.start).unwrap_or_default());
            amended.push_str(&edit.value);
            copied = member.value.end;
        }
    }
    let end = members.last().map_or(copied, |member| member.value.end);
    amended.push_str(text.get(copied..end).unwrap_or_default());
    for edit in edits {
        if !members.iter().any(|member| member.name == edit.name) {
            amended.extend([",\"", edit.name, "\":", &edit.value]);
        }
    }
    amended.push_str(text.get(end..).unwrap_or_default());
    amended
}

/// Thirty times the largest metadata document seen, and what a form may have.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// RFC 8414 §2: "If omitted, the default is client_secret_basic".
const ABSENT_METHODS: &[&str] = &["client_secret_basic"];
const PRIVATE_KEY_JWT: &str = AuthMethod::PrivateKeyJwt.as_str();
const ROOM: usize = 512;

const ALGORITHMS: &str = "token_endpoint_auth_signing_alg_values_supported";
const CHALLENGES: &str = "code_challenge_methods_supported";
const DOCUMENTS: &str = "client_id_metadata_document_supported";
const ISS: &str = "authorization_response_iss_parameter_supported";
const ISSUER: &str = "issuer";
const METHODS: &str = "token_endpoint_auth_methods_supported";
const SIGNED: &str = "signed_metadata";
