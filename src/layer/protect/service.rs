//! The service.

use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use tower_service::Service;

use crate::layer::protect::future::ResponseFuture;
use crate::layer::protect::rest::Rest;
use crate::layer::protect::settings::Settings;

/// Hands on the requests with a token that is good for this route, and answers the others.
///
/// Made by a [`ProtectLayer`](crate::ProtectLayer). Bodies keep their types, and the inner service's
/// error passes through as it is.
#[derive(Clone, Debug)]
pub struct Protect<S> {
    inner: S,
    settings: Arc<Settings>,
}

impl<S> Protect<S> {
    pub(crate) fn new(inner: S, settings: Arc<Settings>) -> Self {
        Protect { inner, settings }
    }
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for Protect<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>> + Clone,
    ReqBody: Body,
    ResBody: From<Bytes>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = ResponseFuture<S, ReqBody>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        // Gives back whatever the inner service reserved when it was made ready: a clone is not.
        let idle = self.inner.clone();
        drop(mem::replace(&mut self.inner, idle));
        let (mut parts, body) = request.into_parts();
        let rest = Rest::of(&parts, body, &self.settings.clock);
        match self.settings.present(&mut parts) {
            Err(denial) => ResponseFuture::denied(denial, rest),
            Ok(token) => {
                let judgement = Arc::clone(&self.settings).judge(token, parts);
                ResponseFuture::judging(judgement, self.inner.clone(), rest)
            }
        }
    }
}
