//! The future of a response.

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tokio::sync::OwnedSemaphorePermit;
use tower_service::Service;

use crate::layer::answer::{Answer, refuse};
use crate::layer::body::{Collect, ReceivedForm};
use crate::layer::inquiry::Inquiry;
use crate::layer::judge::Ruling;
use crate::layer::kind::RejectionKind;
use crate::layer::proof::Proof;
use crate::layer::rejection::Rejection;
use crate::layer::settings::{Assignment, Settings};
use crate::layer::taken::taken;
use crate::resolve::fetch::BoxFuture;

pin_project! {
    /// The response of a [`Cimd`](crate::Cimd) service.
    ///
    /// A request that is handed on at once, a client from the cache among them, costs no box; only
    /// waiting for a document does.
    ///
    /// # Cancellation
    ///
    /// Dropping the future drops the request. A fetch that was started for it runs on, for others
    /// who wait for the same document and for the cache. A client assertion that was being verified may
    /// be used up: the client sends another.
    pub struct ResponseFuture<S, B, A>
    where
        S: Service<Request<B>>,
    {
        #[pin]
        step: Step<S, B, A>,
    }
}

pin_project! {
    #[project = StepProjection]
    enum Step<S, B, A>
    where
        S: Service<Request<B>>,
    {
        Collecting {
            #[pin]
            form: Collect<B>,
            assignment: Assignment,
            traveller: Option<(Detour<S, A>, Parts)>,
        },
        Inner {
            #[pin]
            future: S::Future,
            proof: Option<Proof>,
        },
        Readying {
            service: S,
            request: Option<Request<B>>,
            proof: Option<Proof>,
            share: Option<OwnedSemaphorePermit>,
        },
        Refused {
            response: Option<S::Response>,
        },
        Resolving {
            resolution: BoxFuture<'static, (Parts, Result<(), Rejection>)>,
            traveller: Option<(Detour<S, A>, Load<B>)>,
        },
    }
}

/// What a request that has to wait takes along.
///
/// The service is a clone that nobody has made ready: while a stranger's server keeps the request
/// waiting, it holds no permit of a `ConcurrencyLimit`, no slot of a `Buffer` and no place of a
/// `LoadShed` below, so that registered clients are served meanwhile. It is made ready once the
/// request may go on.
pub(crate) struct Detour<S, A> {
    pub(crate) service: S,
    pub(crate) settings: Arc<Settings>,
    pub(crate) answer: A,
}

/// A body, and the share of the memory for forms that it takes.
struct Load<B> {
    body: B,
    share: Option<OwnedSemaphorePermit>,
}

impl<S, B, A> ResponseFuture<S, B, A>
where
    S: Service<Request<B>>,
{
    pub(crate) fn inner(future: S::Future) -> Self {
        ResponseFuture {
            step: Step::Inner {
                future,
                proof: None,
            },
        }
    }

    pub(crate) fn refused(response: S::Response) -> Self {
        let response = Some(response);
        ResponseFuture {
            step: Step::Refused { response },
        }
    }
}

impl<S, B, A> ResponseFuture<S, B, A>
where
    S: Service<Request<B>>,
    B: Body<Data = Bytes>,
{
    pub(crate) fn collecting(
        detour: Detour<S, A>,
        assignment: Assignment,
        parts: Parts,
        body: B,
    ) -> Self {
        let clock = Arc::clone(detour.settings.resolver.clock());
        let form = Collect::new(body, detour.settings.forms.clone(), clock);
        ResponseFuture {
            step: Step::Collecting {
                form,
                assignment,
                traveller: Some((detour, parts)),
            },
        }
    }

    pub(crate) fn resolving(
        detour: Detour<S, A>,
        inquiry: Box<Inquiry>,
        parts: Parts,
        body: B,
    ) -> Self {
        let load = Load { body, share: None };
        ResponseFuture {
            step: detour.resolve(inquiry, parts, load),
        }
    }
}

impl<S, B, A, ResBody> Future for ResponseFuture<S, B, A>
where
    S: Service<Request<B>, Response = Response<ResBody>>,
    B: Body<Data = Bytes> + From<Bytes>,
    A: Answer<ResBody>,
{
    type Output = Result<S::Response, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut step = self.project().step;
        loop {
            let next = match step.as_mut().project() {
                StepProjection::Inner { future, proof } => {
                    let response = ready!(future.poll(cx))?;
                    if let Some(proof) = proof.take() {
                        proof.weigh(response.status());
                    }
                    return Poll::Ready(Ok(response));
                }
                StepProjection::Refused { response } => return Poll::Ready(Ok(taken(response))),
                StepProjection::Collecting {
                    form,
                    assignment,
                    traveller,
                } => {
                    let received = ready!(form.poll(cx));
                    let (detour, parts) = taken(traveller);
                    detour.collected(received, *assignment, parts)
                }
                StepProjection::Resolving {
                    resolution,
                    traveller,
                } => {
                    let (parts, settled) = ready!(resolution.as_mut().poll(cx));
                    let (detour, load) = taken(traveller);
                    detour.resolved(settled, parts, load)
                }
                StepProjection::Readying {
                    service,
                    request,
                    proof,
                    ..
                } => {
                    ready!(service.poll_ready(cx))?;
                    Step::Inner {
                        future: service.call(taken(request)),
                        proof: proof.take(),
                    }
                }
            };
            step.set(next);
        }
    }
}

impl<S, A> Detour<S, A> {
    fn resolve<B>(self, inquiry: Box<Inquiry>, parts: Parts, load: Load<B>) -> Step<S, B, A>
    where
        S: Service<Request<B>>,
    {
        Step::Resolving {
            resolution: Arc::clone(&self.settings).resolve(inquiry, parts),
            traveller: Some((self, load)),
        }
    }

    fn collected<B, ResBody>(
        self,
        received: Result<ReceivedForm, RejectionKind>,
        assignment: Assignment,
        mut parts: Parts,
    ) -> Step<S, B, A>
    where
        S: Service<Request<B>, Response = Response<ResBody>>,
        B: From<Bytes>,
        A: Answer<ResBody>,
    {
        let form = match received {
            Ok(form) => form,
            Err(kind) => {
                let rejection = Rejection::new(kind).on(assignment.leg(), &parts);
                let rejection = rejection.told_within(self.settings.resolver.throttle(), "");
                return self.refuse(rejection, &parts);
            }
        };
        let ruling = self
            .settings
            .judge_form(assignment, &form.bytes, &mut parts);
        let load = Load {
            body: B::from(form.bytes),
            share: form.share,
        };
        match ruling {
            Ruling::Refuse(rejection) => self.refuse(rejection, &parts),
            Ruling::Resolve(inquiry) => self.resolve(inquiry, parts, load),
            // A form is collected once.
            Ruling::Pass | Ruling::Collect(_) => self.ready(parts, load),
        }
    }

    fn resolved<B, ResBody>(
        self,
        settled: Result<(), Rejection>,
        parts: Parts,
        load: Load<B>,
    ) -> Step<S, B, A>
    where
        S: Service<Request<B>, Response = Response<ResBody>>,
        A: Answer<ResBody>,
    {
        match settled {
            Ok(()) => self.ready(parts, load),
            Err(rejection) => self.refuse(rejection, &parts),
        }
    }

    fn ready<B>(self, parts: Parts, load: Load<B>) -> Step<S, B, A>
    where
        S: Service<Request<B>>,
    {
        Step::Readying {
            service: self.service,
            proof: Proof::of(&self.settings, &parts),
            request: Some(Request::from_parts(parts, load.body)),
            share: load.share,
        }
    }

    fn refuse<B, ResBody>(self, rejection: Rejection, parts: &Parts) -> Step<S, B, A>
    where
        S: Service<Request<B>, Response = Response<ResBody>>,
        A: Answer<ResBody>,
    {
        Step::Refused {
            response: Some(refuse(&self.answer, rejection, parts)),
        }
    }
}

impl<S, B, A> Debug for ResponseFuture<S, B, A>
where
    S: Service<Request<B>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
