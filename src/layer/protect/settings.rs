//! What a layer was told: shared by every clone of it and of its services.

use std::sync::Arc;
use std::time::Duration;

use crate::layer::protect::challenge::Challenge;
use crate::layer::protect::client_rules::ClientRules;
use crate::layer::protect::verifier::TokenVerifier;
use crate::resolve::Resolver;
use crate::resolve::clock::Clock;
use crate::resolve::event::Throttle;
use crate::rules::access_token::Scopes;
use crate::rules::issuer::Issuer;
use crate::rules::protected_resource::ResourceIdentifier;

/// What a layer was told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) verifier: Arc<dyn TokenVerifier>,
    pub(crate) resource: ResourceIdentifier,
    pub(crate) challenge: Challenge,
    /// Whose tokens are taken.
    pub(crate) issuers: Vec<Issuer>,
    /// Those of them whose URL-form client_ids are Client Identifier URLs (T5).
    pub(crate) cimd_issuers: Vec<Issuer>,
    pub(crate) scopes: Scopes,
    pub(crate) clients: ClientRules,
    pub(crate) resolver: Option<Resolver>,
    pub(crate) requires_document: bool,
    pub(crate) clock: Arc<dyn Clock>,
    /// How often denials are told.
    pub(crate) throttle: Arc<Throttle>,
    /// How long the verifier may take.
    pub(crate) deadline: Duration,
}
