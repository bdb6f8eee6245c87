//! Extractors for axum, over axum-core.
//!
//! | extractor | the handler runs when |
//! |---|---|
//! | [`CimdClient`](crate::CimdClient) | a validated client may be used |
//! | `Option<CimdClient>` | the same, or no URL-form client_id stands in the request (`None`) |
//! | `Result<CimdClient, Rejection>` | always; the handler answers the refusal |
//! | [`Authenticated`] | the layer has authenticated the client; which one, [`CimdClient`](crate::CimdClient) says |
//! | [`IdentifiedClient`] | the host has still to authenticate the client |
//! | [`PendingClient`] | the client's document was not fetched |
//! | [`Binder`] | there is a client, be it only identified |
//! | `Option<`[`Quarantine`]`>` | the layer read the request; `Some` where its client is in quarantine |
//! | `Option<`[`RedirectableError`]`>` | the layer read the request; `Some` where a check failed that the handler was to tell |
//! | [`OAuthParams`] | the layer read the parameters, and none is repeated |
//!
//! Every one of them, in `Option` as well, refuses with 500 where no layer judged the request, and
//! with 400 where the layer could not read it (T4): "not read" never looks like "not CIMD".

use axum_core::body::Body;
use axum_core::extract::{FromRequestParts, OptionalFromRequestParts};
use axum_core::response::{IntoResponse, Response};
use http::request::Parts;

use crate::layer::binder::Binder;
use crate::layer::kind::RejectionKind;
use crate::layer::params::OAuthParams;
use crate::layer::quarantine::Quarantine;
use crate::layer::rejection::Rejection;
use crate::layer::verdict::{self, IdentifiedClient, PendingClient, ReadForm, Verdict};
use crate::rules::authenticated::Authenticated;
use crate::rules::checks::RedirectableError;
use crate::rules::client::Client;
use crate::rules::leg::Leg;
use crate::rules::locate::{Presented, Reading, locate};

impl<S: Send + Sync> FromRequestParts<S> for Client {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        optional(parts, usable)?.ok_or_else(|| refuse(nobody(parts), parts))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Client {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        optional(parts, usable)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Authenticated {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        authenticated(parts)?.ok_or_else(|| refuse(RejectionKind::NotAuthenticated, parts))
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Authenticated {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        authenticated(parts)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IdentifiedClient {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        required(parts, identified, RejectionKind::NotAuthenticated)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for IdentifiedClient {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        optional(parts, identified)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for PendingClient {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        required(parts, pending, RejectionKind::NotPending)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for PendingClient {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        optional(parts, pending)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for Quarantine {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        let verdict = Verdict::of(&parts.extensions);
        handled(verdict).map_err(|kind| refuse(kind, parts))?;
        Ok(parts.extensions.get().copied())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Binder {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        Binder::of(parts)
    }
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for RedirectableError {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Option<Self>, Rejection> {
        optional(parts, redirectable)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OAuthParams {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejection> {
        OAuthParams::of(parts)
    }
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let mut response = self.to_response::<Body>();
        response.extensions_mut().insert(self);
        response
    }
}

type Found<'a, T> = Result<Option<&'a T>, RejectionKind>;

fn usable(verdict: Verdict<'_>) -> Found<'_, Client> {
    match verdict {
        Verdict::Missing => Err(RejectionKind::LayerMissing),
        Verdict::NotJudged => Err(RejectionKind::NotJudged),
        Verdict::Registered => Ok(None),
        Verdict::Client(client) => Ok(Some(client)),
        Verdict::Quarantined(_) => Err(RejectionKind::Quarantined),
        Verdict::Identified(_) => Err(RejectionKind::NotAuthenticated),
        Verdict::Redirectable(_) => Err(RejectionKind::Check),
        Verdict::Pending(_) => Err(RejectionKind::Pending),
    }
}

fn identified(verdict: Verdict<'_>) -> Found<'_, IdentifiedClient> {
    match verdict {
        Verdict::Missing => Err(RejectionKind::LayerMissing),
        Verdict::NotJudged => Err(RejectionKind::NotJudged),
        Verdict::Registered | Verdict::Client(_) => Ok(None),
        Verdict::Quarantined(_) => Err(RejectionKind::Quarantined),
        Verdict::Identified(client) => Ok(Some(client)),
        Verdict::Redirectable(_) => Err(RejectionKind::Check),
        Verdict::Pending(_) => Err(RejectionKind::Pending),
    }
}

fn pending(verdict: Verdict<'_>) -> Found<'_, PendingClient> {
    match verdict {
        Verdict::Missing => Err(RejectionKind::LayerMissing),
        Verdict::NotJudged => Err(RejectionKind::NotJudged),
        Verdict::Registered | Verdict::Client(_) | Verdict::Identified(_) => Ok(None),
        Verdict::Quarantined(_) => Err(RejectionKind::Quarantined),
        Verdict::Redirectable(_) => Err(RejectionKind::Check),
        Verdict::Pending(client) => Ok(Some(client)),
    }
}

/// A client is in quarantine or not before anybody has authenticated it.
fn handled(verdict: Verdict<'_>) -> Result<(), RejectionKind> {
    match verdict {
        Verdict::Missing => Err(RejectionKind::LayerMissing),
        Verdict::NotJudged => Err(RejectionKind::NotJudged),
        Verdict::Quarantined(_) => Err(RejectionKind::Quarantined),
        Verdict::Registered
        | Verdict::Client(_)
        | Verdict::Identified(_)
        | Verdict::Redirectable(_)
        | Verdict::Pending(_) => Ok(()),
    }
}

fn redirectable(verdict: Verdict<'_>) -> Found<'_, RedirectableError> {
    match verdict {
        Verdict::Missing => Err(RejectionKind::LayerMissing),
        Verdict::NotJudged => Err(RejectionKind::NotJudged),
        Verdict::Registered | Verdict::Client(_) | Verdict::Identified(_) | Verdict::Pending(_) => {
            Ok(None)
        }
        Verdict::Quarantined(_) => Err(RejectionKind::Quarantined),
        Verdict::Redirectable(error) => Ok(Some(error)),
    }
}

/// Nobody is authenticated who may not be used.
fn authenticated(parts: &Parts) -> Result<Option<Authenticated>, Rejection> {
    let client = optional(parts, usable)?;
    Ok(client.and_then(|_| parts.extensions.get().copied()))
}

fn optional<T: Clone>(
    parts: &Parts,
    find: fn(Verdict<'_>) -> Found<'_, T>,
) -> Result<Option<T>, Rejection> {
    find(Verdict::of(&parts.extensions))
        .map(Option::<&T>::cloned)
        .map_err(|kind| refuse(kind, parts))
}

fn required<T: Clone>(
    parts: &Parts,
    find: fn(Verdict<'_>) -> Found<'_, T>,
    otherwise: RejectionKind,
) -> Result<T, Rejection> {
    optional(parts, find)?.ok_or_else(|| refuse(otherwise, parts))
}

/// Why there is no client in a request in which no URL-form client_id stands.
fn nobody(parts: &Parts) -> RejectionKind {
    let form = parts.extensions.get::<ReadForm>();
    let leg = verdict::leg(&parts.extensions).unwrap_or(Leg::Token);
    let reading = Reading {
        query: parts.uri.query(),
        form: form.map(|form| &*form.bytes),
        headers: &parts.headers,
    };
    match locate(leg, &reading) {
        Ok(Presented::Nothing) => RejectionKind::ClientIdMissing,
        Ok(Presented::Opaque | Presented::Url(_)) | Err(_) => RejectionKind::NotCimd,
    }
}

fn refuse(kind: RejectionKind, parts: &Parts) -> Rejection {
    let leg = verdict::leg(&parts.extensions);
    if let Verdict::Redirectable(error) = Verdict::of(&parts.extensions) {
        // The layer has told the operator.
        return Rejection::from(error.error())
            .with_redirectable(Some(error.clone()))
            .on(leg, parts);
    }
    Rejection::new(kind).on(leg, parts).told("")
}
