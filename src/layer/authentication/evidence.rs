//! In what a proof may stand.

use http::request::Parts;

use crate::resolve::clock::Clock;
use crate::resolve::event::Throttle;

/// In what a proof may stand, and what may be done for it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Evidence<'a> {
    pub(crate) parts: &'a Parts,
    pub(crate) form: &'a [u8],
    pub(crate) may_fetch: bool,
    pub(crate) clock: &'a dyn Clock,
    /// How often events are told.
    pub(crate) throttle: &'a Throttle,
}
