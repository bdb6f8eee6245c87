//! The page, as it is put together.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::routing::{MethodFilter, on};

use crate::admin::desk::{Desk, RulesOfNow};
use crate::admin::error::AdminError;
use crate::admin::gate;
use crate::admin::guard::Guard;
use crate::admin::route::{Kind, Route};
use crate::admin::routes::ROUTES;
use crate::admin::token::FormTokens;
use crate::resolve::operator::Operator;
use crate::resolve::rulebook::Rulebook;

/// The operator's page, without a guard yet, and so without a way to a [`Router`]; see
/// [`admin`](crate::admin).
///
/// ```compile_fail,E0599
/// # fn build(resolver: tower_cimd::Resolver) {
/// let router = tower_cimd::admin::Admin::new(resolver.operator()).build(); // no method named `build`
/// # }
/// ```
#[derive(Debug)]
#[must_use]
pub struct Admin {
    operator: Operator,
}

/// The operator's page, behind a guard.
#[must_use]
pub struct GuardedAdmin {
    operator: Operator,
    guard: Box<dyn Guard>,
    key: Option<Vec<u8>>,
    origin: Option<String>,
    rulebook: Option<RulesOfNow>,
}

impl Admin {
    /// The page of one resolver.
    pub fn new(operator: Operator) -> Self {
        Admin { operator }
    }

    /// The host's own authentication, asked on every request of every route.
    pub fn guard(self, guard: impl Guard) -> GuardedAdmin {
        GuardedAdmin {
            operator: self.operator,
            guard: Box::new(guard),
            key: None,
            origin: None,
            rulebook: None,
        }
    }
}

impl GuardedAdmin {
    /// The key of the tokens in forms: at least 32 random bytes, from where this server keeps its
    /// secrets. Default: a random one of this process. Nodes behind one address need the same, or else a
    /// form that one of them made fails at another.
    pub fn key(mut self, key: impl Into<Vec<u8>>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The origin at which browsers see this server, such as `https://as.example.com`. Default: that of
    /// the request's `Host`, with either scheme. For a proxy in front that sends another `Host`; it
    /// is looked at only where a browser sends no `Sec-Fetch-Site`, as over plain HTTP.
    pub fn origin(mut self, origin: impl Into<String>) -> Self {
        self.origin = Some(origin.into());
        self
    }

    /// The rules of now, which a rulebook that an operator tries is compared to. Default: none, by which every
    /// client is allowed.
    ///
    /// ```
    /// # fn build(admin: tower_cimd::admin::GuardedAdmin, resolver: tower_cimd::ResolverBuilder) {
    /// use tower_cimd::resolve::{Rulebook, SharedPolicy};
    ///
    /// let policy = SharedPolicy::new(Rulebook::default());
    /// let resolver = resolver.policy(policy.clone());
    /// let admin = admin.rulebook(move || Rulebook::clone(&policy.current()));
    /// # }
    /// ```
    pub fn rulebook(mut self, now: impl Fn() -> Rulebook + Send + Sync + 'static) -> Self {
        self.rulebook = Some(Box::new(now));
        self
    }

    /// The router, to be [nested](Router::nest) wherever the host likes.
    ///
    /// # Errors
    ///
    /// [`AdminError`], where a setting is none.
    pub fn build(self) -> Result<Router, AdminError> {
        let desk = Arc::new(Desk {
            tokens: tokens(self.key)?,
            origin: self.origin.map(origin).transpose()?,
            operator: self.operator,
            guard: self.guard,
            rulebook: self.rulebook,
        });
        Ok(ROUTES
            .iter()
            .fold(Router::new(), |router, route| add(router, route, &desk)))
    }
}

/// The one place where a route is made: behind the gate.
fn add(router: Router, route: &'static Route, desk: &Arc<Desk>) -> Router {
    let method = match route.kind() {
        Kind::Page | Kind::Read => MethodFilter::GET,
        Kind::Form | Kind::Post => MethodFilter::POST,
    };
    let desk = Arc::clone(desk);
    let serve = move |request: Request| {
        let desk = Arc::clone(&desk);
        async move { gate::pass(&desk, route, request).await }
    };
    router.route(route.path(), on(method, serve))
}

fn tokens(key: Option<Vec<u8>>) -> Result<FormTokens, AdminError> {
    let key = match key {
        Some(key) => key,
        None => random()?,
    };
    FormTokens::new(&key).ok_or(AdminError::Key)
}

fn random() -> Result<Vec<u8>, AdminError> {
    let mut key = vec![0; 32];
    getrandom::fill(&mut key).map_err(|_| AdminError::Random)?;
    Ok(key)
}

/// As a browser sends it: a scheme and an authority, in lower case, without the scheme's own port.
fn origin(text: String) -> Result<String, AdminError> {
    let url = url::Url::parse(&text).map_err(|_| AdminError::Origin)?;
    match url.origin().is_tuple() && url.origin().ascii_serialization() == text {
        true => Ok(text),
        false => Err(AdminError::Origin),
    }
}

impl fmt::Debug for GuardedAdmin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardedAdmin")
            .field("operator", &self.operator)
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
