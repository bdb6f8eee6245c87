//! What proves that a form came from a page of this server, for this operator (T19).

use std::time::{Duration, SystemTime};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;

use crate::admin::identity::Identity;
use crate::rules::seal::{Purpose, Seal};

/// Makes the tokens of forms, and knows them again.
#[derive(Debug)]
pub(super) struct FormTokens(Seal);

impl FormTokens {
    /// `None` where the key is shorter than 32 bytes.
    pub(super) fn new(key: &[u8]) -> Option<Self> {
        Seal::new(Purpose::Form, key).map(FormTokens)
    }

    /// A token for the forms of a page that is made at `now`, good for this operator alone.
    pub(super) fn issue(&self, identity: &Identity, now: SystemTime) -> String {
        let mut payload = seconds(now).to_be_bytes().to_vec();
        payload.extend_from_slice(identity.name().as_bytes());
        URL_SAFE_NO_PAD.encode(self.0.close(&payload))
    }

    /// Whether the token was issued to this operator within the last [`LIFETIME`].
    pub(super) fn is_valid(&self, token: &str, identity: &Identity, now: SystemTime) -> bool {
        let issued = self.open(token, identity);
        // A calendar that was set back makes no token older than it is.
        issued.is_some_and(|issued| seconds(now).saturating_sub(issued) < LIFETIME.as_secs())
    }

    /// When the token was issued to this operator, in seconds since 1970.
    fn open(&self, token: &str, identity: &Identity) -> Option<u64> {
        let sealed = URL_SAFE_NO_PAD.decode(token).ok()?;
        let payload = self.0.open(&Bytes::from(sealed)).ok()?;
        let (issued, name) = payload.split_first_chunk()?;
        (name == identity.name().as_bytes()).then(|| u64::from_be_bytes(*issued))
    }
}

fn seconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs())
}

/// A page that was opened in the morning still works in the evening.
const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
