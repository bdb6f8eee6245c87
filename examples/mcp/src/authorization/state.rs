//! What the endpoints share.

use std::sync::Arc;
use std::time::Duration;

use tower_cimd::Resolver;
use tower_cimd::layer::grants::Grant as Presented;
use tower_cimd::resolve::Transactions;
use tower_cimd::resolve::transaction::ShortKey;
use tower_cimd::rules::issuer::Issuer;

use crate::store::grant::Grant;
use crate::store::pushes::Pushes;
use crate::store::random::random;
use crate::store::table::Table;
use crate::store::ticket::{Access, Ticket};

/// The authorization server's memory and settings.
pub(crate) struct Server {
    pub(crate) issuer: Issuer,
    pub(crate) auto_consent: bool,
    pub(crate) transactions: Transactions,
    pub(crate) pushes: Pushes,
    pub(crate) codes: Table<Arc<Ticket>>,
    pub(crate) refresh_tokens: Table<Arc<Ticket>>,
    pub(crate) access_tokens: Table<Access>,
}

impl Server {
    /// The key of the transactions is as old as the process, since all that follows from one is, too.
    pub(crate) fn new(resolver: &Resolver, auto_consent: bool) -> Result<Self, ShortKey> {
        let transactions = Transactions::new(resolver.clone(), random())?;
        Ok(Server {
            issuer: resolver.issuer().clone(),
            auto_consent,
            transactions,
            pushes: Pushes::new(),
            codes: Table::new(CODE),
            refresh_tokens: Table::new(REFRESH_TOKEN),
            access_tokens: Table::new(ACCESS_TOKEN),
        })
    }

    /// What stands behind the code or the refresh token that a token request names.
    pub(crate) fn ticket(&self, grant: Presented<'_>) -> Option<Arc<Ticket>> {
        match grant {
            Presented::Code(code) => self.codes.get(code),
            Presented::RefreshToken(token) => self.refresh_tokens.get(token),
            _ => None,
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

/// RFC 6749 §4.1.2 recommends ten minutes at most.
const CODE: Duration = Duration::from_secs(60);

const REFRESH_TOKEN: Duration = Duration::from_secs(24 * 3600);

const ACCESS_TOKEN: Duration = Duration::from_secs(300);
