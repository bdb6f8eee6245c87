//! What a stranger may make this server fetch, for how long it waits after a failure, and how much
//! of the cache one host may fill.
//!
//! 1. A fetch is paid for when it is made, never when a client is looked up. What is refused costs
//!    nobody anything and leaves no trace, so state grows only by fetches that were made.
//! 2. Rates are refilled by the clock alone; there are no timers.
//! 3. Everybody has what those above him cannot use up: of each rate a quarter is for strangers,
//!    half for them and signed-in users together, and all of it for proven clients (T10). Exact
//!    client_ids that the policy names pay nothing; a trusted host pays a rate that is larger, and
//!    finite.
//! 4. A bad document holds back its own client_id; a server out of reach holds back its host,
//!    though never a client that is proven or named.
//! 5. Discovery and refresh are paid from separate purses: strangers who look for new clients do
//!    not make known ones go stale.
//!
//! Rates go by exact host, by registrable domain where the feature `public-suffix` has the Public Suffix
//! List compiled in, and, before a connection is made, by address ([`Dials`]): whoever owns a domain has as
//! many hosts as he likes, but neither as many domains nor as many addresses (T12). The tenants of a suffix
//! in the private section of that list, such as `github.io`, are a domain each.

mod retry_after;
mod bucket;
mod tiers;
mod spacing;
mod outage;
mod ledger;
mod network;
mod requester;
mod proven;
mod limits;
mod landing;
mod accounts;
pub(crate) mod shares;
mod books;
mod budgets;
mod dials;

pub(crate) use self::books::Purpose;
#[cfg(feature = "private-key-jwt")]
pub(crate) use self::bucket::Rate;
pub(crate) use self::budgets::{Applicant, Budgets, Ticket};
#[doc(inline)]
pub use self::dials::Dials;
#[cfg(feature = "private-key-jwt")]
pub(crate) use self::ledger::Ledger;
#[doc(inline)]
pub use self::limits::Limits;
#[cfg(feature = "private-key-jwt")]
pub(crate) use self::proven::Proven;
pub(crate) use self::requester::Requester;
pub(crate) use self::retry_after::retry_after;
#[cfg(feature = "private-key-jwt")]
pub(crate) use self::tiers::{Standing, Tiers};
