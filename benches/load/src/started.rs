//! A server that runs, and the connections to it.

use std::sync::Arc;
use std::time::Duration;

use crate::loader::{Loader, Outcome};
use crate::process::{self, Child, Usage};
use crate::server;
use crate::traffic::Traffic;

pub(crate) struct Started {
    pub(crate) child: Arc<Child>,
    loader: Loader,
}

/// What some requests cost.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    /// Microseconds of the server's processor time for a request.
    pub(crate) processor: f64,
    /// Requests a second.
    pub(crate) rate: f64,
}

impl Started {
    pub(crate) async fn new(role: &str, told: &[String], connections: usize) -> Started {
        Started::on(Child::spawn(&mut process::command(role, told)), connections).await
    }

    pub(crate) async fn on(child: Child, connections: usize) -> Started {
        let loader = Loader::connect(server::address(&child.said), connections).await;
        Started {
            child: Arc::new(child),
            loader,
        }
    }

    /// The same server, over connections of their own.
    pub(crate) async fn again(&self, connections: usize) -> Started {
        Started {
            child: Arc::clone(&self.child),
            loader: Loader::connect(server::address(&self.child.said), connections).await,
        }
    }

    /// Sends, and insists on right answers.
    pub(crate) async fn send(&mut self, traffic: &Traffic, total: usize, depth: usize) -> Outcome {
        let outcome = self.try_send(traffic, total, depth).await;
        assert_eq!(outcome.wrong, None, "an answer that is not the right one");
        outcome
    }

    pub(crate) async fn try_send(
        &mut self,
        traffic: &Traffic,
        total: usize,
        depth: usize,
    ) -> Outcome {
        self.loader.send(traffic, total, depth).await
    }

    /// Sends each request once.
    pub(crate) async fn warm_up(&mut self, traffic: &Traffic) {
        self.send(&traffic.once(), traffic.len(), 1).await;
    }

    pub(crate) async fn cost(&mut self, traffic: &Traffic, total: usize, depth: usize) -> Cost {
        let before = self.usage();
        let outcome = self.send(traffic, total, depth).await;
        Cost::of(
            self.usage().processor - before.processor,
            outcome.elapsed,
            total,
        )
    }

    pub(crate) fn usage(&self) -> Usage {
        self.child.usage()
    }
}

impl Cost {
    fn of(processor: Duration, elapsed: Duration, requests: usize) -> Cost {
        Cost {
            processor: processor.as_secs_f64() * 1e6 / requests as f64,
            rate: requests as f64 / elapsed.as_secs_f64(),
        }
    }

    /// The mean over equally many requests each.
    pub(crate) fn mean(costs: &[Cost]) -> Cost {
        let count = costs.len() as f64;
        Cost {
            processor: costs.iter().map(|cost| cost.processor).sum::<f64>() / count,
            rate: count / costs.iter().map(|cost| 1.0 / cost.rate).sum::<f64>(),
        }
    }
}
