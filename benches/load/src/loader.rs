//! Connections that are kept, each with a number of requests under way.
//!
//! On bare sockets, so that asking costs less than answering.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use crate::answer;
use crate::traffic::Traffic;

pub(crate) struct Loader {
    lanes: Vec<Lane>,
}

/// What came of some requests.
pub(crate) struct Outcome {
    /// How many were answered as they should be.
    pub(crate) right: usize,
    /// One of the others.
    pub(crate) wrong: Option<String>,
    pub(crate) elapsed: Duration,
}

struct Lane {
    stream: TcpStream,
    read: Vec<u8>,
    written: Vec<u8>,
    wrong: Option<String>,
}

impl Loader {
    pub(crate) async fn connect(server: SocketAddr, connections: usize) -> Loader {
        let mut lanes = Vec::with_capacity(connections);
        for _ in 0..connections {
            lanes.push(Lane::connect(server).await);
        }
        Loader { lanes }
    }

    /// Sends `total` requests, on each connection `depth` at once.
    pub(crate) async fn send(&mut self, traffic: &Traffic, total: usize, depth: usize) -> Outcome {
        let count = self.lanes.len();
        let start = Instant::now();
        let mut sending = JoinSet::new();
        for (number, mut lane) in self.lanes.drain(..).enumerate() {
            let share = total / count + usize::from(number < total % count);
            let traffic = traffic.clone();
            sending.spawn(async move {
                let right = lane.send(&traffic, share, depth).await;
                (lane, right)
            });
        }
        let (mut right, mut wrong) = (0, None);
        while let Some(sent) = sending.join_next().await {
            let (mut lane, answered) = sent.unwrap();
            right += answered;
            wrong = wrong.or(lane.wrong.take());
            self.lanes.push(lane);
        }
        Outcome {
            right,
            wrong,
            elapsed: start.elapsed(),
        }
    }
}

impl Lane {
    async fn connect(server: SocketAddr) -> Lane {
        let stream = TcpStream::connect(server).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Lane {
            stream,
            read: Vec::with_capacity(16 * 1024),
            written: Vec::with_capacity(16 * 1024),
            wrong: None,
        }
    }

    async fn send(&mut self, traffic: &Traffic, mut left: usize, depth: usize) -> usize {
        let mut right = 0;
        while left > 0 {
            let sent = left.min(depth);
            self.written.clear();
            for _ in 0..sent {
                self.written.extend_from_slice(traffic.next());
            }
            self.stream.write_all(&self.written).await.unwrap();
            right += self.receive(traffic, sent).await;
            left -= sent;
        }
        right
    }

    /// Reads `count` answers, and says how many of them are right.
    async fn receive(&mut self, traffic: &Traffic, count: usize) -> usize {
        let (mut received, mut right, mut at) = (0, 0, 0);
        self.read.clear();
        while received < count {
            match answer::first(&self.read[at..], traffic.expected) {
                Some((length, is_right)) => {
                    if !is_right {
                        let answer = &self.read[at..at + length];
                        self.wrong = Some(String::from_utf8_lossy(answer).into_owned());
                    }
                    at += length;
                    received += 1;
                    right += usize::from(is_right);
                }
                None => {
                    let more = self.stream.read_buf(&mut self.read).await.unwrap();
                    assert!(more > 0, "the server closed a connection");
                }
            }
        }
        right
    }
}
