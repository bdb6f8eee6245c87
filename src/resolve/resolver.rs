//! From a client_id to a client.

use std::sync::Arc;

use http::request::Parts;
use serde::Serialize;

use crate::resolve::clock::Clock;
use crate::resolve::course::Found;
use crate::resolve::error::ResolveError;
use crate::resolve::event::Throttle;
use crate::resolve::means::Course;
use crate::resolve::policy::{FetchContext, Presentation};
use crate::resolve::present::{Live, Present};
use crate::resolve::resolution::Resolution;
use crate::rules::checks::{CheckError, RequestParameters};
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::issuer::Issuer;
use crate::rules::leg::Leg;
use crate::rules::rule_set::RuleSet;

/// Resolves client_ids through one cache. Cheap to clone; clones share everything, new settings
/// ([`replace`](Resolver::replace)) included.
///
/// The order is that of cost, so that a stranger cannot make this server fetch at will (T11): the
/// host's own table, the syntax of the client_id, the issuer's own host, the policy about the text,
/// the cache, for a grant that was issued what else is at hand, the leg, the policy about this request, the slots, the budgets, and only then the network. The
/// policy about the client is asked on every use.
///
/// Nobody waits for a document in use: it is fetched anew before it expires and, up to a minute
/// after, behind those who use it. Where the weather is bad, a copy that is not too old is used, as
/// [`ResolverBuilder::stale`](crate::resolve::ResolverBuilder::stale) says. What its publisher has
/// withdrawn (404, 410, an invalid document) is gone at once, and nothing older comes back.
///
/// ```no_run
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// use tower_cimd::Resolver;
/// use tower_cimd::resolve::{FetchContext, Resolution};
///
/// let resolver = Resolver::builder("https://as.example.com").build()?;
/// let context = FetchContext::detached(None);
/// match resolver.resolve("https://client.example.com/oauth", &context).await? {
///     Resolution::Client(client) => println!("{:?}", client.redirect_uris()),
///     Resolution::Registered | Resolution::Pending(_) => {}
///     _ => {}
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Resolver {
    live: Arc<Live>,
}

/// What a resolver holds at the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Stats {
    /// Documents in the cache, those included that have expired but can be renewed or used stale.
    pub entries: u64,
    /// Their weight in bytes, roughly.
    pub bytes: u64,
    /// Fetches under way.
    pub in_flight: usize,
    /// Client_ids, hosts, registrable domains, requesters and proven clients that are remembered for the budgets.
    pub accounts: usize,
}

impl Resolver {
    pub(crate) fn new(course: Course) -> Self {
        Resolver {
            live: Arc::new(Live::new(course)),
        }
    }

    /// Resolves `client_id` for the request that `context` tells of.
    ///
    /// # Cancellation
    ///
    /// Dropping the future does not stop a fetch that it began: others may wait for it, and the
    /// next request finds its result.
    ///
    /// # Errors
    ///
    /// [`ResolveError`], also where `client_id` has no URL form: whoever has client_ids of other
    /// forms asks [`ClientId::is_url_form`] first, as the layer does.
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with its timer enabled, if something must be fetched.
    pub async fn resolve(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Result<Resolution, ResolveError> {
        self.course().answer(client_id, context).await
    }

    /// The part of [`resolve`](Resolver::resolve) that waits for nothing, or `None` where it must
    /// wait: for a table of the host's, for the shared store, for the policy, or for the network.
    ///
    /// A hit allocates nothing.
    pub fn resolve_now(
        &self,
        client_id: &str,
        context: &FetchContext<'_>,
    ) -> Option<Result<Resolution, ResolveError>> {
        self.present().answer_now(client_id, context)
    }

    /// The client of `client_id`, if a fresh copy is at hand and may be used without
    /// [quarantine](crate::resolve::MayUse::Quarantined). Never fetches.
    pub fn client_cached(&self, client_id: &ClientId) -> Option<Client> {
        let context = FetchContext::detached(None).known_only();
        let present = self.present();
        // What the operator has ordered is not known yet.
        if !present.has_begun() {
            return None;
        }
        match present.look_up(client_id.as_str(), &context) {
            Ok(Found::Resolution(Resolution::Client(client))) => Some(client),
            Ok(_) | Err(_) => None,
        }
    }

    /// Whether the policy lets the client ask for what the request on this leg asks for, as the layer
    /// has it asked. For a host that acts later than the layer judged, beside
    /// [`Client::check`](crate::CimdClient::check).
    ///
    /// # Errors
    ///
    /// The check that the request fails.
    pub fn may_ask(
        &self,
        client: &Client,
        leg: Leg,
        request: RequestParameters<'_>,
    ) -> Result<(), CheckError> {
        self.present().policy.may_ask(client, leg, request)
    }

    /// Whether the operator has switched Client Identifier URLs off
    /// ([`Policy::is_off`](crate::resolve::Policy::is_off)).
    pub fn is_off(&self) -> bool {
        self.present().policy.is_off()
    }

    /// How the operator wants the client shown, for
    /// [`ConsentContext::shown`](crate::rules::consent::ConsentContext::shown).
    pub fn presentation(&self, client: &Client) -> Presentation {
        self.present().policy.presentation(client)
    }

    /// What is known of the client of a verified access token, without waiting for its publisher
    /// (T6). [`Resolution::Pending`] where its document is not at hand.
    ///
    /// Does not tell of it: whoever asks does.
    pub(crate) async fn known(
        &self,
        client_id: &str,
        parts: &Parts,
    ) -> Result<Resolution, ResolveError> {
        let context = FetchContext::of_call(parts);
        self.course().known(client_id, &context).await
    }

    /// Has the document of such a client fetched behind the answer (T6). Its token says that it has
    /// been through a grant, so that it is proven (T10). `None` until the document has come.
    pub(crate) async fn supply(
        &self,
        client_id: &ClientId,
        parts: &Parts,
    ) -> Result<Option<Client>, ResolveError> {
        self.proven(client_id);
        let context = FetchContext::of_call(parts);
        self.course().supply(client_id, &context).await
    }

    /// Forgets what is cached for `client_id`, so that its next use fetches it. Nodes that share
    /// a [`store`](crate::ResolverBuilder::store) with this one forget it within a second,
    /// or once the store can be reached; it is told to them while this resolver or a clone lives.
    ///
    /// A fetch that is under way is not stopped, and what it brings is kept. A snapshot in the host's
    /// [`table`](crate::ResolverBuilder::table) stays there, and this node does not use it.
    pub fn forget(&self, client_id: &str) {
        let course = self.present();
        course.cache().forget(client_id);
        if let Some(neighbours) = &course.retrieval.neighbours {
            neighbours.withdraw(client_id);
        }
        if let Some(table) = &course.retrieval.table {
            table.disregard(client_id);
        }
    }

    /// Takes a client for proven: one of this server's users has consented to it, or it has
    /// exchanged a code or a token. The layer tells of every token request that the handler answers
    /// with success; a host that knows of consents tells of these, too.
    ///
    /// Half of each rate of fetches, a quarter of the slots and a quarter of the cache are kept for
    /// proven clients, so that strangers, who prove none, cannot spend what is theirs (T10). It
    /// says nothing about whether the client may be trusted. It is forgotten with the process, and
    /// where there are too many (see [`Limits::accounts`](crate::resolve::Limits::accounts)).
    pub fn proven(&self, client_id: &ClientId) {
        let course = self.present();
        if course.budgets.prove(client_id) {
            course.cache().protect(client_id);
        }
    }

    /// A token was issued to `client`: it is proven, and the host's table gets it. Nobody waits.
    pub(crate) fn issued(&self, client: &Client) {
        self.proven(client.client_id());
        if let Some(table) = &self.present().retrieval.table {
            table.save_behind(client);
        }
    }

    /// What this resolver holds at the moment. A shared cache is counted whole.
    pub fn stats(&self) -> Stats {
        let course = self.course();
        let (entries, bytes) = course.cache().size();
        Stats {
            entries,
            bytes,
            in_flight: course.slots.in_flight(),
            accounts: course.budgets.accounts(),
        }
    }

    /// The settings of this moment, for what is done at once.
    pub(crate) fn present(&self) -> Present {
        self.live.present()
    }

    /// The settings of this moment, for what has to wait.
    pub(crate) fn course(&self) -> Arc<Course> {
        self.live.course()
    }

    /// Goes by the course that is made of the present one from now on.
    pub(crate) fn succeed<E>(
        &self,
        next: impl FnOnce(&Course) -> Result<Course, E>,
    ) -> Result<(), E> {
        let course = self.live.succeed(next)?;
        if let Some(neighbours) = &course.retrieval.neighbours {
            neighbours.attend();
        }
        Ok(())
    }

    /// The rules by which this resolver judges now: [`replace`](Resolver::replace) may bring others.
    pub fn rules(&self) -> Arc<RuleSet> {
        Arc::clone(self.present().rules())
    }

    /// The issuer identifier of the authorization server, for the life of the resolver.
    pub fn issuer(&self) -> &Issuer {
        &self.live.issuer
    }

    /// The clock that this resolver goes by, for its life.
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.live.clock
    }

    /// How often events are told, for the layers in front of this resolver.
    pub(crate) fn throttle(&self) -> &Arc<Throttle> {
        &self.live.throttle
    }
}
