//! The way of a request: from its head, and its form where it has one, to a ruling.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;

use crate::layer::authentication::Standing;
use crate::layer::fetchable::may_cause_fetch;
use crate::layer::kind::RejectionKind;
use crate::layer::quarantine::confine;
use crate::layer::rejection::Rejection;
use crate::layer::settings::{Assignment, Settings};
use crate::layer::shape::{Shape, declared_length};
use crate::layer::verdict::{self, IdentifiedClient, PendingClient, Read, ReadForm, Unread};
use crate::resolve::Resolution;
use crate::resolve::error::ResolveError;
use crate::resolve::fetch::BoxFuture;
use crate::resolve::policy::FetchContext;
use crate::rules::client::Client;
use crate::rules::leg::Leg;
use crate::rules::locate::{Credential, Presented, Reading, any_url_form, guess, locate};

/// What happens to a request next.
#[derive(Debug)]
pub(crate) enum Ruling {
    /// It is handed on; the verdict stands in its extensions.
    Pass,
    Refuse(Rejection),
    /// Its form has to be read first.
    Collect(Assignment),
    /// Its client, or the proof of it, has to be waited for.
    Resolve(Inquiry),
}

/// What has to be waited for.
#[derive(Debug)]
pub(crate) struct Inquiry {
    question: Question,
    bearing: Bearing,
}

#[derive(Debug)]
enum Question {
    /// Which client this is.
    Client(String),
    /// Whether it is this client.
    Proof(Client),
    /// Whether its grant is still good for the client, which stands in the extensions.
    Grant,
}

/// What of the request still counts once its client is known.
#[derive(Clone, Copy, Debug)]
struct Bearing {
    leg: Leg,
    credential: Credential,
}

impl Settings {
    /// Judges a request by its head alone, as far as that goes.
    pub(crate) fn judge_head(&self, parts: &mut Parts) -> Ruling {
        verdict::strip(&mut parts.extensions);
        match (Shape::of(parts), self.legs.assign(parts)) {
            (Shape::Other, _) | (_, Assignment::Elsewhere) => pass_unread(parts),
            (Shape::Form, assignment) => self.admit_form(assignment, parts),
            (Shape::Query, Assignment::Leg(leg)) => self.judge_query(leg, parts),
            (Shape::Query, Assignment::Open) => match guess(&Method::GET, &reading(parts, None)) {
                Some(leg) => self.judge_query(leg, parts),
                None => pass_legless(Read, None, parts),
            },
        }
    }

    /// Judges a request by its form, which has arrived.
    pub(crate) fn judge_form(
        &self,
        assignment: Assignment,
        form: &Bytes,
        parts: &mut Parts,
    ) -> Ruling {
        let leg = match assignment {
            Assignment::Leg(leg) => Some(leg),
            Assignment::Open => guess(&Method::POST, &reading(parts, Some(form))),
            Assignment::Elsewhere => None,
        };
        let bytes = form.clone();
        let mark = ReadForm { leg, bytes };
        match leg {
            Some(leg) => {
                parts.extensions.insert(mark);
                self.judge(leg, Some(form), parts)
            }
            None => pass_legless(mark, Some(form), parts),
        }
    }

    /// Waits for a client, or the proof of it, and settles what that means for the request.
    pub(crate) fn resolve(
        self: Arc<Self>,
        inquiry: Inquiry,
        mut parts: Parts,
    ) -> BoxFuture<'static, (Parts, Result<(), Rejection>)> {
        Box::pin(async move {
            let settled = self.pursue(inquiry, &mut parts).await;
            (parts, settled)
        })
    }

    async fn pursue(&self, inquiry: Inquiry, parts: &mut Parts) -> Result<(), Rejection> {
        let Inquiry { question, bearing } = inquiry;
        let asserted = match question {
            Question::Client(client_id) => {
                let (leg, context) = (bearing.leg, context(bearing.leg, parts));
                let resolved = self.resolve_granted(leg, &client_id, context, parts);
                let resolved = resolved.await?;
                self.settle(bearing, resolved, parts)?
            }
            Question::Proof(client) => Some(client),
            Question::Grant => None,
        };
        if let Some(client) = asserted {
            self.prove(bearing.leg, client, parts).await?;
        }
        self.hold_to_grant(bearing.leg, parts).await
    }

    /// Leaves a client in the extensions that has proven to be itself.
    async fn prove(&self, leg: Leg, client: Client, parts: &mut Parts) -> Result<(), Rejection> {
        let form = parts.extensions.get::<ReadForm>();
        let form = form.map(|form| form.bytes.clone()).unwrap_or_default();
        let may_fetch = leg.may_fetch() && may_cause_fetch(parts);
        match self.authentication.prove(&client, &form, may_fetch).await {
            Ok(authenticated) => {
                parts.extensions.insert(authenticated);
                parts.extensions.insert(client);
                Ok(())
            }
            Err(rejection) => {
                let client_id = client.client_id().as_str();
                Err(rejection.on(Some(leg), parts).told(client_id))
            }
        }
    }

    fn admit_form(&self, assignment: Assignment, parts: &Parts) -> Ruling {
        let limit = u64::try_from(self.forms.bytes).unwrap_or(u64::MAX);
        if declared_length(&parts.headers).is_some_and(|length| length > limit) {
            let rejection = Rejection::new(RejectionKind::FormTooLarge);
            return Ruling::Refuse(rejection.on(assignment.leg(), parts).told(""));
        }
        Ruling::Collect(assignment)
    }

    /// The parameters of every endpoint but the authorization endpoint stand in a form (RFC 6749
    /// §3.2): what is asked of them by GET is not read.
    fn judge_query(&self, leg: Leg, parts: &mut Parts) -> Ruling {
        if !leg.is_front_channel() {
            return pass_unread(parts);
        }
        parts.extensions.insert(Read);
        self.judge(leg, None, parts)
    }

    fn judge(&self, leg: Leg, form: Option<&Bytes>, parts: &mut Parts) -> Ruling {
        let located = match locate(leg, &reading(parts, form)) {
            Ok(Presented::Nothing | Presented::Opaque) => return Ruling::Pass,
            Ok(Presented::Url(located)) => located,
            Err(error) => {
                let rejection = Rejection::from(error).on(Some(leg), parts);
                return Ruling::Refuse(rejection.told(""));
            }
        };
        let bearing = Bearing {
            leg,
            credential: located.credential,
        };
        match self
            .resolver
            .resolve_now(&located.client_id, &context(leg, parts))
        {
            None => Ruling::Resolve(Inquiry {
                question: Question::Client(located.client_id.into_owned()),
                bearing,
            }),
            Some(resolved) => match self.settle(bearing, resolved, parts) {
                Ok(None) if !self.asks_about_grants(leg) => Ruling::Pass,
                Ok(None) => Ruling::Resolve(Inquiry {
                    question: Question::Grant,
                    bearing,
                }),
                Ok(Some(client)) => Ruling::Resolve(Inquiry {
                    question: Question::Proof(client),
                    bearing,
                }),
                Err(rejection) => Ruling::Refuse(rejection),
            },
        }
    }

    /// Leaves in the extensions what the handler may have, but for a client that has first to prove
    /// that it is itself.
    fn settle(
        &self,
        bearing: Bearing,
        resolved: Result<Resolution, ResolveError>,
        parts: &mut Parts,
    ) -> Result<Option<Client>, Rejection> {
        let resolved =
            resolved.map_err(|error| Rejection::from(error).on(Some(bearing.leg), parts))?;
        match resolved {
            Resolution::Registered => {}
            Resolution::Pending(client_id) => {
                parts.extensions.insert(PendingClient(client_id));
            }
            Resolution::Client(client) | Resolution::Quarantined(client) => {
                let handled = self.handles_quarantine;
                return match confine(client, handled, &mut parts.extensions) {
                    Some(client) => self.admit(bearing, client, parts),
                    None => Ok(None),
                };
            }
        }
        Ok(None)
    }

    fn admit(
        &self,
        Bearing { leg, credential }: Bearing,
        client: Client,
        parts: &mut Parts,
    ) -> Result<Option<Client>, Rejection> {
        match self.authentication.standing(leg, credential, &client) {
            Ok(Standing::Asserted) => return Ok(Some(client)),
            Ok(Standing::Usable) => {
                parts.extensions.insert(client);
            }
            Ok(Standing::Identified) => {
                parts.extensions.insert(IdentifiedClient(client));
            }
            Err(kind) => {
                let rejection = Rejection::new(kind).on(Some(leg), parts);
                return Err(rejection.told(client.client_id().as_str()));
            }
        }
        Ok(None)
    }
}

fn pass_unread(parts: &mut Parts) -> Ruling {
    parts.extensions.insert(Unread);
    Ruling::Pass
}

/// A request of no known leg has been read if no URL-form client_id stands anywhere in it. If one
/// does, it may stand where the leg would not look, and nobody shall take it for absent.
fn pass_legless<M>(mark: M, form: Option<&Bytes>, parts: &mut Parts) -> Ruling
where
    M: Clone + Send + Sync + 'static,
{
    if any_url_form(&reading(parts, form)) {
        return pass_unread(parts);
    }
    parts.extensions.insert(mark);
    Ruling::Pass
}

fn context(leg: Leg, parts: &Parts) -> FetchContext<'_> {
    let context = FetchContext::of(parts, leg);
    if may_cause_fetch(parts) {
        context
    } else {
        context.known_only()
    }
}

fn reading<'a>(parts: &'a Parts, form: Option<&'a Bytes>) -> Reading<'a> {
    Reading {
        query: parts.uri.query(),
        form: form.map(|form| &**form),
        headers: &parts.headers,
    }
}
