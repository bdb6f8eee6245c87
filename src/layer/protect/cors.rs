//! Clients in browsers.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::{Request, Response};
use pin_project_lite::pin_project;
use tower_layer::Layer;
use tower_service::Service;

use crate::layer::protect::access;

/// Lets clients in browsers reach the routes that it is around: MCP endpoints, metadata, and the
/// token endpoint.
///
/// It answers preflights, for which no browser sends a token, and lets scripts of any origin read
/// the answers, `WWW-Authenticate` included. A header of CORS that the inner service sets itself
/// stays. Put it outside of a [`ProtectLayer`](crate::ProtectLayer).
///
/// It never allows credentials, so that no script of another site acts with a person's cookies.
/// Keep it off the authorization endpoint all the same, which is for people and not for scripts.
#[derive(Clone, Copy, Debug, Default)]
#[must_use]
pub struct McpCors(());

impl McpCors {
    /// The layer.
    pub const fn new() -> Self {
        McpCors(())
    }
}

impl<S> Layer<S> for McpCors {
    type Service = McpCorsService<S>;

    fn layer(&self, inner: S) -> McpCorsService<S> {
        McpCorsService(inner)
    }
}

/// The service of [`McpCors`].
#[derive(Clone, Debug)]
pub struct McpCorsService<S>(S);

impl<S, ReqBody, ResBody> Service<Request<ReqBody>> for McpCorsService<S>
where
    S: Service<Request<ReqBody>, Response = Response<ResBody>>,
    ResBody: From<Bytes>,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = McpCorsFuture<S::Future>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: Request<ReqBody>) -> Self::Future {
        let inner = match access::is_preflight(request.method(), request.headers()) {
            true => None,
            false => Some(self.0.call(request)),
        };
        McpCorsFuture { inner }
    }
}

pin_project! {
    /// The response of a [`McpCorsService`].
    #[derive(Debug)]
    pub struct McpCorsFuture<F> {
        // `None` for a preflight.
        #[pin]
        inner: Option<F>,
    }
}

impl<F, B, E> Future for McpCorsFuture<F>
where
    F: Future<Output = Result<Response<B>, E>>,
    B: From<Bytes>,
{
    type Output = Result<Response<B>, E>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(inner) = self.project().inner.as_pin_mut() else {
            return Poll::Ready(Ok(access::preflight()));
        };
        let mut response = ready!(inner.poll(cx))?;
        access::open(response.headers_mut());
        Poll::Ready(Ok(response))
    }
}
