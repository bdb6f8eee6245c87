//! The client's side: rmcp's own client, and the browser of the person who uses it.

mod browser;
mod session;

pub use self::browser::Browser;
pub use self::session::{Session, Visitor};
