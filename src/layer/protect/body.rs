//! The body of a document that is served.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

/// The body of a response of a [`MetadataService`](crate::layer::protect::MetadataService).
#[derive(Clone, Debug, Default)]
pub struct MetadataBody(Option<Bytes>);

impl From<Bytes> for MetadataBody {
    fn from(document: Bytes) -> Self {
        MetadataBody(Some(document).filter(|document| !document.is_empty()))
    }
}

impl Body for MetadataBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|document| Ok(Frame::data(document))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |document| document.len() as u64))
    }
}
