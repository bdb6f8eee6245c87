//! One connection of the HTTP client, led through the egress proxy.
//!
//! reqwest can use a proxy itself, but tells it the name of the publisher, and the proxy resolves it:
//! past the guard, and perhaps to something else than the guard saw. Nothing in reqwest separates the
//! address that a proxy is asked for from the name that TLS is for. So reqwest connects to a socket of
//! loopback, for one connection, and what it sends there, which is TLS with the publisher, is carried
//! through the proxy to the address that was judged.

use std::future::{Future, poll_fn};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::pin;
use std::task::Poll;

use tokio::io::copy_bidirectional;
use tokio::net::TcpListener;

use crate::net::https::guard::Destination;
use crate::net::https::proxy::Proxy;
use crate::resolve::fetch::FetchError;

/// The near end of a tunnel that nobody has entered.
pub(crate) struct Tunnel {
    near: TcpListener,
    address: SocketAddr,
}

impl Tunnel {
    pub(crate) async fn open() -> Result<Self, FetchError> {
        let bound = async {
            let near = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let address = near.local_addr()?;
            Ok(Tunnel { near, address })
        };
        bound
            .await
            .map_err(|error: io::Error| FetchError::Other(Box::new(error)))
    }

    /// Where to enter it.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Runs `exchange`, which enters the tunnel, and carries what it sends through `proxy`.
    ///
    /// Both end together: the deadlines of the exchange are those of the tunnel, and what keeps the
    /// tunnel from its destination fails the exchange.
    pub(crate) async fn carry<T>(
        self,
        proxy: &Proxy,
        destinations: impl Future<Output = Result<Vec<Destination>, FetchError>>,
        exchange: impl Future<Output = Result<T, FetchError>>,
    ) -> Result<T, FetchError> {
        let (mut exchange, mut carrier) = (pin!(exchange), pin!(self.bear(proxy, destinations)));
        let mut is_carrying = true;
        poll_fn(|context| {
            if let Poll::Ready(outcome) = exchange.as_mut().poll(context) {
                return Poll::Ready(outcome);
            }
            if is_carrying {
                match carrier.as_mut().poll(context) {
                    Poll::Ready(Ok(())) => is_carrying = false,
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => {}
                }
            }
            Poll::Pending
        })
        .await
    }

    async fn bear(
        self,
        proxy: &Proxy,
        destinations: impl Future<Output = Result<Vec<Destination>, FetchError>>,
    ) -> Result<(), FetchError> {
        let mut far = proxy.connect(destinations.await?).await?;
        let Ok((mut near, _)) = self.near.accept().await else {
            return Err(FetchError::Connect);
        };
        drop(self.near);
        // A connection that breaks is the exchange's to tell of.
        let _ = copy_bidirectional(&mut near, &mut far).await;
        Ok(())
    }
}
