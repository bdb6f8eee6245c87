//! What the layer found out about a request, for the handler below it.

use bytes::Bytes;
use http::Extensions;

use crate::rules::access_token::AccessToken;
use crate::rules::authenticated::Authenticated;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;
use crate::rules::leg::Leg;

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
    /// No URL-form client_id stands in the request, or one that the host's own table claims.
    Registered,
    /// A validated client that may be used. Where the layer has authenticated it,
    /// [`Authenticated`] stands beside it in the extensions.
    Client(&'a Client),
    /// A validated client that the host has still to authenticate.
    Identified(&'a IdentifiedClient),
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
        if let Some(client) = extensions.get() {
            return Verdict::Client(client);
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
/// never fetches and nothing is in the cache.
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
    extensions.remove::<IdentifiedClient>();
    extensions.remove::<PendingClient>();
    extensions.remove::<AccessToken>();
}

/// The leg on which the layer read the request; a query is read at the authorization endpoint alone.
pub(crate) fn leg(extensions: &Extensions) -> Option<Leg> {
    match extensions.get::<ReadForm>() {
        Some(form) => form.leg,
        None => extensions.get::<Read>().map(|Read| Leg::Authorization),
    }
}
