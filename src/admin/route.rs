//! One route: what it takes, and what it does.

use std::fmt;

use http::Method;

use crate::admin::answer::Answer;
use crate::admin::failure::Failure;
use crate::admin::identity::Right;
use crate::admin::visit::Visit;
use crate::resolve::fetch::BoxFuture;

/// One route of the [`Router`](axum::Router): what it is called by and which [`Right`] it takes.
#[derive(Clone, Copy)]
pub struct Route {
    path: &'static str,
    right: Right,
    kind: Kind,
    pub(super) serve: Serve,
}

/// Who calls a route, and what it looks at before it serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A page for people.
    Page,
    /// A form of such a page: it comes from a page of this server, with its token.
    Form,
    /// A program that reads.
    Read,
    /// A program that posts JSON.
    Post,
}

/// What a route does.
pub(super) type Serve = for<'a> fn(&'a Visit<'a>) -> BoxFuture<'a, Served>;

/// What becomes of it.
pub(super) type Served = Result<Answer, Failure>;

impl Route {
    pub(super) const fn view(path: &'static str, kind: Kind, serve: Serve) -> Self {
        Route {
            path,
            right: Right::View,
            kind,
            serve,
        }
    }

    pub(super) const fn change(path: &'static str, kind: Kind, serve: Serve) -> Self {
        Route {
            right: Right::Change,
            ..Route::view(path, kind, serve)
        }
    }

    /// The method: GET changes nothing.
    pub fn method(&self) -> Method {
        match self.kind {
            Kind::Page | Kind::Read => Method::GET,
            Kind::Form | Kind::Post => Method::POST,
        }
    }

    /// The path, below where the router is mounted.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// What it takes, beyond the guard's letting somebody in.
    pub fn right(&self) -> Right {
        self.right
    }

    /// Whether it is for programs, and speaks JSON.
    pub fn is_api(&self) -> bool {
        matches!(self.kind, Kind::Read | Kind::Post)
    }

    pub(super) fn kind(&self) -> Kind {
        self.kind
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("method", &self.method())
            .field("path", &self.path)
            .field("right", &self.right)
            .finish()
    }
}
