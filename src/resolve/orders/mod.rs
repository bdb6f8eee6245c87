//! What the operator orders at run time, and what comes of it.

mod error;
mod order;
mod list;
mod wire;
mod in_force;
mod live;
mod asking;
mod policy;

pub use self::error::OrderError;
pub(crate) use self::list::OrderChange;
pub use self::list::Orders;
pub(crate) use self::live::LiveOrders;
pub use self::order::{Block, Given, ModeOrder, PinOrder, PinUse};
pub(crate) use self::policy::OrderedPolicy;
pub(crate) use self::wire::Mark;
