//! The future of a metadata response.

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Method, Response};
use http_body::Body;
use pin_project_lite::pin_project;

use crate::layer::advertise::body::AdvertisedBody;
use crate::layer::advertise::metadata::Additions;
use crate::layer::advertise::response::{amend, judge, leave};

pin_project! {
    /// The response of an [`Advertise`](crate::layer::advertise::Advertise) service.
    pub struct ResponseFuture<F, B: Body> {
        #[pin]
        inner: F,
        method: Method,
        additions: Arc<Additions>,
        response: Option<Response<AdvertisedBody<B>>>,
    }
}

impl<F, B: Body> ResponseFuture<F, B> {
    pub(crate) fn new(inner: F, method: Method, additions: Arc<Additions>) -> Self {
        ResponseFuture {
            inner,
            method,
            additions,
            response: None,
        }
    }
}

impl<F, B, E> Future for ResponseFuture<F, B>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: Body<Data = Bytes>,
{
    type Output = Result<Response<AdvertisedBody<B>>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        let mut response = match this.response.take() {
            Some(response) => response,
            None => ready!(this.inner.poll(cx))?.map(AdvertisedBody::new),
        };
        let judged = judge(this.method, &response);
        let held = match judged {
            Ok(()) => match response.body_mut().poll_hold(cx) {
                Poll::Ready(held) => held,
                Poll::Pending => {
                    *this.response = Some(response);
                    return Poll::Pending;
                }
            },
            Err(why) => Err(why),
        };
        if let Err(why) = held.and_then(|()| amend(this.additions, &mut response)) {
            leave(&this.additions.throttle, &mut response, why);
        }
        Poll::Ready(Ok(response))
    }
}

impl<F, B: Body> Debug for ResponseFuture<F, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseFuture").finish_non_exhaustive()
    }
}
