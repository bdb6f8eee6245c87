//! The endpoints: first what a browser opens, then what a program calls.

mod answer;
mod browser;
pub(crate) mod login;
pub(crate) mod authorize;
pub(crate) mod consent;
mod issue;
mod code;
mod refresh;
pub(crate) mod token;
pub(crate) mod revoke;
pub(crate) mod introspect;
pub(crate) mod metadata;
