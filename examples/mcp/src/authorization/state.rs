//! What the endpoints share.

use std::sync::Arc;
use std::time::Duration;

use tower_cimd::rules::change::ChangePolicy;

use crate::store::grant::{Asked, Grant};
use crate::store::table::Table;
use crate::store::ticket::{Access, Ticket};

/// The authorization server's memory and settings.
pub(crate) struct Server {
    pub(crate) issuer: String,
    pub(crate) auto_consent: bool,
    pub(crate) changes: ChangePolicy,
    pub(crate) pushed: Table<Asked>,
    pub(crate) waiting: Table<Waiting>,
    pub(crate) codes: Table<Arc<Ticket>>,
    pub(crate) refresh_tokens: Table<Arc<Ticket>>,
    pub(crate) access_tokens: Table<Access>,
}

/// A request that waits for a person, in one browser.
#[derive(Clone)]
pub(crate) struct Waiting {
    pub(crate) asked: Asked,
    pub(crate) browser: String,
}

impl Server {
    pub(crate) fn new(issuer: &str, auto_consent: bool) -> Self {
        Server {
            issuer: issuer.to_owned(),
            auto_consent,
            changes: ChangePolicy::default(),
            pushed: Table::new(PUSHED),
            waiting: Table::new(WAITING),
            codes: Table::new(CODE),
            refresh_tokens: Table::new(REFRESH_TOKEN),
            access_tokens: Table::new(ACCESS_TOKEN),
        }
    }

    /// What stands behind an access token, unless its grant was taken back.
    pub(crate) fn access(&self, token: &str) -> Option<Access> {
        let access = self.access_tokens.get(token);
        access.filter(|access| !access.grant.is_revoked())
    }

    /// The grant behind a token of either kind.
    pub(crate) fn grant(&self, token: &str) -> Option<Arc<Grant>> {
        let access = self.access_tokens.get(token).map(|access| access.grant);
        access.or_else(|| Some(Arc::clone(&self.refresh_tokens.get(token)?.grant)))
    }
}

/// RFC 9126 §2.2 gives 5 to 600 seconds as a range.
const PUSHED: Duration = Duration::from_secs(60);

/// Long enough to read a page and to be called away from it.
const WAITING: Duration = Duration::from_secs(600);

/// RFC 6749 §4.1.2 recommends ten minutes at most.
const CODE: Duration = Duration::from_secs(60);

const REFRESH_TOKEN: Duration = Duration::from_secs(24 * 3600);

const ACCESS_TOKEN: Duration = Duration::from_secs(300);
