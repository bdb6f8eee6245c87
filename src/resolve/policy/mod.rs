//! The operator's questions: may it be dealt with, may it be fetched, and may it be used.

mod answer;
mod requested_by;
mod context;
mod mode;
mod questions;
mod handed;
mod closure;
mod pair;
mod shared;

pub use self::answer::{Admission, MayFetch, MayUse, Presentation, Restriction};
pub use self::closure::{Admit, QuarantineIf, UseIf, admit, quarantine_if, use_if};
pub use self::context::FetchContext;
pub use self::mode::Mode;
pub use self::questions::Policy;
pub use self::requested_by::RequestedBy;
pub use self::shared::SharedPolicy;
