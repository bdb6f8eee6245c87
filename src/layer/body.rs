//! Forms: read from a request's body, and put back byte for byte.

use std::fmt::{self, Debug};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use pin_project_lite::pin_project;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::layer::kind::RejectionKind;
use crate::resolve::clock::Clock;
use crate::resolve::fetch::BoxFuture;

pin_project! {
    /// A body that is either untouched or a form that the layer has read and put back.
    ///
    /// The layer asks of a request body that it can be made from [`Bytes`]. axum's body and
    /// `Full<Bytes>` can; hyper's `Incoming`, and bodies that other layers wrapped, cannot, and go in here:
    ///
    /// ```
    /// use bytes::Bytes;
    /// use http::{Request, Response};
    /// use http_body_util::Full;
    /// use hyper::body::Incoming;
    /// use tower::{Service, ServiceBuilder};
    /// use tower_cimd::CimdLayer;
    /// use tower_cimd::layer::body::Replayed;
    ///
    /// # type Error = std::convert::Infallible;
    /// async fn authorize(request: Request<Replayed<Incoming>>) -> Result<Response<Full<Bytes>>, Error> {
    ///     # let _ = request;
    ///     Ok(Response::default())
    /// }
    ///
    /// # fn service(resolver: tower_cimd::Resolver) -> impl Service<Request<Incoming>> {
    /// ServiceBuilder::new()
    ///     .map_request(|request: Request<Incoming>| request.map(Replayed::new))
    ///     .layer(CimdLayer::new(resolver))
    ///     .service_fn(authorize)
    /// # }
    /// ```
    #[project = ReplayedProjection]
    pub struct Replayed<B> {
        #[pin]
        untouched: Option<B>,
        form: Option<Bytes>,
    }
}

impl<B> Replayed<B> {
    /// Wraps a body that nobody has read yet.
    pub const fn new(body: B) -> Self {
        Replayed {
            untouched: Some(body),
            form: None,
        }
    }
}

impl<B> From<Bytes> for Replayed<B> {
    fn from(form: Bytes) -> Self {
        Replayed {
            untouched: None,
            form: Some(form).filter(|form| !form.is_empty()),
        }
    }
}

impl<B: Body<Data = Bytes>> Body for Replayed<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let body = self.project();
        match body.untouched.as_pin_mut() {
            Some(untouched) => untouched.poll_frame(cx),
            None => Poll::Ready(body.form.take().map(|form| Ok(Frame::data(form)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.untouched {
            Some(untouched) => untouched.is_end_stream(),
            None => self.form.is_none(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.untouched {
            Some(untouched) => untouched.size_hint(),
            None => SizeHint::with_exact(self.form.as_ref().map_or(0, |form| form.len() as u64)),
        }
    }
}

impl<B> Debug for Replayed<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replayed").finish_non_exhaustive()
    }
}

/// How much of forms is read, and for how long (T13).
#[derive(Clone, Debug)]
pub(crate) struct FormLimits {
    /// The largest form, in bytes.
    pub(crate) bytes: usize,
    /// How long one form may take to arrive.
    pub(crate) deadline: Duration,
    /// One permit for each byte that all forms together may still hold.
    pub(crate) budget: Arc<Semaphore>,
}

/// A form that has arrived, and its share of the memory for forms.
#[derive(Debug)]
pub(crate) struct ReceivedForm {
    pub(crate) bytes: Bytes,
    pub(crate) share: Option<OwnedSemaphorePermit>,
}

pin_project! {
    /// Reads a form to its end, within the limits.
    pub(crate) struct Collect<B> {
        #[pin]
        body: B,
        first: Bytes,
        rest: BytesMut,
        spent: usize,
        share: Option<OwnedSemaphorePermit>,
        limits: FormLimits,
        clock: Arc<dyn Clock>,
        alarm: Option<BoxFuture<'static, ()>>,
    }
}

impl<B: Body<Data = Bytes>> Collect<B> {
    pub(crate) fn new(body: B, limits: FormLimits, clock: Arc<dyn Clock>) -> Self {
        Collect {
            body,
            first: Bytes::new(),
            rest: BytesMut::new(),
            spent: 0,
            share: None,
            limits,
            clock,
            alarm: None,
        }
    }

    pub(crate) fn poll(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<ReceivedForm, RejectionKind>> {
        loop {
            match self.as_mut().project().body.poll_frame(cx) {
                Poll::Pending => {
                    ready!(self.as_mut().poll_alarm(cx));
                    return Poll::Ready(Err(RejectionKind::FormLate));
                }
                Poll::Ready(None) => return Poll::Ready(Ok(self.finish())),
                Poll::Ready(Some(Err(_))) => return Poll::Ready(Err(RejectionKind::FormBroken)),
                // Trailers mean nothing to a form, and a body made from bytes cannot carry them.
                Poll::Ready(Some(Ok(frame))) => {
                    self.as_mut().keep(frame.into_data().unwrap_or_default())?;
                }
            }
        }
    }

    /// The timer is made only where the form is not there at once.
    fn poll_alarm(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let form = self.project();
        form.alarm
            .get_or_insert_with(|| form.clock.sleep(form.limits.deadline))
            .as_mut()
            .poll(cx)
    }

    fn keep(self: Pin<&mut Self>, data: Bytes) -> Result<(), RejectionKind> {
        let form = self.project();
        // A frame counts at least one byte, so that a stream of empty frames ends.
        let cost = data.len().max(1);
        *form.spent = form.spent.saturating_add(cost);
        if *form.spent > form.limits.bytes {
            return Err(RejectionKind::FormTooLarge);
        }
        let permits = u32::try_from(cost).map_err(|_| RejectionKind::FormTooLarge)?;
        let share = Arc::clone(&form.limits.budget)
            .try_acquire_many_owned(permits)
            .map_err(|_| RejectionKind::FormsBusy)?;
        match form.share {
            Some(held) => held.merge(share),
            None => *form.share = Some(share),
        }
        // One frame, the usual case, is kept as it is; only a second one makes for a copy.
        if form.first.is_empty() && form.rest.is_empty() {
            *form.first = data;
        } else {
            form.rest.extend_from_slice(&std::mem::take(form.first));
            form.rest.extend_from_slice(&data);
        }
        Ok(())
    }

    fn finish(self: Pin<&mut Self>) -> ReceivedForm {
        let form = self.project();
        ReceivedForm {
            bytes: match form.rest.is_empty() {
                true => std::mem::take(form.first),
                false => std::mem::take(form.rest).freeze(),
            },
            share: form.share.take(),
        }
    }
}
