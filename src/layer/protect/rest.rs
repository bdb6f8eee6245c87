//! The body of a request that is refused by its head.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Buf;
use http::header::EXPECT;
use http::request::Parts;
use http_body::Body;
use pin_project_lite::pin_project;

use crate::resolve::clock::Clock;
use crate::resolve::fetch::BoxFuture;

pin_project! {
    /// What is left of a request's body.
    ///
    /// A server that answers before it has read the body must close the connection (RFC 9112 §9.3). hyper does so
    /// without a word, so that a client whose body comes a moment after its head finds the connection broken
    /// when it comes back with a token.
    pub(crate) struct Rest<B> {
        #[pin]
        body: B,
        held_back: bool,
        spent: usize,
        clock: Arc<dyn Clock>,
        alarm: Option<BoxFuture<'static, ()>>,
    }
}

impl<B> Rest<B> {
    pub(crate) fn of(parts: &Parts, body: B, clock: &Arc<dyn Clock>) -> Self {
        Rest {
            body,
            // Reading would ask the client for what it holds back (RFC 9110 §10.1.1).
            held_back: parts.headers.contains_key(EXPECT),
            spent: 0,
            clock: Arc::clone(clock),
            alarm: None,
        }
    }

    pub(crate) fn into_body(self) -> B {
        self.body
    }
}

impl<B: Body> Rest<B> {
    /// Completes once the body has ended, or has used up what it may.
    pub(crate) fn poll_discard(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let rest = self.as_mut().project();
            if *rest.held_back || *rest.spent > LIMIT || rest.body.is_end_stream() {
                return Poll::Ready(());
            }
            match rest.body.poll_frame(cx) {
                Poll::Pending => return self.poll_alarm(cx),
                Poll::Ready(None | Some(Err(_))) => return Poll::Ready(()),
                Poll::Ready(Some(Ok(frame))) => {
                    let bytes = frame.data_ref().map_or(0, Buf::remaining);
                    // A frame counts at least one byte, so that a stream of empty frames ends.
                    *rest.spent = rest.spent.saturating_add(bytes.max(1));
                }
            }
        }
    }

    /// The timer is made only where the body is not there at once.
    fn poll_alarm(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let rest = self.project();
        rest.alarm
            .get_or_insert_with(|| rest.clock.sleep(DEADLINE))
            .as_mut()
            .poll(cx)
    }
}

/// Bytes: many times a call of a tool, and little to throw away.
const LIMIT: usize = 64 * 1024;

/// Long enough for the packet after the head.
const DEADLINE: Duration = Duration::from_secs(1);
