//! What is published, and what was asked for.

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::watch;
use url::Url;

use super::answer::{Answer, Step};

#[derive(Debug, Default)]
pub(crate) struct Site {
    answers: Mutex<HashMap<Url, Vec<Step>>>,
    requests: Mutex<HashMap<Url, (usize, String)>>,
    names: Mutex<Vec<Option<String>>>,
    connections: AtomicUsize,
    sent: AtomicUsize,
    open: watch::Sender<usize>,
}

/// An open connection.
pub(crate) struct Open(watch::Sender<usize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open -= 1);
    }
}

impl Site {
    /// Publishes, and says on which host.
    pub(crate) fn put(&self, url: &str, answer: Vec<Step>) -> String {
        let url = parse(url);
        let host = url.host_str().unwrap_or_default().to_owned();
        self.answers.lock().unwrap().insert(url, answer);
        host
    }

    /// Takes down a request and says what to answer.
    pub(crate) fn receive(&self, head: &str) -> Vec<Step> {
        let Some(url) = requested(head) else {
            return Answer::status(400).into();
        };
        let answer = self.answers.lock().unwrap().get(&url).cloned();
        let mut requests = self.requests.lock().unwrap();
        let (count, last) = requests.entry(url).or_default();
        *count += 1;
        *last = head.to_owned();
        answer.unwrap_or_else(|| Answer::status(404).into())
    }

    pub(crate) fn hosts(&self) -> BTreeSet<String> {
        let answers = self.answers.lock().unwrap();
        answers
            .keys()
            .filter_map(|url| url.host_str().map(str::to_owned))
            .collect()
    }

    pub(crate) fn requests(&self, url: &str) -> usize {
        self.requests
            .lock()
            .unwrap()
            .get(&parse(url))
            .map_or(0, |(count, _)| *count)
    }

    pub(crate) fn last_request(&self, url: &str) -> Option<String> {
        self.requests
            .lock()
            .unwrap()
            .get(&parse(url))
            .map(|(_, head)| head.clone())
    }

    pub(crate) fn connected(&self) -> Open {
        self.connections.fetch_add(1, Ordering::SeqCst);
        self.open.send_modify(|open| *open += 1);
        Open(self.open.clone())
    }

    /// Takes down the name that a client asked for in its first words.
    pub(crate) fn greeted(&self, name: Option<String>) {
        self.names.lock().unwrap().push(name);
    }

    pub(crate) fn names(&self) -> Vec<Option<String>> {
        self.names.lock().unwrap().clone()
    }

    pub(crate) fn sent(&self, bytes: usize) {
        self.sent.fetch_add(bytes, Ordering::SeqCst);
    }

    pub(crate) fn bytes_sent(&self) -> usize {
        self.sent.load(Ordering::SeqCst)
    }

    pub(crate) async fn idle(&self) {
        let mut open = self.open.subscribe();
        let _ = open.wait_for(|open| *open == 0).await;
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// The URL that a request is for, by its first line and its `Host`.
fn requested(head: &str) -> Option<Url> {
    let mut lines = head.lines();
    let target = lines.next()?.split(' ').nth(1)?;
    let host = lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("host"))?;
    Url::parse(&format!("https://{}{target}", host.1.trim())).ok()
}

fn parse(url: &str) -> Url {
    Url::parse(url).unwrap_or_else(|error| panic!("{url}: {error}"))
}
