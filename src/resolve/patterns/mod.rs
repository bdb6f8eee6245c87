//! The built-in policies.
//!
//! 1. [`AllowedClients`] judges the client_id by its host and path, [`any`](AllowedClients::any)
//!    https host being the default of a resolver.
//! 2. [`SameOriginRedirects`] judges the client by where its redirection URIs lead.
//!
//! They compose: `(AllowedClients::matching(["*.example.com"])?, SameOriginRedirects)` is a policy.

mod pattern;
mod allowed_clients;
mod same_origin_redirects;

pub use self::allowed_clients::AllowedClients;
pub use self::pattern::PatternError;
pub(crate) use self::pattern::{HTTPS, Pattern, Reach};
pub use self::same_origin_redirects::SameOriginRedirects;
pub(crate) use self::same_origin_redirects::redirects_home;
