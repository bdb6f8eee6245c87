//! Request bodies that arrive as a test says.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use tokio::sync::mpsc;

type Arriving<E> = Poll<Option<Result<Frame<Bytes>, E>>>;

/// A body whose next frame a function knows.
pub(crate) struct Script<E>(Box<NextFn<E>>);

type NextFn<E> = dyn FnMut(&mut Context<'_>) -> Arriving<E> + Send;

impl<E> http_body::Body for Script<E> {
    type Data = Bytes;
    type Error = E;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Arriving<E> {
        (self.0)(cx)
    }
}

/// These frames, one after another.
pub(crate) fn frames<E: Send + 'static>(
    frames: impl IntoIterator<Item = Result<Frame<Bytes>, E>>,
) -> Script<E> {
    let mut frames: VecDeque<_> = frames.into_iter().collect();
    Script(Box::new(move |_| Poll::Ready(frames.pop_front())))
}

/// `bytes` in frames of `size` bytes, at most.
pub(crate) fn cut(bytes: &[u8], size: usize) -> Body {
    let cut = bytes.chunks(size).map(Bytes::copy_from_slice);
    Body::new(frames(
        cut.map(|data| Ok::<_, Infallible>(Frame::data(data))),
    ))
}

/// A frame of no bytes, for ever.
pub(crate) fn endless() -> Body {
    let empty = || Ok::<_, Infallible>(Frame::data(Bytes::new()));
    Body::new(Script(Box::new(move |_| Poll::Ready(Some(empty())))))
}

/// Some bytes, and then the connection is gone.
pub(crate) fn broken(bytes: &'static [u8]) -> Body {
    let data = Ok(Frame::data(Bytes::from_static(bytes)));
    Body::new(frames([data, Err(std::io::Error::other("gone"))]))
}

/// What is sent, until the sender is dropped.
pub(crate) fn dripping() -> (mpsc::UnboundedSender<Bytes>, Body) {
    let (sender, mut received) = mpsc::unbounded_channel();
    let next = move |cx: &mut Context<'_>| {
        let next = received.poll_recv(cx);
        next.map(|data: Option<Bytes>| data.map(|data| Ok::<_, Infallible>(Frame::data(data))))
    };
    (sender, Body::new(Script(Box::new(next))))
}
