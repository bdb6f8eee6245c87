//! What lies under the seal, and how it is written.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bytes::Bytes;
use form_urlencoded::Serializer;
use serde::{Deserialize, Serialize};

use crate::resolve::transaction::error::TransactionError;
use crate::rules::parameters::{Malformed, Parameters};
use crate::rules::seal::{Seal, SealError};

/// What lies under the seal.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Letter {
    pub(super) client_id: String,
    /// The client as its user is shown it: a digest of its document, facet by facet.
    pub(super) binding: String,
    /// Where the answer goes, also where the request left it out.
    pub(super) redirect_uri: Option<String>,
    /// As a form.
    pub(super) parameters: String,
    /// The name of the session, under the key of the seal.
    pub(super) session: String,
    /// In seconds since 1970.
    pub(super) expires: u64,
}

impl Letter {
    pub(super) fn close(&self, seal: &Seal) -> Result<String, TransactionError> {
        let plain = serde_json::to_vec(self).map_err(|_| TransactionError::TooLarge)?;
        let text = URL_SAFE_NO_PAD.encode(seal.close(&plain));
        match text.len() > MOST_TEXT {
            true => Err(TransactionError::TooLarge),
            false => Ok(text),
        }
    }

    pub(super) fn open(text: &str, seal: &Seal) -> Result<Self, TransactionError> {
        if text.len() > MOST_TEXT {
            return Err(TransactionError::Damaged);
        }
        let sealed = URL_SAFE_NO_PAD.decode(text);
        let sealed = Bytes::from(sealed.map_err(|_| TransactionError::Damaged)?);
        let plain = seal.open(&sealed)?;
        serde_json::from_slice(&plain).map_err(|_| TransactionError::Damaged)
    }
}

impl From<SealError> for TransactionError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Form | SealError::Broken => TransactionError::Damaged,
            SealError::Key => TransactionError::UnknownKey,
        }
    }
}

/// The parameters as a form, without what proves who the client is.
pub(super) fn write(parameters: &Parameters) -> Result<String, TransactionError> {
    let told = parameters
        .iter()
        .filter(|(name, value)| !CREDENTIALS.contains(name) && !value.is_empty());
    let form = Serializer::new(String::new()).extend_pairs(told).finish();
    let too_many = Parameters::parse(form.as_bytes()).malformed() == Some(Malformed::TooMany);
    match too_many || form.len() > MOST_FORM {
        true => Err(TransactionError::TooLarge),
        false => Ok(form),
    }
}

const CREDENTIALS: [&str; 3] = ["client_assertion", "client_assertion_type", "client_secret"];
/// Bytes of the parameters. A query is seldom let be longer than 8 KiB, a pushed one can be.
const MOST_FORM: usize = 16 * 1024;
/// Bytes of what is sealed, with the client_id, of 2 KiB at most, and the rest around it.
const MOST_TEXT: usize = 32 * 1024;
