//! What a client counts for by what it presents.

use std::sync::Arc;

use crate::layer::authentication::client_proof::{ClientProof, HostMethod};
use crate::layer::authentication::evidence::Evidence;
use crate::layer::authentication::proofs::Proofs;
use crate::layer::kind::RejectionKind;
use crate::layer::rejection::Rejection;
#[cfg(feature = "private-key-jwt")]
use crate::resolve::authentication::Authenticator;
use crate::rules::auth_method::AuthMethod;
use crate::rules::authenticated::Authenticated;
use crate::rules::client::Client;
use crate::rules::jwks::JwkSet;
use crate::rules::leg::Leg;
use crate::rules::locate::Credential;
use crate::rules::parameters::Parameters;

/// Who authenticates clients. By default, nobody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Authentication {
    /// The host does, where nobody below does.
    pub(crate) by_host: bool,
    proofs: Proofs,
    #[cfg(feature = "private-key-jwt")]
    pub(crate) authenticator: Option<Arc<Authenticator>>,
}

/// What a validated client counts for on a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Usable,
    Identified,
    /// It says that it can prove to be itself, or it may be that it does.
    Asserted,
}

/// What came of a client that is [`Standing::Asserted`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proven {
    By(Authenticated),
    /// It presents nothing, and needs not to.
    Usable,
    /// It presents nothing that is looked at here.
    Identified,
}

impl Authentication {
    /// Has `proof` prove clients that may use `method`.
    pub(crate) fn proves(&mut self, method: HostMethod, proof: Arc<dyn ClientProof>) {
        self.proofs.set(method, proof);
    }

    /// Whether a client gets past the token endpoint by `method`.
    pub(crate) fn accepts(&self, method: AuthMethod) -> bool {
        match method {
            AuthMethod::None => true,
            AuthMethod::PrivateKeyJwt => self.by_host || self.verifies_assertions(),
            AuthMethod::TlsClientAuth
            | AuthMethod::SelfSignedTlsClientAuth
            | AuthMethod::AttestJwtClientAuth => self.by_host || self.proofs.verify(method),
        }
    }

    /// The methods for which there is a proof of the host's.
    pub(crate) fn proven_methods(&self) -> impl Iterator<Item = AuthMethod> {
        self.proofs.methods()
    }

    pub(crate) fn standing(
        &self,
        leg: Leg,
        credential: Credential,
        client: &Client,
    ) -> Result<Standing, RejectionKind> {
        if leg.is_front_channel() {
            return Ok(Standing::Usable);
        }
        match (self.signs(client), self.proofs.are_for(client)) {
            (false, false) => self.without_proof(credential, client),
            (_, true) if credential == Credential::Nothing => Ok(Standing::Asserted),
            (signs, _) => self.with_proof(signs, credential, client),
        }
    }

    /// A client that may use `private_key_jwt` authenticates with it. It goes without where it may
    /// also use `none`, by its own choice (the -03 branch §6), or another method that the host
    /// verifies.
    fn with_proof(
        &self,
        signs: bool,
        credential: Credential,
        client: &Client,
    ) -> Result<Standing, RejectionKind> {
        match credential {
            Credential::Assertion if signs => Ok(Standing::Asserted),
            // RFC 6749 §2.3: not more than one method in each request.
            Credential::Several => Err(RejectionKind::SeveralCredentials),
            Credential::Nothing => self.without_credential(client),
            Credential::BasicSecret | Credential::FormSecret | Credential::Assertion => {
                Err(missing(signs))
            }
        }
    }

    /// A client that could prove itself, and presents nothing.
    fn without_credential(&self, client: &Client) -> Result<Standing, RejectionKind> {
        if may_use(client, AuthMethod::None) {
            return Ok(Standing::Usable);
        }
        match self.by_host && self.has_other_method(client) {
            true => Ok(Standing::Identified),
            false => Err(missing(self.signs(client))),
        }
    }

    /// A client whose method is `none` is as good on the back channel as it ever gets, if it
    /// presents nothing but an empty secret. A secret or an assertion that nobody can check is not
    /// ignored: its sender believes to be authenticated (RFC 6749 §2.3, §5.2 "unsupported
    /// authentication method"), and it is told before a code is spent.
    fn without_proof(
        &self,
        credential: Credential,
        client: &Client,
    ) -> Result<Standing, RejectionKind> {
        let public = client.token_endpoint_auth_method() == AuthMethod::None;
        match (public, credential) {
            (true, Credential::Nothing) => Ok(Standing::Usable),
            (true, _) => Err(RejectionKind::CredentialUnexpected),
            (false, _) if self.by_host => Ok(Standing::Identified),
            (false, _) => Err(RejectionKind::AuthenticationUnsupported),
        }
    }

    /// A client whose document is not known may present nothing that would have to be checked with
    /// it: a handler might take the request for authenticated, because a credential is in it. Where
    /// the handlers authenticate clients, that is theirs.
    pub(crate) fn admits_unknown(&self, credential: Credential) -> Result<(), RejectionKind> {
        match credential {
            Credential::Nothing => Ok(()),
            Credential::Several => Err(RejectionKind::SeveralCredentials),
            _ if self.by_host => Ok(()),
            Credential::BasicSecret | Credential::FormSecret | Credential::Assertion => {
                Err(RejectionKind::AuthenticationUnavailable)
            }
        }
    }

    /// Proof that a request is from `client`, which is [`Standing::Asserted`].
    pub(crate) async fn prove(
        &self,
        client: &Client,
        evidence: Evidence<'_>,
    ) -> Result<Proven, Rejection> {
        let form = Parameters::parse(evidence.form);
        if let Some(assertion) = form.get("client_assertion") {
            if self.proofs.find_attestation(client, evidence.parts) {
                return Err(Rejection::new(RejectionKind::SeveralCredentials));
            }
            let proven = self.verify(client, &form, assertion, evidence.may_fetch);
            return Ok(Proven::By(proven.await?));
        }
        match self.proofs.prove(client, &form, evidence).await {
            Ok(Some(authenticated)) => Ok(Proven::By(authenticated)),
            Ok(None) => self.unproven(client).map_err(Rejection::new),
            Err(kind) => Err(Rejection::new(kind)),
        }
    }

    fn unproven(&self, client: &Client) -> Result<Proven, RejectionKind> {
        match self.without_credential(client)? {
            Standing::Usable => Ok(Proven::Usable),
            Standing::Identified => Ok(Proven::Identified),
            Standing::Asserted => Err(missing(self.signs(client))),
        }
    }

    fn signs(&self, client: &Client) -> bool {
        self.verifies_assertions() && may_use(client, AuthMethod::PrivateKeyJwt)
    }

    /// Whether `client` may use a method that only a handler could verify.
    fn has_other_method(&self, client: &Client) -> bool {
        let is_ours = |method: &AuthMethod| match method {
            AuthMethod::None | AuthMethod::PrivateKeyJwt => true,
            method => self.proofs.verify(*method),
        };
        !client.token_endpoint_auth_methods().iter().all(is_ours)
    }
}

#[cfg(feature = "private-key-jwt")]
impl Authentication {
    /// Proof that the assertion in `form` is `client`'s. Where keys must not be fetched for the
    /// request, those that are at hand have to do.
    async fn verify(
        &self,
        client: &Client,
        form: &Parameters,
        assertion: &str,
        may_fetch: bool,
    ) -> Result<Authenticated, Rejection> {
        let Some(authenticator) = &self.authenticator else {
            return Err(Rejection::new(RejectionKind::AuthenticationUnsupported));
        };
        // RFC 7523 §2.2: exactly this. SAML assertions have a type of their own.
        if form.get("client_assertion_type") != Some(JWT_BEARER) {
            return Err(Rejection::new(RejectionKind::AssertionType));
        }
        let proven = match may_fetch {
            true => authenticator.authenticate(client, assertion).await,
            false => authenticator.authenticate_known(client, assertion).await,
        };
        proven.map_err(Rejection::from)
    }

    /// The keys at the client's `jwks_uri`, where they were fetched.
    pub(crate) fn fetched_keys(&self, client: &Client) -> Option<JwkSet> {
        let authenticator = self.authenticator.as_ref()?;
        authenticator.fetched_keys(client)
    }

    fn verifies_assertions(&self) -> bool {
        self.authenticator.is_some()
    }
}

#[cfg(not(feature = "private-key-jwt"))]
impl Authentication {
    /// Nobody who is [`Standing::Asserted`] has an assertion.
    async fn verify(
        &self,
        _: &Client,
        _: &Parameters,
        _: &str,
        _: bool,
    ) -> Result<Authenticated, Rejection> {
        Err(Rejection::new(RejectionKind::AuthenticationUnsupported))
    }

    pub(crate) fn fetched_keys(&self, _: &Client) -> Option<JwkSet> {
        None
    }

    fn verifies_assertions(&self) -> bool {
        false
    }
}

fn may_use(client: &Client, method: AuthMethod) -> bool {
    client.token_endpoint_auth_methods().contains(&method)
}

fn missing(signs: bool) -> RejectionKind {
    match signs {
        true => RejectionKind::AssertionMissing,
        false => RejectionKind::AuthenticationFailed,
    }
}

#[cfg(feature = "private-key-jwt")]
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
