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
    /// Gives back whatever the inner service reserved when it was made ready: a clone is not ready.
    fn release(&mut self) {
        let idle = self.inner.clone();
        drop(mem::replace(&mut self.inner, idle));
    }

    fn detour(&mut self) -> Detour<S, A> {
        self.release();
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
        let (mut parts, body) = request.into_parts();
        match self.settings.judge_head(&mut parts) {
            // The service that was made ready is the one to call; see
            // https://docs.rs/tower-service/0.3/tower_service/trait.Service.html#be-careful-when-cloning-inner-services
            // Called before this returns, it needs no clone, which may allocate.
            Ruling::Pass => {
                ResponseFuture::inner(self.inner.call(Request::from_parts(parts, body)))
            }
            Ruling::Refuse(rejection) => {
                self.release();
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
