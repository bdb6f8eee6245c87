//! Names, and the addresses that they have.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};

use tower_cimd::net::Lookup;
use tower_cimd::resolve::BoxFuture;

/// A scripted name server. It takes down what it was asked for; clones share the script.
///
/// A name plays its records one a lookup, in the order in which they were added, and stays at the last.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    records: Arc<Mutex<HashMap<&'static str, VecDeque<Record>>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone, Debug)]
enum Record {
    Addresses(Vec<IpAddr>),
    Alias(&'static str),
    Silence,
}

impl Names {
    pub(crate) fn new() -> Names {
        Names::default()
    }

    /// `A` and `AAAA` records; none at all is an answer too.
    pub(crate) fn addresses<S: AsRef<str>>(
        self,
        name: &'static str,
        addresses: impl IntoIterator<Item = S>,
    ) -> Names {
        let parse = |text: S| text.as_ref().parse().expect("an address");
        let addresses = addresses.into_iter().map(parse).collect();
        self.record(name, Record::Addresses(addresses))
    }

    /// A `CNAME` record.
    pub(crate) fn alias(self, name: &'static str, to: &'static str) -> Names {
        self.record(name, Record::Alias(to))
    }

    /// A name server that never answers.
    pub(crate) fn silence(self, name: &'static str) -> Names {
        self.record(name, Record::Silence)
    }

    /// Every name that was asked for, aliases not counted.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn record(self, name: &'static str, record: Record) -> Names {
        let mut records = self.records.lock().unwrap();
        records.entry(name).or_default().push_back(record);
        drop(records);
        self
    }

    fn next(&self, name: &str) -> Option<Record> {
        let mut records = self.records.lock().unwrap();
        let script = records.get_mut(name)?;
        match script.len() {
            1 => script.front().cloned(),
            _ => script.pop_front(),
        }
    }

    /// What a recursive resolver would make of `name`, which follows aliases a number of times.
    fn resolve(&self, name: &str) -> io::Result<Record> {
        let mut record = self.next(name);
        for _ in 0..MAX_ALIASES {
            match record {
                Some(Record::Alias(to)) => record = self.next(to),
                Some(record) => return Ok(record),
                None => return Err(io::ErrorKind::NotFound.into()),
            }
        }
        Err(io::Error::other("a chain of aliases without an end"))
    }
}

impl Lookup for Names {
    fn lookup<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        self.asked.lock().unwrap().push(name.to_owned());
        let record = self.resolve(name);
        Box::pin(async move {
            match record? {
                Record::Addresses(addresses) => Ok(addresses),
                Record::Alias(_) | Record::Silence => std::future::pending().await,
            }
        })
    }
}

const MAX_ALIASES: usize = 16;
