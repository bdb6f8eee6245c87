//! What the endpoints share.

use std::sync::Arc;

use sqlx::SqlitePool;

use crate::clock::Clock;
use crate::random::Random;
use crate::store::clients::Clients;
use crate::store::grants::Grants;
use crate::store::requests::Requests;
use crate::store::sessions::Sessions;
use crate::store::tokens::Tokens;
use crate::store::users::Users;

/// The server's state; clones share all of it.
#[derive(Clone, Debug)]
pub struct App {
    pub(crate) issuer: Arc<str>,
    pub(crate) auto_consent: bool,
    pub clients: Clients,
    pub(crate) grants: Grants,
    pub(crate) requests: Requests,
    pub(crate) sessions: Sessions,
    pub(crate) tokens: Tokens,
    pub(crate) users: Users,
}

/// How a server is set up.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The issuer identifier (RFC 8414 §2).
    pub issuer: String,
    /// Grants without asking, in the name of the first user: for the loopback of a developer.
    pub auto_consent: bool,
    pub clock: Clock,
    pub random: Random,
}

impl App {
    /// The server over an open [database](crate::store::open).
    pub fn new(settings: Settings, database: &SqlitePool) -> Self {
        let pool = || database.clone();
        let Settings { clock, random, .. } = settings;
        let draws = || (clock.clone(), random.clone());
        App {
            issuer: settings.issuer.into(),
            auto_consent: settings.auto_consent,
            clients: Clients(pool()),
            grants: Grants(pool(), random.clone()),
            requests: Requests(pool(), draws()),
            sessions: Sessions(pool(), draws()),
            tokens: Tokens(pool(), draws()),
            users: Users(pool()),
        }
    }
}
