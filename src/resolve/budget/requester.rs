//! On whose behalf a document is wanted.

use std::net::IpAddr;

use crate::resolve::budget::network::network_of;
use crate::resolve::policy::FetchContext;

/// On whose behalf a document is wanted, as far as the host says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Requester<'a> {
    /// A signed-in user, by the host's key for him.
    User(&'a str),
    /// A network: an IPv4 address, or the /64 that an IPv6 customer has at least (RFC 6177).
    Network(IpAddr),
    Unknown,
}

impl<'a> Requester<'a> {
    pub(crate) fn of(context: &FetchContext<'a>) -> Self {
        match (context.user_key(), context.peer_address()) {
            (Some(user), _) => Requester::User(user),
            (None, Some(peer)) => Requester::Network(network_of(peer, CUSTOMER)),
            (None, None) => Requester::Unknown,
        }
    }
}

const CUSTOMER: u32 = 64;
