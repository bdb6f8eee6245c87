//! Which addresses may be dialled. (stub)
use std::net::IpAddr;
/// Rules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct AddressRules {
    nat64: bool,
    danger_loopback: bool,
}
impl AddressRules {
    /// Judges NAT64 by embedded address instead of refusing it.
    #[must_use]
    pub fn nat64(mut self, on: bool) -> Self {
        self.nat64 = on;
        self
    }
    /// Lets loopback through. For tests.
    #[must_use]
    pub fn danger_loopback(mut self, on: bool) -> Self {
        self.danger_loopback = on;
        self
    }
    /// Judges.
    pub fn judge(&self, address: IpAddr) -> Result<(), SpecialUse> {
        let _ = address;
        todo!()
    }
}
/// Why refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{block} ({name}) is not for fetching")]
pub struct SpecialUse {
    /// block
    pub block: &'static str,
    /// its registry name
    pub name: &'static str,
}
impl SpecialUse {
    /// stable rule name
    pub fn rule(&self) -> &'static str {
        "address.special_use"
    }
}
