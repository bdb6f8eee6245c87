//! What happened lately, for the operator to look at. In memory, and bounded.

mod time;
mod refusal;
mod change;
mod result;
mod book;

pub(crate) use self::book::Records;
pub use self::change::ChangeRecord;
pub use self::refusal::RefusalRecord;
pub(crate) use self::refusal::Refused;
pub use self::result::LastResult;
pub(crate) use self::time::unix;
