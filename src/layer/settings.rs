//! What a layer was told: shared by every clone of it and of its services.

use std::fmt::{self, Debug};
use std::sync::Arc;

use http::request::Parts;

use crate::layer::authentication::Authentication;
use crate::layer::body::FormLimits;
use crate::layer::grants::GrantChecks;
use crate::layer::scrutiny::Scrutiny;
use crate::resolve::Resolver;
use crate::rules::leg::Leg;

/// What a layer was told.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) resolver: Resolver,
    pub(crate) legs: Legs,
    pub(crate) forms: FormLimits,
    /// JSON is read where a form belongs.
    pub(crate) json_forms: bool,
    pub(crate) authentication: Authentication,
    pub(crate) handles_quarantine: bool,
    pub(crate) grants: GrantChecks,
    pub(crate) scrutiny: Scrutiny,
}

/// How the layer learns which leg a request is on.
#[derive(Clone)]
pub(crate) enum Legs {
    By(Arc<LegFn>),
    Guessed,
    One(Leg),
}

pub(crate) type LegFn = dyn Fn(&Parts) -> Option<Leg> + Send + Sync;

/// What is known of a request's leg before the request is read.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Assignment {
    /// No leg: the request is none of ours.
    Elsewhere,
    Leg(Leg),
    /// To be guessed from what stands in the request.
    Open,
}

impl Assignment {
    /// The leg, where it is known.
    pub(crate) fn leg(self) -> Option<Leg> {
        match self {
            Assignment::Leg(leg) => Some(leg),
            Assignment::Elsewhere | Assignment::Open => None,
        }
    }
}

impl Legs {
    /// Whether a token request may be among those that the layer gets.
    pub(crate) fn may_be_token(&self) -> bool {
        match self {
            Legs::By(_) | Legs::Guessed => true,
            Legs::One(leg) => *leg == Leg::Token,
        }
    }

    pub(crate) fn assign(&self, parts: &Parts) -> Assignment {
        match self {
            Legs::By(choose) => choose(parts).map_or(Assignment::Elsewhere, Assignment::Leg),
            Legs::Guessed => Assignment::Open,
            Legs::One(leg) => Assignment::Leg(*leg),
        }
    }
}

impl Debug for Legs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Legs::By(_) => f.write_str("By(<fn>)"),
            Legs::Guessed => f.write_str("Guessed"),
            Legs::One(leg) => f.debug_tuple("One").field(leg).finish(),
        }
    }
}
