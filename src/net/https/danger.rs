//! Test switches, and the noise that they make.

use std::collections::HashMap;
use std::net::SocketAddr;

use reqwest::Certificate;

use crate::resolve::event;

/// What the `danger_…` setters collected.
#[derive(Debug, Default)]
pub(crate) struct Switches {
    pub(crate) extra_roots: Vec<Vec<u8>>,
    pub(crate) loopback: bool,
    pub(crate) proxy_resolves: bool,
    pub(crate) mapped: HashMap<String, SocketAddr>,
}

impl Switches {
    /// Says loudly which switches are on: a fetcher with one of them has no place in production, and
    /// whoever reads the log should not have to guess.
    pub(crate) fn announce(&self) {
        for (switch, is_on) in [
            ("danger_extra_root", !self.extra_roots.is_empty()),
            ("danger_loopback", self.loopback),
            ("danger_map", !self.mapped.is_empty()),
            ("danger_proxy_resolves", self.proxy_resolves),
        ] {
            if is_on {
                event::danger(switch);
            }
        }
    }

    /// Whether every mapped name stays on this machine.
    pub(crate) fn lead_to_loopback(&self) -> bool {
        self.mapped.values().all(|socket| socket.ip().is_loopback())
    }

    /// The certificates of the extra roots; `None` where one of them holds none.
    pub(crate) fn certificates(&self) -> Option<Vec<Certificate>> {
        let mut certificates = Vec::new();
        for pem in &self.extra_roots {
            let bundle = Certificate::from_pem_bundle(pem).ok()?;
            if bundle.is_empty() {
                return None;
            }
            certificates.extend(bundle);
        }
        Some(certificates)
    }
}
