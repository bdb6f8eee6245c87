//! The way of a request: from its head, and its form where it has one, to a ruling.

use std::sync::Arc;

use bytes::Bytes;
use http::Method;
use http::request::Parts;

use crate::layer::fetchable::may_cause_fetch;
use crate::layer::inquiry::{Inquiry, Question};
use crate::layer::kind::RejectionKind;
use crate::layer::rejection::Rejection;
use crate::layer::scrutiny::Bearing;
use crate::layer::settings::{Assignment, Settings};
use crate::layer::shape::{Shape, declared_length};
use crate::layer::verdict::{self, Read, ReadForm, Unread, has_client};
use crate::resolve::fetch::BoxFuture;
use crate::resolve::policy::FetchContext;
use crate::rules::leg::Leg;
use crate::rules::locate::{Presented, Reading, any_url_form, guess, search};
use crate::rules::parameters::form_of_json;

/// What happens to a request next.
#[derive(Debug)]
pub(crate) enum Ruling {
    /// It is handed on; the verdict stands in its extensions.
    Pass,
    Refuse(Rejection),
    /// Its form has to be read first.
    Collect(Assignment),
    /// Its client, or the proof of it, has to be waited for.
    Resolve(Box<Inquiry>),
}

impl Settings {
    /// Judges a request by its head alone, as far as that goes.
    pub(crate) fn judge_head(&self, parts: &mut Parts) -> Ruling {
        verdict::strip(&mut parts.extensions);
        match (Shape::of(parts), self.legs.assign(parts)) {
            (Shape::Other, _) | (_, Assignment::Elsewhere) => self.pass_unread(parts),
            (Shape::Form, assignment) => self.admit_form(assignment, parts),
            (Shape::Json, assignment) if self.reads_json(assignment.leg()) => {
                self.admit_form(assignment, parts)
            }
            (Shape::Json, _) => self.pass_unread(parts),
            (Shape::Query, Assignment::Leg(leg)) => self.judge_query(leg, parts),
            (Shape::Query, Assignment::Open) => self.judge_open_query(parts),
        }
    }

    /// Judges a request by its form, which has arrived.
    pub(crate) fn judge_form(
        &self,
        assignment: Assignment,
        body: &Bytes,
        parts: &mut Parts,
    ) -> Ruling {
        let json = Shape::of(parts) == Shape::Json;
        let form = match json {
            true => form_of_json(body).map(Bytes::from),
            false => Some(body.clone()),
        };
        let Some(form) = form else {
            return self.pass_unread(parts);
        };
        let leg = match assignment {
            Assignment::Leg(leg) => Some(leg),
            Assignment::Open => guess(&Method::POST, &reading(parts, Some(&form))),
            Assignment::Elsewhere => None,
        };
        if json && !self.reads_json(leg) {
            return self.pass_unread(parts);
        }
        let bytes = form.clone();
        let mark = ReadForm { leg, bytes };
        match leg {
            Some(leg) => {
                parts.extensions.insert(mark);
                self.judge(leg, Some(&form), parts)
            }
            None => {
                let url_form = any_url_form(&reading(parts, Some(&form)));
                self.pass_legless(mark, url_form, parts)
            }
        }
    }

    /// Whether JSON stands for a form on this leg. A browser that brings an authorization request
    /// sends none.
    fn reads_json(&self, leg: Option<Leg>) -> bool {
        self.json_forms && !leg.is_some_and(Leg::is_front_channel)
    }

    /// Waits for a client, or the proof of it, and settles what that means for the request.
    pub(crate) fn resolve(
        self: Arc<Self>,
        inquiry: Box<Inquiry>,
        mut parts: Parts,
    ) -> BoxFuture<'static, (Parts, Result<(), Rejection>)> {
        Box::pin(async move {
            let settled = self.pursue(*inquiry, &mut parts).await;
            (parts, settled)
        })
    }

    async fn pursue(&self, inquiry: Inquiry, parts: &mut Parts) -> Result<(), Rejection> {
        let Inquiry {
            question,
            mut bearing,
        } = inquiry;
        let mut next = Some(question);
        while let Some(question) = next {
            next = match question {
                Question::Client(client_id) => {
                    self.pull(&mut bearing, &client_id, parts).await?;
                    let context = self.context(&bearing, parts);
                    let resolved = self.resolve_granted(&bearing, &client_id, context, parts);
                    let resolved = resolved.await?;
                    self.settle(&bearing, resolved, parts)?
                }
                Question::Object(client) => self.open(&mut bearing, client, parts).await?,
                Question::Proof(client) => {
                    self.prove(&bearing, client, parts).await?;
                    None
                }
                Question::Grant => None,
            };
        }
        self.hold_to_grant(&bearing, parts).await
    }

    fn admit_form(&self, assignment: Assignment, parts: &Parts) -> Ruling {
        let limit = u64::try_from(self.forms.bytes).unwrap_or(u64::MAX);
        if declared_length(&parts.headers).is_some_and(|length| length > limit) {
            let rejection = Rejection::new(RejectionKind::FormTooLarge);
            let rejection = rejection.on(assignment.leg(), parts);
            return Ruling::Refuse(rejection.told_within(self.resolver.throttle(), ""));
        }
        Ruling::Collect(assignment)
    }

    /// A query with a client_id is taken for an authorization request, as [`guess`] has it; to find that it
    /// is opaque ends the matter, and is one look at the query.
    fn judge_open_query(&self, parts: &mut Parts) -> Ruling {
        match search(Leg::Authorization, &reading(parts, None)) {
            Err(Presented::Opaque) => {
                parts.extensions.insert(Read);
                Ruling::Pass
            }
            Ok(_) => self.judge_query(Leg::Authorization, parts),
            Err(_) => match guess(&Method::GET, &reading(parts, None)) {
                Some(leg) => self.judge_query(leg, parts),
                None => {
                    // The query has none.
                    let url_form = any_url_form(&Reading {
                        query: None,
                        ..reading(parts, None)
                    });
                    self.pass_legless(Read, url_form, parts)
                }
            },
        }
    }

    /// The parameters of every endpoint but the authorization endpoint stand in a form (RFC 6749
    /// §3.2): what is asked of them by GET is not read.
    fn judge_query(&self, leg: Leg, parts: &mut Parts) -> Ruling {
        if !leg.is_front_channel() {
            return self.pass_unread(parts);
        }
        parts.extensions.insert(Read);
        self.judge(leg, None, parts)
    }

    fn judge(&self, leg: Leg, form: Option<&Bytes>, parts: &mut Parts) -> Ruling {
        let reading = reading(parts, form);
        // Whatever the operator has switched, such a request is none of ours.
        let Ok(found) = search(leg, &reading) else {
            return Ruling::Pass;
        };
        let present = self.resolver.present();
        if present.policy.is_off() {
            return Ruling::Pass;
        }
        let (located, glance) = match found.read() {
            Ok(read) => read,
            Err(error) => {
                let rejection = Rejection::from(error).on(Some(leg), parts);
                return Ruling::Refuse(rejection.told_within(self.resolver.throttle(), ""));
            }
        };
        let bearing = self
            .scrutiny
            .look((leg, located.credential), glance, &reading, present);
        let context = self.context(&bearing, parts);
        let resolved = match bearing.is_elsewhere() {
            true => None,
            false => bearing.present.answer_now(&located.client_id, &context),
        };
        let question = match resolved {
            None => Ok(Some(Question::Client(located.client_id.into_owned()))),
            Some(resolved) => self.settle(&bearing, resolved, parts),
        };
        match question {
            Ok(None) => self.pass(bearing, parts),
            Ok(Some(question)) => Ruling::Resolve(Box::new(Inquiry::new(question, bearing))),
            Err(rejection) => Ruling::Refuse(rejection),
        }
    }

    /// As if the layer were not there, where the operator has switched it off: what stands in the
    /// request is the handler's own business.
    fn pass_unread(&self, parts: &mut Parts) -> Ruling {
        if self.resolver.is_off() {
            parts.extensions.insert(Read);
        } else {
            parts.extensions.insert(Unread);
        }
        Ruling::Pass
    }

    /// A request of no known leg has been read if no URL-form client_id stands anywhere in it. If one
    /// does, it may stand where the leg would not look, and nobody shall take it for absent.
    fn pass_legless<M>(&self, mark: M, url_form: bool, parts: &mut Parts) -> Ruling
    where
        M: Clone + Send + Sync + 'static,
    {
        if url_form && !self.resolver.is_off() {
            return self.pass_unread(parts);
        }
        parts.extensions.insert(mark);
        Ruling::Pass
    }

    /// Hands a request on, once its client has been held to its grant.
    fn pass(&self, bearing: Bearing, parts: &Parts) -> Ruling {
        if self.asks_about_grants(bearing.leg) && has_client(&parts.extensions) {
            return Ruling::Resolve(Box::new(Inquiry::new(Question::Grant, bearing)));
        }
        Ruling::Pass
    }

    async fn pull(
        &self,
        bearing: &mut Bearing,
        client_id: &str,
        parts: &Parts,
    ) -> Result<(), Rejection> {
        let pulled = self.scrutiny.pull(bearing, client_id, parts).await;
        pulled.map_err(|failed| self.hook_failed(failed, bearing, client_id, parts))
    }

    fn context<'a>(&self, bearing: &Bearing, parts: &'a Parts) -> FetchContext<'a> {
        let context = FetchContext::of(parts, bearing.leg);
        if may_cause_fetch(parts) && self.scrutiny.is_worth_a_fetch(bearing) {
            context
        } else {
            context.known_only()
        }
    }
}

fn reading<'a>(parts: &'a Parts, form: Option<&'a Bytes>) -> Reading<'a> {
    Reading {
        query: parts.uri.query(),
        form: form.map(|form| &**form),
        headers: &parts.headers,
    }
}
