//! The client: what its document says, as far as this server goes along.
//!
//! A [`Client`] is a judged document and the facts of its fetch. It cannot be made but by
//! [`Client::derive`], so whoever holds one asks nothing again; it does not change, so a copy is a
//! reference.
//!
//! What it does not say: that the caller is this client (identified is not authenticated), or
//! that any text in it is true. Names, logos and links are the publisher's own words; the one
//! thing proven is that they were published at the `client_id`.
//!
//! ```
//! use std::time::{Duration, SystemTime};
//!
//! use http::header::CONTENT_TYPE;
//! use http::{HeaderMap, HeaderValue, StatusCode};
//! use tower_cimd::rules::client::{Client, Provenance};
//! use tower_cimd::rules::client_id::ClientId;
//! use tower_cimd::rules::issuer::Issuer;
//! use tower_cimd::rules::publication::Publication;
//! use tower_cimd::rules::rule_set::RuleSet;
//!
//! let id = ClientId::parse("https://app.example.com/client.json")?;
//! let body = r#"{"client_id": "https://app.example.com/client.json",
//!     "client_name": "Example", "redirect_uris": ["http://localhost/callback"]}"#;
//! let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
//! let publication = Publication::receive(StatusCode::OK, &headers, body.into())?;
//!
//! let rules = RuleSet::new(Issuer::parse("https://as.example.com")?);
//! let fetched_at = SystemTime::UNIX_EPOCH;
//! let fresh_until = fetched_at + Duration::from_secs(300);
//! let client = Client::derive(&id, &publication, &rules, Provenance { fetched_at, fresh_until })?;
//!
//! assert_eq!(client.client_name(), Some("Example"));
//! assert!(client.match_redirect_uri("http://localhost:49152/callback").is_some());
//! assert!(client.match_redirect_uri("https://evil.example.net/callback").is_none());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod provenance;
mod record;
mod metadata;

pub(crate) use crate::rules::client::provenance::Terms;
pub use crate::rules::client::provenance::{Provenance, Source};
pub use crate::rules::client::record::Client;
