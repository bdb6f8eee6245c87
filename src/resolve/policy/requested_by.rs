//! Who sent a request.

use std::net::IpAddr;

/// Who sent a request, as an outer layer of the host knows it.
///
/// Put it into the extensions of the request, outside of the [`CimdLayer`](crate::CimdLayer), so that
/// what one user makes this server fetch costs the others nothing (T10).
///
/// ```
/// use tower_cimd::resolve::RequestedBy;
///
/// let mut request = http::Request::new(());
/// request
///     .extensions_mut()
///     .insert(RequestedBy::default().user("alice").peer([192, 0, 2, 7].into()));
/// ```
#[derive(Clone, Debug, Default)]
#[must_use]
pub struct RequestedBy {
    pub(crate) user: Option<String>,
    pub(crate) peer: Option<IpAddr>,
}

impl RequestedBy {
    /// A key of the user who has signed in: any text that is his alone.
    pub fn user(mut self, key: impl Into<String>) -> Self {
        self.user = Some(key.into());
        self
    }

    /// The address that the request came from. Behind a proxy that is not the peer of the
    /// connection, for which all requests would count as those of one.
    pub fn peer(mut self, address: IpAddr) -> Self {
        self.peer = Some(address);
        self
    }
}
