//! Which requests are sent, and in which order.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use crate::answer::Body;
use crate::zipf::zipf;

/// Requests, the order in which they are sent, and what each should be answered.
#[derive(Clone)]
pub(crate) struct Traffic {
    requests: Arc<[Bytes]>,
    order: Arc<[u32]>,
    next: Arc<AtomicUsize>,
    pub(crate) expected: Body,
}

impl Traffic {
    /// Each request in turn.
    pub(crate) fn in_turn(requests: impl IntoIterator<Item = Bytes>, expected: Body) -> Traffic {
        let requests: Arc<[_]> = requests.into_iter().collect();
        let order = (0..requests.len() as u32).collect();
        Traffic::new(requests, order, expected)
    }

    /// Requests by Zipf's law with exponent 1, drawn once and so the same in each run.
    pub(crate) fn by_zipf(requests: impl IntoIterator<Item = Bytes>, expected: Body) -> Traffic {
        let requests: Arc<[_]> = requests.into_iter().collect();
        let order = zipf(requests.len()).take(DRAWS).map(|at| at as u32);
        Traffic::new(requests, order.collect(), expected)
    }

    fn new(requests: Arc<[Bytes]>, order: Arc<[u32]>, expected: Body) -> Traffic {
        Traffic {
            requests,
            order,
            next: Arc::default(),
            expected,
        }
    }

    /// How many requests there are.
    pub(crate) fn len(&self) -> usize {
        self.requests.len()
    }

    /// The requests, each once, in turn.
    pub(crate) fn once(&self) -> Traffic {
        let order = (0..self.requests.len() as u32).collect();
        Traffic::new(Arc::clone(&self.requests), order, self.expected)
    }

    /// The next request.
    pub(crate) fn next(&self) -> &Bytes {
        let at = self.next.fetch_add(1, Ordering::Relaxed) % self.order.len();
        &self.requests[self.order[at] as usize]
    }
}

const DRAWS: usize = 200_000;
