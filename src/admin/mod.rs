//! A page and a JSON API for the people who run the server, to be mounted behind the host's own
//! authentication.
//!
//! ```
//! use axum::Router;
//! use axum::response::Response;
//! use http::request::Parts;
//! use tower_cimd::Resolver;
//! use tower_cimd::admin::{Admin, AdminError, Identity};
//!
//! fn app(resolver: &Resolver) -> Result<Router, AdminError> {
//!     let admin = Admin::new(resolver.operator()).guard(guard).build()?;
//!     Ok(Router::new().nest("/cimd", admin))
//! }
//!
//! /// What the host knows of the request: here, what its session layer has put into the extensions.
//! fn guard(parts: &Parts) -> std::future::Ready<Result<Identity, Response>> {
//! #   #[derive(Clone)] struct Session(String);
//! #   use axum::response::IntoResponse;
//!     std::future::ready(match parts.extensions.get::<Session>() {
//!         Some(Session(user)) => Ok(Identity::operator(user)),
//!         None => Err(http::StatusCode::UNAUTHORIZED.into_response()),
//!     })
//! }
//! # let _ = app;
//! ```
//!
//! The page is HTML from this server alone: no script, no picture, nothing from elsewhere. It needs no
//! JavaScript, and works under any path.
//!
//! # Routes
//!
//! Reading and changing are separate rights ([`Identity`]). [`ROUTES`] is this table as data.
//!
//! | route | right | what |
//! |---|---|---|
//! | GET `/` | view | to the overview |
//! | GET `/overview` | view | mode, cache, budgets, store, nodes |
//! | GET `/clients` | view | the clients that are held or pinned; `text`, `state`, `after`, `limit` |
//! | GET `/client` | view | one of them: `client_id` |
//! | GET `/refusals` | view | what was refused lately; `text`, `rule`, `blame` |
//! | GET, POST `/explain` | view | a dry run: `client_id`, `redirect_uri` |
//! | GET `/orders` | view | blocks, pins, mode |
//! | GET, POST `/rulebook` | view | what other rules would change for the clients that are held: `rulebook`, the JSON of a [`Rulebook`](crate::resolve::Rulebook) |
//! | GET `/documents.jsonl` | view | every document that is held, one a line: `client_id`, `document` |
//! | POST `/refresh`, `/forget` | change | `client_id` |
//! | POST `/block` | change | `pattern`, `why` |
//! | POST `/unblock` | change | `pattern` |
//! | POST `/pin` | change | `client_id`, `use` (`instead`, `last_resort`), `days` from now, `why`; `document`, or else the one that is held |
//! | POST `/unpin` | change | `client_id` |
//! | POST `/mode` | change | `mode` (`enforce`, `report`, `off`, `policy`), `why` |
//!
//! Each has its like for programs below `/api`, in JSON: GET `/api/overview`, `/api/clients`, `/api/client`,
//! `/api/refusals`, `/api/changes` and `/api/orders`, with the same queries and in the shapes of
//! [`resolve::operator`](crate::resolve::operator), with `mend` at each refusal; POST `/api/explain`, which answers an
//! [`Explanation`](crate::resolve::Explanation), and `/api/rulebook`, which answers a
//! [`Trial`](crate::resolve::trial::Trial); and POST `/api/refresh` and the other changes, with an object of
//! the members above, which answer `{"done": …, "orders_version": …}`.
//!
//! ```sh
//! curl -b "$SESSION" -H 'Cimd-Admin: 1' --json '{"pattern": "bad.example.com", "why": "leaked keys"}' \
//!     https://as.example.com/cimd/api/block
//! ```
//!
//! What fails is told as `{"error": …, "message": …}`, with `field` and `mend` where there are such:
//!
//! | error | status | what |
//! |---|---|---|
//! | `admin.right` | 403 | the operator may look and not change |
//! | `admin.cross_site` | 403 | the request does not come from this server's page, nor from a program |
//! | `admin.token` | 403 | the form is older than 12 hours, of somebody else, or of another process |
//! | `admin.media_type` | 415 | the body is no form, or no JSON |
//! | `admin.body` | 413 | the body is larger than 256 KiB |
//! | `admin.malformed` | 400 | the body or the query cannot be read, or says something twice |
//! | `admin.field` | 400 | `field` is missing or wrong |
//! | `admin.unknown_client` | 404 | this node holds no such client |
//! | `admin.rulebook` | 400 | the rules are no rulebook |
//! | any other | | the [rule](crate::resolve::operator::OrderError::rule) of an order that was not given |
//!
//! # Security
//!
//! * The guard is asked first, for every request, and there is no page without one: [`Admin`] has no `build`.
//! * GET changes nothing. A form is taken only from a page of this server, as `Sec-Fetch-Site` or `Origin`
//!   say, and with the token of that page, which is good for one operator and 12 hours (T19). A post to the API needs
//!   `Content-Type: application/json` and a header field `Cimd-Admin`, which no page of another site can have a
//!   browser send unless this server allows it in a CORS preflight: do not put a permissive CORS layer around
//!   the page. Where a browser says that it is from another site, it is refused all the same.
//! * Explaining is a POST like the changes, since it may fetch, and is paid for as any fetch. No answer names
//!   an address.
//! * What clients say of themselves is text: escaped, isolated in its direction, with a code in the place of
//!   each character that would not show. A Content Security Policy without any script stands behind that.
//! * Nothing of it is to be cached, framed or read by another origin.

mod identity;
mod guard;
mod error;
mod token;
mod origin;
mod said;
mod when;
mod moment;
mod tag;
mod link;
mod layout;
mod failure;
mod fields;
mod answer;
mod desk;
mod visit;
mod frame;
mod held;
mod pages;
mod act;
mod refusal;
mod route;
mod routes;
mod gate;
mod builder;

pub use self::builder::{Admin, GuardedAdmin};
pub use self::error::AdminError;
pub use self::guard::Guard;
pub use self::identity::{Identity, Right};
pub use self::route::Route;
pub use self::routes::ROUTES;
