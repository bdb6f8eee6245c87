//! The service.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};
use http::{Method, Request, Response};
use http_body::Body;
use tower_service::Service;

use crate::layer::advertise::body::AdvertisedBody;
use crate::layer::advertise::future::ResponseFuture;
use crate::layer::advertise::metadata::Additions;

/// Adds to the metadata that the inner service answers with.
///
/// Made by an [`AdvertiseLayer`](crate::layer::AdvertiseLayer). The inner service's error passes through
/// as it is.
#[derive(Clone, Debug)]
pub struct Advertise<S> {
    inner: S,
    additions: Arc<Additions>,
}

impl<S> Advertise<S> {
    pub(crate) fn new(inner: S, additions: Arc<Additions>) -> Self {
        Advertise { inner, additions }
    }
}

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for Advertise<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    ResBody: Body<Data = Bytes>,
{
    type Response = Response<AdvertisedBody<ResBody>>;
    type Error = S::Error;
    type Future = ResponseFuture<S::Future, ResBody>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, mut request: Request<ReqBody>) -> Self::Future {
        let method = request.method().clone();
        if method == Method::GET {
            // They ask about the document without the additions: a 304 would keep an old copy alive.
            request.headers_mut().remove(IF_NONE_MATCH);
            request.headers_mut().remove(IF_MODIFIED_SINCE);
        }
        ResponseFuture::new(
            self.inner.call(request),
            method,
            Arc::clone(&self.additions),
        )
    }
}
