//! What went wrong on the wire, by type and never by text.

use std::error::Error;
use std::io;

use crate::net::https::guard::Refusal;
use crate::resolve::fetch::FetchError;

/// Names the failure of a request or of a body.
pub(crate) fn classify(error: &reqwest::Error) -> FetchError {
    if let Some(refusal) = chain(error).find_map(|cause| cause.downcast_ref::<Refusal>()) {
        FetchError::from(*refusal)
    } else if error.is_timeout() {
        FetchError::TimedOut
    } else if error.is_dns() {
        FetchError::Dns
    } else if chain(error).any(|cause| cause.is::<rustls::Error>()) {
        FetchError::Tls
    } else if error.is_connect() {
        FetchError::Connect
    } else {
        FetchError::Protocol
    }
}

fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

/// `io::Error::source` passes over the error that it was made of, which is where rustls puts its own.
fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(wrapper) => wrapper
            .get_ref()
            .map(|inner| inner as &(dyn Error + 'static)),
        None => error.source(),
    }
}
