//! The service.

use std::fmt::{self, Debug};
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use crate::layer::answer::{Answer, DefaultAnswer, refuse};
use crate::layer::future::{Detour, ResponseFuture};
use crate::layer::judge::Ruling;
use crate::layer::settings::Settings;

/// Puts the validated client of a request into its extensions, or answers in the inner service's stead.
///
/// Made by a [`CimdLayer`](crate::CimdLayer). Bodies keep their types, and the inner service's
/// error passes through as it is.
#[derive(Clone)]
pub struct Cimd<S, A = DefaultAnswer> {
    inner: S,
    settings: Arc<Settings>,
    answer: A,
}

impl<S, A> Cimd<S, A> {
    pub(crate) fn new(inner: S, settings: Arc<Settings>, answer: A) -> Self {
        Cimd {
            inner,
            settings,
            answer,
        }
    }
}

impl<S: Clone, A: Clone> Cimd<S, A> {
    fn detour(&self) -> Detour<S, A> {
        Detour {
            service: self.inner.clone(),
            settings: Arc::clone(&self.settings),
            answer: self.answer.clone(),
        }
    }
}

impl<S, ReqBody, ResBody, A> Service<Request<ReqBody>> for Cimd<S, A>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone,
    ReqBody: Body<Data = Bytes> + From<Bytes>,
    A: Answer<ResBody>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S, ReqBody, A>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        // The service that was made ready is the one to call, and a clone is not; see
        // https://docs.rs/tower-service/0.3/tower_service/trait.Service.html#be-careful-when-cloning-inner-services
        // Whoever does not call it drops it here, and with it whatever being ready has reserved.
        let idle = self.inner.clone();
        let mut ready = mem::replace(&mut self.inner, idle);

        let (mut parts, body) = request.into_parts();
        match self.settings.judge_head(&mut parts) {
            Ruling::Pass => ResponseFuture::inner(ready.call(Request::from_parts(parts, body))),
            Ruling::Refuse(rejection) => {
                ResponseFuture::refused(refuse(&self.answer, rejection, &parts))
            }
            Ruling::Collect(assignment) => {
                ResponseFuture::collecting(self.detour(), assignment, parts, body)
            }
            Ruling::Resolve(inquiry) => {
                ResponseFuture::resolving(self.detour(), inquiry, parts, body)
            }
        }
    }
}

impl<S: Debug, A> Debug for Cimd<S, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cimd")
            .field("inner", &self.inner)
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}
