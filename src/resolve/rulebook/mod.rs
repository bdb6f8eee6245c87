//! The operator's rules, as data.
//!
//! A [`Rulebook`] is a [`Policy`](crate::resolve::Policy) that is written down: an ordered list of
//! [`Rule`]s, each for some clients, and a default for all others. It can be deserialized, from a
//! settings file as from a database, and replaced at run time by a
//! [`SharedPolicy`](crate::resolve::SharedPolicy).
//!
//! 1. **Deny wins**, wherever it stands: a client that a rule denies is denied.
//! 2. Else **the first** rule that matches decides, alone: nothing is put together from several.
//! 3. Else the default decides, which is to allow.
//!
//! In report [`Mode`] all of that is told by events and not applied; off, the layers are as if they were
//! not there.
//!
//! What a rule matches is written as for [`AllowedClients`](crate::resolve::patterns::AllowedClients):
//!
//! | client | matches |
//! |---|---|
//! | `example.com` | every client_id on that host |
//! | `*.example.com` | every client_id on a host below it, not on `example.com` itself |
//! | `site:example.com` | every client_id on `example.com` and on the hosts below it, with the feature `public-suffix` |
//! | `example.com/oauth` | `/oauth` and all below it by whole segments, never `/oauthx` |
//! | `example.com:8443` | that port alone |
//! | `https://example.com/oauth/client.json` | exactly this client_id |
//! | `*` | every client_id |
//!
//! Without a port, a rule that allows means port 443, and any other rule every port: neither lets in, by
//! a port that nobody thought of, what was to be kept out. A port and a path may stand behind `site:`, too.
//!
//! # Registrable domains
//!
//! `site:` is for a registrable domain: what one holder has registered below a public suffix, and all of
//! his hosts. The Public Suffix List says which that is, its private section included: `site:github.io` is
//! an error, as is `site:co.uk`, and `site:someone.github.io` is for that tenant. What the list has as a
//! public suffix below `example.com` does not belong to `site:example.com`: `site:amazonaws.com` is for
//! none of the buckets at `s3.amazonaws.com`, which `*.amazonaws.com` is. The list is that of the `psl`
//! crate in the build; without the feature `public-suffix` such a pattern is
//! [an error](crate::resolve::patterns::PatternError::SiteUnsupported), and `example.com` with
//! `*.example.com` says nearly the same.
//!
//! # Security
//!
//! A path or a whole client_id is the publisher's to choose, and a host may serve one document at many
//! spellings of a path. To keep a publisher out, deny the host. And a rule on hosts authenticates nobody:
//! what a client can prove is its [method](Rule::auth_methods)'s matter (T5).
//!
//! ```
//! use tower_cimd::resolve::rulebook::{Effect, Mode, Redirects, Rule, Rulebook};
//!
//! let rulebook = Rulebook::new([
//!     Rule::new("leaked keys", Effect::Deny, ["bad.example.com"])?,
//!     Rule::new("partners", Effect::Allow, ["chatgpt.com/oauth", "*.example.com"])?
//!         .scopes(["tools", "offline_access"])
//!         .redirects([Redirects::HttpsOnly]),
//! ])?
//! .otherwise(Effect::Quarantine)
//! .mode(Mode::Report);
//! # fn is_policy(_: impl tower_cimd::resolve::Policy) {}
//! # is_policy(rulebook);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod clients;
mod redirects;
mod rule;
mod index;
mod book;
mod judgement;
mod ruling;

pub use self::book::Rulebook;
#[cfg(feature = "config")]
pub(crate) use self::book::WrittenRules;
pub use self::clients::{ClientPattern, ClientPatternError};
pub use self::error::{RuleError, RulebookError};
pub use self::redirects::Redirects;
pub use self::rule::{Effect, Rule};
pub use self::ruling::{Ruling, Terms, Verdict};
pub use crate::resolve::policy::Mode;
