//! What a consent page must show, as a value.
//!
//! Anybody can publish a document, and a person who is asked "Allow Claude?" has no means to know
//! who wrote that name (draft-ietf-oauth-client-id-metadata-document-02 §8.5, T17). What is proven
//! is a host, so that a page shows, in this order:
//!
//! 1. the **host** of the client_id, whole or shortened on the left alone
//!    ([`HostView`]), with the path where strangers share the host;
//! 2. the **name**, as something that the client says, beside the host and never without it
//!    ([`ConsentView::host_and_name`]);
//! 3. **where the answer goes** ([`RedirectView`]), as MCP 2026-07-28 demands too;
//! 4. every [`Caution`] of [`ConsentView::cautions`];
//! 5. what is asked for, which is the server's to say.
//!
//! Text is cleaned but not escaped: a template does that, or
//! [`Escaped`](crate::rules::escaped::Escaped). Names and hosts in scripts from right to left move
//! what stands beside them: put each into an element of its own, such as `<bdi>`.
//!
//! None of it is proof of anything. Look-alikes and registered domains are found by rules of thumb,
//! which say so, and a page without a caution is not a safe one.
//!
//! ```
//! # use std::time::SystemTime;
//! # use http::header::CONTENT_TYPE;
//! # use http::{HeaderMap, HeaderValue, StatusCode};
//! # use tower_cimd::rules::client::{Client, Provenance};
//! # use tower_cimd::rules::client_id::ClientId;
//! # use tower_cimd::rules::issuer::Issuer;
//! # use tower_cimd::rules::publication::Publication;
//! # use tower_cimd::rules::rule_set::RuleSet;
//! # let id = ClientId::parse("https://login.example.com/client.json")?;
//! # let body = r#"{"client_id": "https://login.example.com/client.json",
//! #     "client_name": "chat\u200b.example.net", "redirect_uris": ["http://localhost/callback"]}"#;
//! # let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
//! # let publication = Publication::receive(StatusCode::OK, &headers, body.into())?;
//! # let rules = RuleSet::new(Issuer::parse("https://as.example.com")?);
//! # let now = SystemTime::UNIX_EPOCH;
//! # let client = Client::derive(&id, &publication, &rules, Provenance { fetched_at: now, fresh_until: now })?;
//! use tower_cimd::rules::consent::{Caution, ConsentContext, ConsentView, FirstSeen};
//!
//! let view = ConsentView::new(&client, ConsentContext {
//!     redirect_uri: client.match_redirect_uri("http://localhost:49152/callback"),
//!     first_seen: Some(FirstSeen::Never),
//!     ..ConsentContext::default()
//! });
//! let (host, name) = view.host_and_name();
//! assert_eq!((host.lead(), host.emphasis()), ("login.", "example.com"));
//! assert_eq!(name, Some("chat.example.net"));
//! assert_eq!(view.cautions(), [
//!     Caution::LoopbackRedirect,
//!     Caution::LoopbackOnly,
//!     Caution::NameLikeDomain,
//!     Caution::NeverSeen,
//! ]);
//! assert!(!view.may_skip());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod name;
mod shared_host;
mod host;
mod redirect;
mod lookalike;
mod caution;
mod prompt;
mod view;

pub use crate::rules::consent::caution::Caution;
pub use crate::rules::consent::host::HostView;
pub use crate::rules::consent::lookalike::{Lookalike, NamedClient};
pub use crate::rules::consent::name::clean_name;
pub use crate::rules::consent::prompt::{ConsentStep, PromptError};
pub use crate::rules::consent::redirect::{Landing, RedirectView};
pub use crate::rules::consent::shared_host::SharedHost;
pub use crate::rules::consent::view::{ConsentContext, ConsentView, FirstSeen, Shown};

#[cfg(feature = "admin")]
pub(crate) use crate::rules::consent::name::{MAX_MARKS, is_mark, is_seen};
pub(crate) use crate::rules::consent::prompt::is_silent;
pub(crate) use crate::rules::consent::redirect::is_for_anybody;
