//! OAuth parameters, as the layer and the host both read them.
//!
//! A request is read once, by one decoder. What decides a check may stand in it once, and is
//! either decoded exactly or not at all: nothing is replaced, guessed or picked among several,
//! because whoever reads the same request a little differently would act on another client.

mod decode;
mod pairs;
mod single;
mod survey;
mod listing;
mod reading;
mod glance;
mod json;

pub use self::reading::Parameters;
pub use self::survey::Malformed;

pub(crate) use self::decode::Decoded;
pub(crate) use self::decode::is_url_form;
pub(crate) use self::decode::is_well_escaped;
pub(crate) use self::decode::text;
pub(crate) use self::glance::Glance;
pub(crate) use self::json::form_of_json;
pub(crate) use self::listing::Listing;
pub(crate) use self::pairs::named;
pub(crate) use self::pairs::pairs;
pub(crate) use self::survey::Survey;
