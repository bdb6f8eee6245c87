//! A client_id in one place, not yet held against the others.

use std::borrow::Cow;

use crate::rules::basic::Basic;
use crate::rules::basic::BasicError;
use crate::rules::client_id::ClientId;
use crate::rules::locate::error::LocateError;
use crate::rules::locate::presented::Place;
use crate::rules::parameters::Decoded;
use crate::rules::parameters::is_url_form;
use crate::rules::parameters::text;

/// A client_id in one place.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) place: Place,
    id: Id<'a>,
}

#[derive(Clone, Debug)]
enum Id<'a> {
    /// As it stands in a query or form.
    Encoded(&'a [u8]),
    Decoded(String),
    /// Basic credentials in which none can be told.
    Unreadable(BasicError),
}

impl<'a> Candidate<'a> {
    pub(super) fn encoded(place: Place, value: &'a [u8]) -> Self {
        let id = Id::Encoded(value);
        Candidate { place, id }
    }

    pub(super) fn basic(credentials: Result<Basic, BasicError>) -> Self {
        let id = match credentials {
            Ok(credentials) => Id::Decoded(credentials.client_id().to_owned()),
            Err(error) => Id::Unreadable(error),
        };
        let place = Place::Basic;
        Candidate { place, id }
    }

    pub(super) fn asserted(id: String) -> Self {
        let id = Id::Decoded(id);
        let place = Place::Assertion;
        Candidate { place, id }
    }

    /// An empty client_id is an absent one (RFC 6749 §3.1).
    pub(super) fn is_present(&self) -> bool {
        match &self.id {
            Id::Encoded(value) => !value.is_empty(),
            Id::Decoded(id) => !id.is_empty(),
            Id::Unreadable(_) => true,
        }
    }

    pub(super) fn is_url_form(&self) -> bool {
        match &self.id {
            Id::Encoded(value) => is_url_form(value),
            Id::Decoded(id) => ClientId::is_url_form(id),
            Id::Unreadable(error) => *error == BasicError::Url,
        }
    }

    /// Holds this client_id against another place's.
    pub(super) fn must_be(&self, client_id: &str) -> Result<(), LocateError> {
        let same = match &self.id {
            Id::Encoded(value) => Decoded::new(value).eq(client_id.bytes()),
            Id::Decoded(id) => id == client_id,
            Id::Unreadable(_) => return Err(UNREADABLE),
        };
        same.then_some(()).ok_or(LocateError::Disagreement)
    }

    pub(super) fn text(self) -> Result<Cow<'a, str>, LocateError> {
        match self.id {
            Id::Encoded(value) => text(value).ok_or(LocateError::Encoding("client_id")),
            Id::Decoded(id) => Ok(Cow::Owned(id)),
            Id::Unreadable(_) => Err(UNREADABLE),
        }
    }
}

const UNREADABLE: LocateError = LocateError::Encoding("authorization");
