//! Sealing and opening.

use std::fmt;
use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::resolve::error::{Question, ResolveError};
use crate::resolve::policy::FetchContext;
use crate::resolve::resolution::Resolution;
use crate::resolve::resolver::Resolver;
use crate::resolve::transaction::error::{ShortKey, TransactionError};
use crate::resolve::transaction::letter::{Letter, write};
use crate::resolve::transaction::value::{AskAgain, Transaction};
use crate::rules::binding::InUse;
use crate::rules::change::{ChangePolicy, Consequence};
use crate::rules::client::Client;
use crate::rules::leg::Leg;
use crate::rules::parameters::Parameters;
use crate::rules::seal::{Purpose, Seal};

/// Seals authorization requests that wait for their users' consent, and opens them again; see
/// [this module](crate::resolve::transaction).
pub struct Transactions {
    resolver: Resolver,
    seal: Seal,
    lifetime: Duration,
    changes: ChangePolicy,
    handles_quarantine: bool,
}

impl Transactions {
    /// Transactions of the server of this resolver, under `key`: at least 32 random bytes, the same
    /// on all nodes, from where this server keeps its secrets. Whoever knows it can have a user
    /// consent to a request that was never made.
    ///
    /// # Errors
    ///
    /// A key of fewer than 32 bytes.
    pub fn new(resolver: Resolver, key: impl AsRef<[u8]>) -> Result<Self, ShortKey> {
        Ok(Transactions {
            resolver,
            seal: Seal::new(Purpose::Transaction, key.as_ref()).ok_or(ShortKey)?,
            lifetime: LIFETIME,
            changes: ChangePolicy::default(),
            handles_quarantine: false,
        })
    }

    /// A second key, whose seals are opened, and with which nothing is sealed. Default: none.
    ///
    /// To change the key without a gap, roll out three times: the new key as the other one; the new
    /// key, with the old one as the other; after the [lifetime](Self::lifetime), the new key alone.
    ///
    /// # Errors
    ///
    /// A key of fewer than 32 bytes.
    pub fn other_key(mut self, key: impl AsRef<[u8]>) -> Result<Self, ShortKey> {
        let other = Seal::new(Purpose::Transaction, key.as_ref()).ok_or(ShortKey)?;
        self.seal = self.seal.or(other);
        Ok(self)
    }

    /// How long a user has to make up his mind, to the second. Default: 10 minutes, which is time to
    /// read the page and to sign in, and as long as RFC 6749 §4.1.2 lets a code live.
    #[must_use]
    pub fn lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = lifetime;
        self
    }

    /// What a change of the client in the meantime means. Default [`ChangePolicy::default`].
    #[must_use]
    pub fn changes(mut self, policy: ChangePolicy) -> Self {
        self.changes = policy;
        self
    }

    /// Declares that the host handles clients in quarantine
    /// ([`MayUse::Quarantined`](crate::resolve::MayUse::Quarantined)), as on the
    /// [layer](crate::CimdLayer::handles_quarantine). Without it their transactions do not open.
    #[must_use]
    pub fn handles_quarantine(mut self) -> Self {
        self.handles_quarantine = true;
        self
    }

    /// The request of `client` as one text of at most 32,768 bytes, for the form of the consent page:
    /// letters, digits, `-` and `_`, so that it needs no escaping in HTML, in a form or in a URL.
    ///
    /// `parameters` are those of the authorization request, as the layer read them or as they were
    /// pushed. `session` is whatever names the user's session here and is a secret between him and this
    /// server; it is not in the text, only its name under the key.
    ///
    /// # Errors
    ///
    /// [`TransactionError::TooLarge`]; [`TransactionError::RedirectUri`] where the request's
    /// redirection URI is none of the client's; [`TransactionError::Session`] where `session` is
    /// empty, which would bind the text to nobody.
    pub fn seal(
        &self,
        client: &Client,
        parameters: &Parameters,
        session: &str,
    ) -> Result<String, TransactionError> {
        let in_use = InUse::default();
        let binding = client.binding_with(&match redirect_uri(client, parameters)? {
            Some(in_place) => in_use.redirect_uri(in_place),
            None => in_use,
        });
        self.close(client, parameters, session, binding)
    }

    /// The same, for a request that was pushed (RFC 9126), with the binding that a
    /// [`Binder`](crate::layer::Binder) made of it when it was, and which was stored with it: how the
    /// client authenticated then, its code will be held to.
    ///
    /// # Errors
    ///
    /// As [`seal`](Self::seal), and [`TransactionError::Changed`] where the client has changed since in a
    /// way that is refused; whatever else has changed, the user is about to be shown.
    /// [`TransactionError::Damaged`] where `stored` is no binding of this client.
    pub fn seal_pushed(
        &self,
        client: &Client,
        parameters: &Parameters,
        session: &str,
        stored: &str,
    ) -> Result<String, TransactionError> {
        let check = client.check_binding(stored);
        let check = check.map_err(|_| TransactionError::Damaged)?;
        if self.changes.judge(check) == Consequence::Refuse {
            return Err(TransactionError::Changed(check.kinds()));
        }
        let binding = client.rebind(stored, &InUse::default());
        let binding = binding.map_err(|_| TransactionError::Damaged)?;
        self.close(client, parameters, session, binding)
    }

    /// The same, for a request whose user has to be asked again.
    ///
    /// # Errors
    ///
    /// As [`seal`](Self::seal).
    pub fn seal_again(&self, asked: &AskAgain, session: &str) -> Result<String, TransactionError> {
        let binding = asked.binding.clone();
        self.close(&asked.client, &asked.parameters, session, binding)
    }

    fn close(
        &self,
        client: &Client,
        parameters: &Parameters,
        session: &str,
        binding: String,
    ) -> Result<String, TransactionError> {
        if session.is_empty() {
            return Err(TransactionError::Session);
        }
        let redirect_uri = redirect_uri(client, parameters)?;
        let session = self.seal.pseudonym(self.secret(session).as_bytes());
        let letter = Letter {
            client_id: client.client_id().as_str().to_owned(),
            binding,
            redirect_uri: redirect_uri.map(str::to_owned),
            parameters: write(parameters)?,
            session: URL_SAFE_NO_PAD.encode(session),
            expires: self.seconds().saturating_add(self.lifetime.as_secs()),
        };
        letter.close(&self.seal)
    }

    /// Takes a request back that was sealed for `session`, with its client as it is now.
    ///
    /// The client is resolved as for the authorization endpoint, without a request: from the cache, as
    /// a rule.
    ///
    /// # Errors
    ///
    /// [`TransactionError`].
    pub async fn open(&self, text: &str, session: &str) -> Result<Transaction, TransactionError> {
        let context = FetchContext::detached(Some(Leg::Authorization));
        self.open_for(text, session, &context).await
    }

    /// The same, for the request that `context` tells of, where the policy wants to see it before a
    /// document is fetched.
    ///
    /// # Errors
    ///
    /// [`TransactionError`].
    pub async fn open_for(
        &self,
        text: &str,
        session: &str,
        context: &FetchContext<'_>,
    ) -> Result<Transaction, TransactionError> {
        let letter = Letter::open(text, &self.seal)?;
        if self.seconds() >= letter.expires {
            return Err(TransactionError::Expired);
        }
        self.check_session(&letter, session)?;
        let resolution = self.resolver.resolve(&letter.client_id, context).await?;
        self.admit(resolution, letter)
    }

    fn check_session(&self, letter: &Letter, session: &str) -> Result<(), TransactionError> {
        let name = URL_SAFE_NO_PAD.decode(&letter.session).ok();
        let name: Option<[u8; 32]> = name.and_then(|name| name.try_into().ok());
        let name = name.ok_or(TransactionError::Damaged)?;
        let secret = self.secret(session);
        match !session.is_empty() && self.seal.is_pseudonym(&name, secret.as_bytes()) {
            true => Ok(()),
            false => Err(TransactionError::Session),
        }
    }

    fn admit(
        &self,
        resolution: Resolution,
        letter: Letter,
    ) -> Result<Transaction, TransactionError> {
        let client = match resolution {
            Resolution::Client(client) => client,
            Resolution::Quarantined(client) if self.handles_quarantine => client,
            Resolution::Quarantined(_) => return Err(TransactionError::Quarantined),
            Resolution::Registered => return Err(TransactionError::Registered),
            Resolution::Pending(_) => return Err(TransactionError::Pending),
        };
        let registered = |uri: &String| client.match_redirect_uri(uri).is_some();
        // Whatever is thought of other changes: an answer goes nowhere but where the client says now.
        if !letter.redirect_uri.as_ref().is_none_or(registered) {
            return Err(TransactionError::RedirectUri);
        }
        let parameters = Parameters::parse(letter.parameters.as_bytes());
        let asks = (&parameters).into();
        let refused = self.resolver.may_ask(&client, Leg::Authorization, asks);
        if refused.is_err() {
            return Err(ResolveError::Refused(Question::MayAsk).into());
        }
        self.compare(client, letter)
    }

    /// Holds the client against the one that the user was shown.
    fn compare(&self, client: Client, letter: Letter) -> Result<Transaction, TransactionError> {
        let shown = &letter.binding;
        // Sealed here, so that it is a binding, and at worst one of another version of this crate.
        let check = client.check_binding(shown);
        let check = check.map_err(|_| TransactionError::Damaged)?;
        let binding = client.rebind(shown, &InUse::default());
        let binding = binding.map_err(|_| TransactionError::Damaged)?;
        let parameters = Parameters::parse(letter.parameters.as_bytes());
        match self.changes.judge(check) {
            Consequence::Ignore => Ok(Transaction {
                client,
                parameters,
                redirect_uri: letter.redirect_uri,
                binding,
            }),
            Consequence::AskAgain => Err(TransactionError::AskAgain(Box::new(AskAgain {
                client,
                parameters,
                kinds: check.kinds(),
                binding,
            }))),
            Consequence::Refuse => Err(TransactionError::Changed(check.kinds())),
        }
    }

    /// A session of this server: another one may have the same key, as staging may.
    fn secret(&self, session: &str) -> String {
        format!("{}\n{session}", self.resolver.issuer().as_str())
    }

    /// The calendar, because other nodes and the next process must read the same time.
    fn seconds(&self) -> u64 {
        let now = self.resolver.clock().wall();
        let since = now.duration_since(SystemTime::UNIX_EPOCH);
        since.unwrap_or_default().as_secs()
    }
}

impl fmt::Debug for Transactions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transactions")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

/// The redirection URI of a request, which may be left out where the client has but one.
fn redirect_uri<'a>(
    client: &'a Client,
    parameters: &'a Parameters,
) -> Result<Option<&'a str>, TransactionError> {
    match parameters.get("redirect_uri") {
        Some(presented) => match client.match_redirect_uri(presented) {
            Some(_) => Ok(Some(presented)),
            None => Err(TransactionError::RedirectUri),
        },
        None => {
            let only = client.check_redirect_uri(None).ok();
            Ok(only.map(|uri| uri.as_str()))
        }
    }
}

const LIFETIME: Duration = Duration::from_secs(10 * 60);
