//! A network that does what a test says.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use tower_cimd::resolve::{BoxFuture, Fetch, FetchError, FetchRequest, Fetched};

/// One answer of the network to one fetch.
pub(crate) enum Moment {
    /// A complete answer.
    Answer(Fetched),
    /// No answer.
    Fail(FetchError),
    /// The fetcher panics.
    Panic,
    /// Nothing ever comes.
    Silence,
}

/// Answers each fetch with the next moment of its script, and with silence after the last.
///
/// Clones share the script. It remembers every request.
#[derive(Clone, Default)]
pub(crate) struct ScriptedFetch {
    script: Arc<Mutex<VecDeque<Moment>>>,
    requests: Arc<Mutex<Vec<FetchRequest>>>,
}

impl ScriptedFetch {
    /// A network that plays `script` in order, whatever the URL.
    pub(crate) fn new(script: impl IntoIterator<Item = Moment>) -> Self {
        ScriptedFetch {
            script: Arc::new(Mutex::new(script.into_iter().collect())),
            requests: Arc::default(),
        }
    }

    /// A network that never answers.
    pub(crate) fn silent() -> Self {
        ScriptedFetch::default()
    }

    /// Adds to the script.
    pub(crate) fn play(&self, moment: Moment) {
        held(&self.script).push_back(moment);
    }

    /// Every request so far.
    pub(crate) fn requests(&self) -> Vec<FetchRequest> {
        held(&self.requests).clone()
    }

    /// How many requests there were so far.
    pub(crate) fn fetches(&self) -> usize {
        held(&self.requests).len()
    }
}

impl std::fmt::Debug for ScriptedFetch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ScriptedFetch")
    }
}

impl Fetch for ScriptedFetch {
    fn fetch(&self, request: FetchRequest) -> BoxFuture<'_, Result<Fetched, FetchError>> {
        held(&self.requests).push(request);
        let moment = held(&self.script).pop_front();
        Box::pin(async move {
            match moment {
                Some(Moment::Answer(answer)) => Ok(answer),
                Some(Moment::Fail(error)) => Err(error),
                Some(Moment::Panic) => panic!("the fetcher panics, as its script says"),
                Some(Moment::Silence) | None => std::future::pending().await,
            }
        })
    }
}

/// An answer with `status`, header fields and `body`.
pub(crate) fn fetched(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Fetched {
    let fields = headers.iter().map(|(name, value)| {
        let name = name.parse::<HeaderName>().expect("a header name");
        (name, HeaderValue::from_str(value).expect("a header value"))
    });
    Fetched {
        status: StatusCode::from_u16(status).expect("a status"),
        headers: fields.collect::<HeaderMap>(),
        body: body.into(),
    }
}

/// The smallest useful client metadata document for `client_id`.
pub(crate) fn document(client_id: &str) -> String {
    serde_json::json!({
        "client_id": client_id,
        "client_name": "A client",
        "redirect_uris": ["https://client.example.com/callback"],
        "grant_types": ["authorization_code", "refresh_token", DEVICE_GRANT],
        "token_endpoint_auth_method": "none",
    })
    .to_string()
}

/// RFC 8628 §3.4.
pub(crate) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().expect("no test panics while it holds this")
}
