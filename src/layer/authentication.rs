//! Who authenticates clients, and what a client counts for by what it presents.

#[cfg(feature = "private-key-jwt")]
use std::sync::Arc;

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
#[cfg(feature = "private-key-jwt")]
use crate::rules::parameters::Parameters;

/// Who authenticates clients. By default, nobody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Authentication {
    /// The host does, where the authenticator does not.
    pub(crate) by_host: bool,
    #[cfg(feature = "private-key-jwt")]
    pub(crate) authenticator: Option<Arc<Authenticator>>,
}

/// What a validated client counts for on a leg.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Usable,
    Identified,
    /// It says that it can prove to be itself.
    Asserted,
}

impl Authentication {
    /// Whether a client gets past the token endpoint by `method`.
    pub(crate) fn accepts(&self, method: AuthMethod) -> bool {
        match method {
            AuthMethod::None => true,
            AuthMethod::PrivateKeyJwt => self.by_host || self.verifies_assertions(),
            AuthMethod::TlsClientAuth
            | AuthMethod::SelfSignedTlsClientAuth
            | AuthMethod::AttestJwtClientAuth => self.by_host,
        }
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
        match self.verifies_assertions() && may_use(client, AuthMethod::PrivateKeyJwt) {
            true => self.with_assertions(credential, client),
            false => self.without_assertions(credential, client),
        }
    }

    /// A client that may use `private_key_jwt` authenticates with it. It goes without where it may
    /// also use `none`, by its own choice (the -03 branch §6), or another method that the host
    /// verifies.
    fn with_assertions(
        &self,
        credential: Credential,
        client: &Client,
    ) -> Result<Standing, RejectionKind> {
        match credential {
            Credential::Assertion => Ok(Standing::Asserted),
            // RFC 6749 §2.3: not more than one method in each request.
            Credential::Several => Err(RejectionKind::SeveralCredentials),
            Credential::Nothing if may_use(client, AuthMethod::None) => Ok(Standing::Usable),
            Credential::Nothing if self.by_host && has_other_method(client) => {
                Ok(Standing::Identified)
            }
            Credential::Nothing | Credential::BasicSecret | Credential::FormSecret => {
                Err(RejectionKind::AssertionMissing)
            }
        }
    }

    /// A client whose method is `none` is as good on the back channel as it ever gets, if it
    /// presents nothing but an empty secret. A secret or an assertion that nobody can check is not
    /// ignored: its sender believes to be authenticated (RFC 6749 §2.3, §5.2 "unsupported
    /// authentication method"), and it is told before a code is spent.
    fn without_assertions(
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
}

#[cfg(feature = "private-key-jwt")]
impl Authentication {
    /// Proof that the assertion in `form` is `client`'s. Where keys must not be fetched for the
    /// request, those that are at hand have to do.
    pub(crate) async fn prove(
        &self,
        client: &Client,
        form: &[u8],
        may_fetch: bool,
    ) -> Result<Authenticated, Rejection> {
        let form = Parameters::parse(form);
        let (Some(authenticator), Some(assertion)) =
            (&self.authenticator, form.get("client_assertion"))
        else {
            return Err(Rejection::new(RejectionKind::AssertionMissing));
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
    /// Nobody is ever [`Standing::Asserted`].
    pub(crate) async fn prove(
        &self,
        _: &Client,
        _: &[u8],
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

fn has_other_method(client: &Client) -> bool {
    let mut methods = client.token_endpoint_auth_methods().iter();
    methods.any(|method| !matches!(method, AuthMethod::None | AuthMethod::PrivateKeyJwt))
}

#[cfg(feature = "private-key-jwt")]
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
