//! What a request has to wait for.

use crate::layer::scrutiny::Bearing;
use crate::rules::client::Client;

/// What has to be waited for.
#[derive(Debug)]
pub(crate) struct Inquiry {
    pub(crate) question: Question,
    pub(crate) bearing: Bearing,
}

impl Inquiry {
    pub(crate) fn new(question: Question, bearing: Bearing) -> Self {
        Inquiry {
            question,
            bearing: bearing.lasting(),
        }
    }
}

#[derive(Debug)]
pub(crate) enum Question {
    /// Which client this is.
    Client(String),
    /// What stands in its request object.
    Object(Client),
    /// Whether it is this client.
    Proof(Client),
    /// Whether its grant is still good for the client, which stands in the extensions.
    Grant,
}
