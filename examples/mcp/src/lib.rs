//! An MCP server with its authorization server in one process, on loopback.
//!
//! The MCP server is mounted twice: at `/mcp` for any client, at `/mcp/admin` for clients of named hosts.
//! Clients are known by the URL of their metadata document, which
//! [`CimdLayer`](tower_cimd::CimdLayer) resolves on each leg of the flow.
//!
//! | room | what |
//! |---|---|
//! | [`options`] | the command line |
//! | [`documents`] | documents that are given, and the internet for all others |
//! | `mount` | the two resources: their URLs, scopes and metadata |
//! | `store` | what the server remembers: grants, codes, tokens |
//! | `authorization` | the endpoints of the authorization server |
//! | `tokens`, `tools`, `resource` | the MCP server: who calls, what can be called, behind [`ProtectLayer`](tower_cimd::ProtectLayer) |
//! | [`server`] | all of it behind one listener |
//! | [`visitor`] | the client's side: rmcp's own client, and a browser |

pub mod options;
pub mod documents;
mod mount;
mod store;
mod authorization;
mod tokens;
mod tools;
mod resource;
pub mod server;
pub mod visitor;

/// Whatever went wrong, for a person to read.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;
