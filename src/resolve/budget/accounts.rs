//! What is remembered of a client_id, of a host, of a registrable domain, and of a requester.

use std::time::Instant;

use crate::resolve::budget::bucket::Bucket;
use crate::resolve::budget::ledger::Account;
use crate::resolve::budget::outage::Outage;
use crate::resolve::budget::spacing::Spacing;
use crate::resolve::budget::tiers::Tiers;

/// A client_id whose last fetch brought no client.
#[derive(Debug, Default)]
pub(crate) struct OfId {
    pub(crate) spacing: Spacing,
    pub(crate) outage: Outage,
}

/// A host that was fetched from.
#[derive(Debug, Default)]
pub(crate) struct OfHost {
    pub(crate) discovery: Tiers,
    pub(crate) refresh: Tiers,
    pub(crate) outage: Outage,
    /// The operator trusts it, or one of its clients is proven.
    pub(crate) kept: bool,
}

/// A registrable domain, of whose hosts documents were fetched.
#[derive(Debug, Default)]
pub(crate) struct OfSite {
    pub(crate) discovery: Tiers,
    pub(crate) refresh: Tiers,
    /// One of its clients is proven.
    pub(crate) kept: bool,
}

impl Account for OfId {
    fn clear_at(&self) -> Option<Instant> {
        self.spacing.forgotten_at().max(self.outage.forgotten_at())
    }
}

impl Account for OfHost {
    fn clear_at(&self) -> Option<Instant> {
        let rates = self.discovery.full_at().max(self.refresh.full_at());
        rates.max(self.outage.forgotten_at())
    }

    fn is_kept(&self) -> bool {
        self.kept
    }
}

impl Account for OfSite {
    fn clear_at(&self) -> Option<Instant> {
        self.discovery.full_at().max(self.refresh.full_at())
    }

    fn is_kept(&self) -> bool {
        self.kept
    }
}

/// Of a requester, or of a network that is dialled.
impl Account for Bucket {
    fn clear_at(&self) -> Option<Instant> {
        self.full_at()
    }
}

impl Account for Tiers {
    fn clear_at(&self) -> Option<Instant> {
        self.full_at()
    }
}
