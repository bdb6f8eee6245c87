//! Which addresses may be dialled.
//!
//! A stranger chooses the name that is fetched, and with it the address that the name resolves to
//! (`draft-ietf-oauth-client-id-metadata-document-02 §8.6`: the server MUST NOT fetch what resolves
//! to a special-use address). An address may be dialled when
//!
//! 1. no network of the operator's own deny-list holds it,
//! 2. no block of the IANA special-purpose registries (RFC 6890) holds it, nor multicast,
//!    site-local and the other blocks that the registries leave out,
//! 3. it lies in `2000::/3` where it is IPv6, the only space given out to hosts (RFC 4291 §2.4),
//! 4. the IPv4 addresses that it embeds (mapped, compatible, translated, 6to4, Teredo, NAT64,
//!    ISATAP) may be dialled too.
//!
//! Blocks that the registries call globally reachable, such as AS112 and the anycast services, are
//! refused with the others: they are special use in the words of RFC 6890, and nobody publishes a
//! document there.
//!
//! This does not protect from a name whose answer changes between the check and the connection:
//! judge the address that is dialled, and the one of the connected peer.

mod network;
mod special_use;
mod embedded;
mod rules;

#[doc(inline)]
pub use self::network::{Network, NetworkError};
#[doc(inline)]
pub use self::rules::AddressRules;
#[doc(inline)]
pub use self::special_use::SpecialUse;
