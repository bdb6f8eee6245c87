//! A response's body, read ahead.

use std::collections::VecDeque;
use std::fmt::{self, Debug};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use crate::layer::advertise::metadata::MAX_BYTES;
use crate::layer::advertise::unadvertised::Unadvertised;

/// The body of a response that went through an [`AdvertiseLayer`](crate::layer::AdvertiseLayer):
/// amended metadata, or the frames that came, trailers and a failure included.
pub struct AdvertisedBody<B: Body> {
    held: VecDeque<Frame<Bytes>>,
    spent: usize,
    failure: Option<B::Error>,
    rest: Option<Pin<Box<B>>>,
}

/// Nothing in it is pinned but what is in the box.
impl<B: Body> Unpin for AdvertisedBody<B> {}

impl<B: Body<Data = Bytes>> AdvertisedBody<B> {
    pub(crate) fn new(body: B) -> Self {
        AdvertisedBody {
            held: VecDeque::new(),
            spent: 0,
            failure: None,
            rest: Some(Box::pin(body)),
        }
    }

    /// Reads ahead to the end, unless that is too far.
    pub(crate) fn poll_hold(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Unadvertised>> {
        while let Some(rest) = &mut self.rest {
            if rest.size_hint().lower() > MAX_BYTES as u64 {
                return Poll::Ready(Err(Unadvertised::Size));
            }
            match ready!(rest.as_mut().poll_frame(cx)) {
                None => self.rest = None,
                Some(Ok(frame)) => self.hold(frame)?,
                Some(Err(error)) => {
                    self.failure = Some(error);
                    self.rest = None;
                    return Poll::Ready(Err(Unadvertised::Broken));
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// A frame counts at least one byte, so that a stream of empty frames ends.
    fn hold(&mut self, frame: Frame<Bytes>) -> Result<(), Unadvertised> {
        self.spent += frame.data_ref().map_or(1, |data| data.len().max(1));
        self.held.push_back(frame);
        match self.spent > MAX_BYTES {
            true => Err(Unadvertised::Size),
            false => Ok(()),
        }
    }

    /// The data that is held, in one piece.
    pub(crate) fn data(&self) -> Bytes {
        let mut frames = self.frames();
        match (frames.next(), frames.next()) {
            (Some(only), None) => only.clone(),
            _ => self.frames().flatten().copied().collect(),
        }
    }

    /// Puts `data` in the place of the data that is held.
    pub(crate) fn replace(&mut self, data: Bytes) {
        self.held.retain(|frame| !frame.is_data());
        self.held.push_front(Frame::data(data));
    }

    fn frames(&self) -> impl Iterator<Item = &Bytes> {
        self.held.iter().filter_map(Frame::data_ref)
    }
}

impl<B: Body<Data = Bytes>> Body for AdvertisedBody<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        let body = self.get_mut();
        if let Some(frame) = body.held.pop_front() {
            return Poll::Ready(Some(Ok(frame)));
        }
        if let Some(failure) = body.failure.take() {
            return Poll::Ready(Some(Err(failure)));
        }
        match &mut body.rest {
            Some(rest) => rest.as_mut().poll_frame(cx),
            None => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        let rest = self.rest.as_ref();
        self.held.is_empty()
            && self.failure.is_none()
            && rest.is_none_or(|rest| rest.is_end_stream())
    }

    fn size_hint(&self) -> SizeHint {
        let held = self.frames().map(|data| data.len() as u64).sum();
        let Some(rest) = &self.rest else {
            return SizeHint::with_exact(held);
        };
        let mut hint = rest.size_hint();
        let upper = hint.upper().and_then(|upper| upper.checked_add(held));
        let lower = hint.lower().saturating_add(held);
        hint = SizeHint::new();
        hint.set_lower(lower);
        if let Some(upper) = upper {
            hint.set_upper(upper);
        }
        hint
    }
}

impl<B: Body> Debug for AdvertisedBody<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdvertisedBody").finish_non_exhaustive()
    }
}
