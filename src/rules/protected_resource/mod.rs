//! Protected resources, and what one publishes about itself (RFC 9728).
//!
//! A client that knows nothing but the URL of an MCP server asks it without a token, finds in the
//! 401 where this metadata is, and in the metadata which authorization servers to ask.

mod error;
mod identifier;
mod metadata;

pub use crate::rules::protected_resource::error::ResourceError;
pub use crate::rules::protected_resource::identifier::ResourceIdentifier;
pub use crate::rules::protected_resource::metadata::ProtectedResourceMetadata;
