//! How names become addresses.

use std::fmt::Debug;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::resolve::fetch::BoxFuture;

/// Turns a host name into addresses.
///
/// A lookup only answers. Whatever it answers is judged by the guard above it, and a name with one
/// special-use address among its answers is refused as a whole, so a lookup of the host's own cannot
/// open a way to the inside. [`HttpsFetchBuilder::lookup`](crate::net::HttpsFetchBuilder::lookup)
/// sets one; by default the system resolves (`getaddrinfo`).
///
/// ```
/// use std::io;
/// use std::net::IpAddr;
///
/// use tower_cimd::net::{HttpsFetch, Lookup};
/// use tower_cimd::resolve::BoxFuture;
///
/// #[derive(Debug)]
/// struct Zone(Vec<(String, IpAddr)>);
///
/// impl Lookup for Zone {
///     fn lookup<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
///         let records = self.0.iter().filter(move |(owner, _)| owner == name);
///         Box::pin(async move { Ok(records.map(|(_, address)| *address).collect()) })
///     }
/// }
///
/// let builder = HttpsFetch::builder().lookup(Zone(Vec::new()));
/// # let _ = builder;
/// ```
pub trait Lookup: Debug + Send + Sync + 'static {
    /// Every address of `name`, a lower-case ASCII name that is to be taken as absolute: no search
    /// domain may be appended. An empty answer means that the name has no address.
    ///
    /// The future is dropped when the fetch's deadline passes.
    ///
    /// # Errors
    ///
    /// Any [`io::Error`] where the name does not resolve; the guard treats all of them alike.
    fn lookup<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// `getaddrinfo`, with a bound on the threads that it may hold.
///
/// `getaddrinfo` cannot be cancelled: a caller that stops waiting leaves its thread behind, and a
/// stranger's name server decides for how long. So the permit travels with the thread and comes back
/// when the thread does (T13: nothing grows). `tokio::net::lookup_host` has no such bound.
#[derive(Clone, Debug)]
pub(crate) struct SystemLookup {
    permits: Arc<Semaphore>,
    getaddrinfo: fn(&str) -> io::Result<Vec<IpAddr>>,
}

impl Default for SystemLookup {
    fn default() -> Self {
        SystemLookup {
            permits: Arc::new(Semaphore::new(MAX_THREADS)),
            getaddrinfo,
        }
    }
}

impl Lookup for SystemLookup {
    fn lookup<'a>(&'a self, name: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        let (permits, getaddrinfo) = (self.permits.clone(), self.getaddrinfo);
        let absolute = absolute(name);
        Box::pin(async move {
            let permit = permits.acquire_owned().await.map_err(io::Error::other)?;
            let answer = tokio::task::spawn_blocking(move || {
                let _returned_with_the_thread = permit;
                getaddrinfo(&absolute)
            });
            answer.await.map_err(io::Error::other)?
        })
    }
}

/// The name with its final dot: without one, `resolv.conf` may append the operator's own domains, and
/// `client.example` becomes `client.example.corp.internal`.
fn absolute(name: &str) -> String {
    match name.ends_with('.') {
        true => name.to_owned(),
        false => format!("{name}."),
    }
}

fn getaddrinfo(name: &str) -> io::Result<Vec<IpAddr>> {
    let addresses = (name, 0).to_socket_addrs()?;
    Ok(addresses.map(|address: SocketAddr| address.ip()).collect())
}

/// Threads that lookups may hold at once: an eighth of the 512 that tokio's blocking pool has by
/// default, so that slow name servers of strangers leave the host's own blocking work its room.
const MAX_THREADS: usize = 64;

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Condvar, Mutex, PoisonError};

    use super::*;

    #[test]
    fn a_name_is_looked_up_as_absolute() {
        assert_eq!(absolute("client.example"), "client.example.");
        assert_eq!(absolute("client.example."), "client.example.");
    }

    #[tokio::test]
    async fn abandoned_lookups_hold_their_permits_until_their_threads_end() {
        let lookup = SystemLookup {
            permits: Arc::new(Semaphore::new(3)),
            getaddrinfo: stuck,
        };
        for _ in 0..3 {
            abandon_once_stuck(&lookup).await;
        }
        assert_eq!(lookup.permits.available_permits(), 0);
        assert!(is_waiting(lookup.lookup("client.example")));

        release();
        let answer = lookup.lookup("client.example").await;
        assert_eq!(answer.unwrap(), [IpAddr::from([192, 0, 2, 1])]);
        assert_eq!(STUCK.load(Ordering::SeqCst), 4);
    }

    /// Polls a lookup until its thread is in `stuck`, then drops it.
    async fn abandon_once_stuck(lookup: &SystemLookup) {
        let before = STUCK.load(Ordering::SeqCst);
        let mut abandoned = lookup.lookup("client.example");
        while STUCK.load(Ordering::SeqCst) == before {
            let turn = tokio::task::yield_now();
            tokio::select! { biased; _ = &mut abandoned => unreachable!("released too early"), () = turn => {} }
        }
    }

    fn is_waiting(mut lookup: BoxFuture<'_, io::Result<Vec<IpAddr>>>) -> bool {
        let waker = std::task::Waker::noop();
        let mut context = std::task::Context::from_waker(waker);
        lookup.as_mut().poll(&mut context).is_pending()
    }

    fn stuck(_: &str) -> io::Result<Vec<IpAddr>> {
        STUCK.fetch_add(1, Ordering::SeqCst);
        let mut released = RELEASED.lock().unwrap_or_else(PoisonError::into_inner);
        while !*released {
            released = WAKE.wait(released).unwrap_or_else(PoisonError::into_inner);
        }
        Ok(vec![IpAddr::from([192, 0, 2, 1])])
    }

    fn release() {
        *RELEASED.lock().unwrap_or_else(PoisonError::into_inner) = true;
        WAKE.notify_all();
    }

    static STUCK: AtomicUsize = AtomicUsize::new(0);
    static RELEASED: Mutex<bool> = Mutex::new(false);
    static WAKE: Condvar = Condvar::new();
}
