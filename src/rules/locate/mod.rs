//! Where a request's client_id stands.
//!
//! A client_id travels in the query of an authorization request, in the form of a back-channel one,
//! in HTTP Basic credentials, or inside a client assertion. [`locate()`] looks into the places that
//! the leg uses, and into no other. What it finds identifies a client; it authenticates nobody.
//!
//! Where no Client Identifier URL stands among what is presented, nothing is judged: a registered
//! client's request passes, whatever else is wrong with it. Where one does, whatever two readers
//! could read differently is refused.

mod error;
mod presented;
mod candidate;
mod places;
mod guess;
mod search;

pub use self::error::LocateError;
pub use self::guess::guess;
pub use self::presented::Credential;
pub use self::presented::Located;
pub use self::presented::Place;
pub use self::presented::Presented;
pub use self::presented::Reading;
pub use self::search::any_url_form;
pub use self::search::locate;
pub use self::search::parameters;

pub(crate) use self::search::is_alone;
pub(crate) use self::search::search;
