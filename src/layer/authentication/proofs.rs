//! The host's proofs, by method.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http::request::Parts;

use crate::layer::authentication::client_proof::{
    ClientProof, ClientProofError, HostMethod, ProofAttempt,
};
use crate::layer::authentication::evidence::Evidence;
use crate::layer::kind::RejectionKind;
use crate::resolve::clock::within;
use crate::resolve::event::{self, Throttle};
use crate::rules::auth_method::AuthMethod;
use crate::rules::authenticated::Authenticated;
use crate::rules::client::Client;
use crate::rules::parameters::Parameters;

/// The host's proofs, by method.
#[derive(Clone, Debug, Default)]
pub(super) struct Proofs(BTreeMap<HostMethod, Arc<dyn ClientProof>>);

impl Proofs {
    pub(super) fn set(&mut self, method: HostMethod, proof: Arc<dyn ClientProof>) {
        self.0.insert(method, proof);
    }

    pub(super) fn methods(&self) -> impl Iterator<Item = AuthMethod> {
        self.0.keys().map(|method| method.method())
    }

    pub(super) fn verify(&self, method: AuthMethod) -> bool {
        self.methods().any(|proven| proven == method)
    }

    /// Whether any of them is for a method that `client` may use.
    pub(super) fn are_for(&self, client: &Client) -> bool {
        self.of(client).next().is_some()
    }

    /// Whether the request presents an attestation that would be looked at. It stands in a header
    /// field of its own; a certificate is not counted, because it may as well be there for the
    /// tokens alone that are bound to it (RFC 8705 §3).
    pub(super) fn find_attestation(&self, client: &Client, parts: &Parts) -> bool {
        let is_attestation = |(method, _)| method == HostMethod::AttestJwtClientAuth;
        parts.headers.contains_key(ATTESTATION) && self.of(client).any(is_attestation)
    }

    /// By the first of `client`'s methods of which something is presented; `None` where nothing is.
    pub(super) async fn prove(
        &self,
        client: &Client,
        parameters: &Parameters,
        evidence: Evidence<'_>,
    ) -> Result<Option<Authenticated>, RejectionKind> {
        for (method, proof) in self.of(client) {
            let proof = proof.prove(ProofAttempt {
                client,
                method,
                parts: evidence.parts,
                parameters,
                may_fetch: evidence.may_fetch,
            });
            let thumbprint = match within(evidence.clock, DEADLINE, proof).await {
                Some(Ok(thumbprint)) => thumbprint,
                Some(Err(ClientProofError::NotPresented)) => continue,
                Some(Err(ClientProofError::Failed)) => {
                    return Err(RejectionKind::AuthenticationFailed);
                }
                Some(Err(ClientProofError::Unavailable(error))) => {
                    return Err(unavailable(
                        evidence.throttle,
                        client,
                        method,
                        Some(&*error),
                    ));
                }
                None => return Err(unavailable(evidence.throttle, client, method, None)),
            };
            let by_method = Authenticated::new(method.method());
            return Ok(by_method.map(|proven| match thumbprint {
                Some(thumbprint) => proven.with_key(thumbprint),
                None => proven,
            }));
        }
        Ok(None)
    }

    fn of(&self, client: &Client) -> impl Iterator<Item = (HostMethod, &dyn ClientProof)> {
        let usable = client.token_endpoint_auth_methods();
        let proofs = self.0.iter().map(|(method, proof)| (*method, &**proof));
        proofs.filter(move |(method, _)| usable.contains(&method.method()))
    }
}

fn unavailable(
    throttle: &Throttle,
    client: &Client,
    method: HostMethod,
    error: Option<&(dyn Error + 'static)>,
) -> RejectionKind {
    let method = method.method().as_str();
    event::proof_unavailable(throttle, client.client_id().as_str(), method, error);
    RejectionKind::HookFailed
}

/// draft-ietf-oauth-attestation-based-client-auth §6.1.
const ATTESTATION: &str = "oauth-client-attestation";
/// As for other parts of the host.
const DEADLINE: Duration = Duration::from_secs(2);
