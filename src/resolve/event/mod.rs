//! Every event of this crate, by name and field.
//!
//! The target of all of them is `tower_cimd`. A field that does not apply is absent.
//!
//! | event | level | says | fields |
//! |---|---|---|---|
//! | `cimd.resolved` | debug | a client_id was resolved | `client_id`, `leg`, `outcome` (`client`, `quarantined`, `registered`, `pending`), `source` (`fetched`, `cache`, `stale`, `pinned`, `snapshot`) |
//! | `cimd.refused` | by blame | a request was refused, or a call denied | `client_id`, `leg`, `rule`, `member`, `blame` |
//! | `cimd.ruled` | info | a rule of the operator's [rulebook](crate::resolve::rulebook) refused a client or a request of it | `client_id`, `name` of the rule, `rule` that was broken |
//! | `cimd.reported` | info | a rulebook in report mode would have refused it, or had it in quarantine, and did not | `client_id`, `name` of the rule, `rule` that was broken (`client.quarantined` for quarantine) |
//! | `cimd.ordered` | info | the [operator](crate::resolve::operator) has changed something | `action` (`block`, `unblock`, `pin`, `unpin`, `mode`, `forget`, `refresh`), `client_id` or pattern, `mode` (`off`, `report`, `enforce`, `policy`), `by` whom |
//! | `cimd.orders_taken` | info | the node goes by orders out of the shared store from now on | `version` |
//! | `cimd.orders_unread` | error | the shared store could not be asked what is ordered, before the first request | |
//! | `cimd.fetched` | debug | an answer came from a publisher | `client_id`, `status`, `bytes` of body, `elapsed_ms` |
//! | `cimd.weather` | info | no usable answer came | `client_id`, `cause`, `detail`, `elapsed_ms` |
//! | `cimd.changed` | info | a publisher gave another document than the one that was held | `client_id`, `kinds` of the differences |
//! | `cimd.unpublished` | info | a publisher no longer gives a valid document where one was held | `client_id`, `rule` |
//! | `cimd.observer_panicked` | error | the host's observer panicked | `client_id` |
//! | `cimd.keys_fetched` | debug | an answer came from where a client's keys are | `jwks_uri`, `status`, `bytes` of body, `elapsed_ms` |
//! | `cimd.keys_unavailable` | info | no usable key set came of a fetch | `jwks_uri`, `cause`, `detail`, `elapsed_ms` |
//! | `cimd.replay_store_unavailable` | error | the store of used assertions could not be asked | `client_id`, `detail` |
//! | `cimd.crashed` | error | a fetch ended without an outcome, as when a fetcher panics, or a save to the host's table | `client_id` or `jwks_uri` |
//! | `cimd.registered_unavailable` | error | the host's client table could not be asked | `client_id`, `detail` |
//! | `cimd.proof_unavailable` | error | the host could not say whether a client is itself | `client_id`, `method`, `detail` |
//! | `cimd.grants_unavailable` | error | the host could not be asked about a grant | `client_id`, `detail` |
//! | `cimd.grants_unheld` | info | a layer was made for token requests and given no [`grants`](crate::CimdLayer::grants), once | |
//! | `cimd.client_table_unavailable` | error | the table in which the host materialises clients did not answer | `client_id`, `operation` (`save`, `load`, `forget`), `detail` |
//! | `cimd.snapshot_refused` | info | a snapshot out of the host's table was refused | `client_id`, `rule` |
//! | `cimd.withdrawn` | debug | a copy was dropped, because another node withdrew it | `client_id` |
//! | `cimd.store_lost` | warn | the shared store failed, and this node works alone | `detail` |
//! | `cimd.store_recovered` | info | the shared store answers again | |
//! | `cimd.store_refused` | warn | something out of the shared store was refused | `client_id`, `rule` |
//! | `cimd.store_flooded` | warn | more messages came by the shared store than are heeded | |
//! | `cimd.withdrawal_lost` | warn | too many withdrawals wait for the shared store to send one more | `client_id` |
//! | `cimd.unadvertised` | debug or info | metadata passed without additions: at debug what is usual (a HEAD, another status or media type, a part), at info what keeps a server unadvertised | `rule` |
//! | `cimd.settings_applied` | info | a running server goes by new [settings](crate::config) | |
//! | `cimd.settings_refused` | error | new settings are wrong, and the old ones stay in force | `detail`: file, line and key |
//! | `cimd.danger` | warn | something was built with a `danger_` switch | `switch` |
//!
//! A refusal is told at `debug` where the request is to blame, at `info` where the document, the
//! policy or the weather is, and at `error` where we are. So nothing that a stranger does alone is
//! louder than `info`.
//!
//! What a stranger can make happen again and again is told five times in ten seconds at its level, of
//! each event and rule: `cimd.refused`, `cimd.ruled`, `cimd.reported`, `cimd.weather`, `cimd.changed`, `cimd.unpublished`,
//! `cimd.keys_unavailable`, `cimd.snapshot_refused`, `cimd.store_refused`, `cimd.withdrawal_lost`,
//! `cimd.unadvertised`, and whatever tells that a part of the host was `unavailable`. The others are
//! told at `debug`, and the next one at its level has their number in the field `suppressed`. There is
//! no timer: after a flood, that is the next event of the kind. Each resolver, rulebook, authenticator, table
//! and store counts by itself, and the [metrics](crate::guide::observability) count everything.
//!
//! Fetches run in a span `cimd.fetch` (debug, field `client_id` or `jwks_uri`), which follows from the span of
//! the request that started them: other requests may wait for the same fetch.
//! Saves to the host's table run in a span `cimd.save` in the same way.
//!
//! A client_id is a stranger's text: it is escaped, and cut after 256 bytes.

mod target;
mod throttle;
mod outcome;
#[cfg(feature = "metrics")]
pub mod metric;
mod flight;
mod measure;
mod refusal;
mod document;
#[cfg(feature = "private-key-jwt")]
mod authentication;
mod host;
mod store;
mod rulebook;
mod layer;
mod operator;
#[cfg(feature = "config")]
mod settings;

#[cfg(feature = "private-key-jwt")]
pub(crate) use self::authentication::*;
pub(crate) use self::document::*;
pub(crate) use self::flight::*;
pub(crate) use self::host::*;
pub(crate) use self::layer::*;
pub(crate) use self::measure::*;
pub(crate) use self::operator::*;
pub(crate) use self::outcome::Outcome;
pub(crate) use self::refusal::*;
pub(crate) use self::rulebook::*;
#[cfg(feature = "config")]
pub(crate) use self::settings::*;
pub(crate) use self::store::*;
pub(crate) use self::throttle::Throttle;
