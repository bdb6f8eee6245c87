//! What the layer found out about a request, for the handler below it.

use std::sync::Arc;

use bytes::Bytes;
use http::Extensions;

use crate::layer::quarantine::{Confined, Quarantine};
use crate::rules::access_token::AccessToken;
use crate::rules::authenticated::Authenticated;
use crate::rules::checks::RedirectableError;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::jwks::JwkSet;
use crate::rules::leg::Leg;
use crate::rules::parameters::Parameters;

/// What the layer found out about a request.
///
/// The layer leaves exactly one verdict on every request that it hands on (T4), and removes
/// whatever stood in its place before. A [`ProtectLayer`](crate::ProtectLayer) does the same, and its
/// verdict is about the client of the access token. The extractors of [`extract`](crate::layer::extract) read it;
/// a server without axum reads it here:
///
/// ```
/// use tower_cimd::layer::verdict::Verdict;
///
/// # fn handle(request: http::Request<()>) {
/// match Verdict::of(request.extensions()) {
///     Verdict::Client(client) => println!("validated: {}", client.client_id().as_str()),
///     Verdict::Registered => println!("our own table decides, as before"),
///     other => println!("refuse: {other:?}"),
/// }
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Verdict<'a> {
    /// No layer judged the request: a mistake in how the server is put together.
    Missing,
    /// The layer could not read the request: another method or media type, or a URL-form client_id
    /// on no leg that is known. Such a request must not be taken for one without a client_id.
    NotJudged,
    /// No URL-form client_id stands in the request, or one that the host's own table claims; or the
    /// operator has switched them [off](crate::resolve::Policy::is_off).
    Registered,
    /// A validated client that may be used. Where the layer has authenticated it,
    /// [`Authenticated`] stands beside it in the extensions, and where it is in quarantine,
    /// [`Quarantine`].
    Client(&'a Client),
    /// A validated client that is in quarantine, below a layer whose handlers
    /// [do not handle that](crate::CimdLayer::handles_quarantine): refuse.
    Quarantined(&'a Client),
    /// A validated client that the host has still to authenticate.
    Identified(&'a IdentifiedClient),
    /// A validated client whose request fails a check, and the handler was to tell: where the layer
    /// [hands such errors on](crate::CimdLayer::hand_on_redirectable_errors). Nothing may be granted.
    Redirectable(&'a RedirectableError),
    /// A valid client_id that nobody has looked up.
    Pending(&'a PendingClient),
}

impl<'a> Verdict<'a> {
    /// Reads the verdict that the layer left in a request's extensions.
    pub fn of(extensions: &'a Extensions) -> Self {
        if extensions.get::<Unread>().is_some() {
            return Verdict::NotJudged;
        }
        if !is_read(extensions) && extensions.get::<AccessToken>().is_none() {
            return Verdict::Missing;
        }
        if let Some(error) = extensions.get() {
            return Verdict::Redirectable(error);
        }
        if let Some(client) = extensions.get() {
            return Verdict::Client(client);
        }
        if let Some(Confined(client)) = extensions.get() {
            return Verdict::Quarantined(client);
        }
        if let Some(client) = extensions.get() {
            return Verdict::Identified(client);
        }
        extensions
            .get()
            .map_or(Verdict::Registered, Verdict::Pending)
    }
}

/// A client that is known by its document and has not proven that it is itself.
///
/// On the back channel a client whose method is not `none` arrives as this where the host declared
/// that it authenticates clients. Identified is not authenticated: until the host has checked the
/// client's credential, nothing may be issued to it.
#[derive(Clone, Debug)]
pub struct IdentifiedClient(pub Client);

/// A valid client_id whose document was not fetched.
///
/// Either the policy deferred the fetch until the user is known, or the leg or the kind of request
/// never fetches and nothing is in the cache, the shared store or the host's
/// [table](crate::resolve::table).
///
/// # Security
///
/// It is nobody's proof, and nobody knows whether the client has to give one: the request presents
/// no credential, or the host [authenticates clients
/// itself](crate::CimdLayer::host_authenticates_clients). On revocation and introspection act only on a
/// token that was issued to exactly this client_id, and only where the grant's own
/// [binding](crate::rules::binding) says that the client was public when it was issued:
/// for any other answer 503.
#[derive(Clone, Debug)]
pub struct PendingClient(pub ClientId);

/// The request was read: its query is what the layer judged.
///
/// Zero-sized, as [`Unread`] is, because boxing a zero-sized value allocates nothing: a request
/// without a URL-form client_id is marked for free.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Read;

/// The request was not read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Unread;

/// The request was read: this form is what the layer judged, on this leg if it has one.
#[derive(Clone, Debug)]
pub(crate) struct ReadForm {
    pub(crate) leg: Option<Leg>,
    pub(crate) bytes: Bytes,
}

/// What a [`Binder`](crate::layer::Binder) needs beside the client.
#[derive(Clone, Debug, Default)]
pub(crate) struct Foothold {
    /// The binding that was stored with the request's grant.
    pub(crate) stored: Option<String>,
    /// The keys at the client's `jwks_uri`.
    pub(crate) keys: Option<JwkSet>,
}

/// The parameters for which the request's `request_uri` or `request` stands.
#[derive(Clone, Debug)]
pub(crate) struct Stored(pub(crate) Arc<Parameters>);

/// Whether the layer has read the parameters.
pub(crate) fn is_read(extensions: &Extensions) -> bool {
    extensions.get::<Read>().is_some() || extensions.get::<ReadForm>().is_some()
}

/// Removes every verdict, whoever left it.
pub(crate) fn strip(extensions: &mut Extensions) {
    if extensions.is_empty() {
        return;
    }
    extensions.remove::<Read>();
    extensions.remove::<ReadForm>();
    extensions.remove::<Unread>();
    extensions.remove::<Client>();
    extensions.remove::<Authenticated>();
    extensions.remove::<Foothold>();
    extensions.remove::<Confined>();
    extensions.remove::<Quarantine>();
    extensions.remove::<IdentifiedClient>();
    extensions.remove::<PendingClient>();
    extensions.remove::<RedirectableError>();
    extensions.remove::<Stored>();
    extensions.remove::<AccessToken>();
}

/// Whether the handler gets a client, be it only identified.
pub(crate) fn has_client(extensions: &Extensions) -> bool {
    match Verdict::of(extensions) {
        Verdict::Client(_) | Verdict::Identified(_) => true,
        Verdict::Missing
        | Verdict::NotJudged
        | Verdict::Registered
        | Verdict::Quarantined(_)
        | Verdict::Redirectable(_)
        | Verdict::Pending(_) => false,
    }
}

/// The leg on which the layer read the request; a query is read at the authorization endpoint alone.
pub(crate) fn leg(extensions: &Extensions) -> Option<Leg> {
    match extensions.get::<ReadForm>() {
        Some(form) => form.leg,
        None => extensions.get::<Read>().map(|Read| Leg::Authorization),
    }
}
