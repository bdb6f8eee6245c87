//! The future of a response.

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::request::Parts;
use http::{Request, Response};
use http_body::Body;
use pin_project_lite::pin_project;
use tower_service::Service;

use crate::layer::protect::denial::Denial;
use crate::layer::protect::rest::Rest;
use crate::layer::taken::taken;
use crate::resolve::fetch::BoxFuture;

pin_project! {
    /// The response of a [`Protect`](crate::layer::protect::Protect) service.
    ///
    /// A request without a token costs no box, where its body is there; verifying one does.
    pub struct ResponseFuture<S, B>
    where
        S: Service<Request<B>>,
    {
        #[pin]
        step: Step<S, B>,
    }
}

pin_project! {
    #[project = StepProjection]
    enum Step<S, B>
    where
        S: Service<Request<B>>,
    {
        Denied {
            denial: Option<Denial>,
            #[pin]
            rest: Rest<B>,
        },
        Judging {
            judgement: Judgement,
            traveller: Option<(S, Rest<B>)>,
        },
        Readying {
            service: S,
            request: Option<Request<B>>,
        },
        Inner {
            #[pin]
            future: S::Future,
        },
    }
}

/// A request's head, and whether it goes on.
type Judgement = BoxFuture<'static, (Parts, Result<(), Denial>)>;

impl<S, B> ResponseFuture<S, B>
where
    S: Service<Request<B>>,
{
    pub(crate) fn denied(denial: Denial, rest: Rest<B>) -> Self {
        let denial = Some(denial);
        ResponseFuture {
            step: Step::Denied { denial, rest },
        }
    }

    /// `service` is a clone that nobody has made ready: while a verifier asks somebody, the request
    /// takes no place of a limit below.
    pub(crate) fn judging(judgement: Judgement, service: S, rest: Rest<B>) -> Self {
        ResponseFuture {
            step: Step::Judging {
                judgement,
                traveller: Some((service, rest)),
            },
        }
    }
}

impl<S, B, ResBody> Future for ResponseFuture<S, B>
where
    S: Service<Request<B>, Response = Response<ResBody>>,
    B: Body,
    ResBody: From<Bytes>,
{
    type Output = Result<S::Response, S::Error>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let mut step = self.project().step;
        loop {
            let next = match step.as_mut().project() {
                StepProjection::Inner { future } => return future.poll(cx),
                StepProjection::Denied { denial, rest } => {
                    ready!(rest.poll_discard(cx));
                    return Poll::Ready(Ok(taken(denial).to_response()));
                }
                StepProjection::Judging {
                    judgement,
                    traveller,
                } => {
                    let (parts, judged) = ready!(judgement.as_mut().poll(cx));
                    let (service, rest) = taken(traveller);
                    match judged {
                        Ok(()) => Step::Readying {
                            service,
                            request: Some(Request::from_parts(parts, rest.into_body())),
                        },
                        Err(denial) => Step::Denied {
                            denial: Some(denial),
                            rest,
                        },
                    }
                }
                StepProjection::Readying { service, request } => {
                    ready!(service.poll_ready(cx))?;
                    let future = service.call(taken(request));
                    Step::Inner { future }
                }
            };
            step.set(next);
        }
    }
}

impl<S, B> Debug for ResponseFuture<S, B>
where
    S: Service<Request<B>>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
