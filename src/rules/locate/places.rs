//! The places that a leg uses.

use http::HeaderMap;
use http::header::AUTHORIZATION;

use crate::rules::assertion::claimed_ids;
use crate::rules::basic::Basic;
use crate::rules::basic::BasicError;
use crate::rules::leg::Leg;
use crate::rules::locate::candidate::Candidate;
use crate::rules::locate::presented::Credential;
use crate::rules::locate::presented::Place;
use crate::rules::locate::presented::Reading;
use crate::rules::parameters::Decoded;
use crate::rules::parameters::Listing;
use crate::rules::parameters::named;

/// The places of one request in which a client_id may stand. What is absent is empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places<'a> {
    pub(super) query: &'a [u8],
    pub(super) form: &'a [u8],
    /// Header fields and form, where the leg authenticates clients.
    pub(super) authentication: Option<&'a HeaderMap>,
}

impl<'a> Places<'a> {
    /// An authorization request is a query or a form (RFC 6749 §3.1), and the credentials that a
    /// browser sends with it are its user's. Elsewhere "parameters MUST NOT be included in the
    /// request URI" (RFC 6749 §2.3.1), so that a query means nothing.
    pub(super) fn of(leg: Leg, reading: &Reading<'a>) -> Self {
        let everywhere = Places::all(reading);
        match leg {
            Leg::Authorization => Places {
                authentication: None,
                ..everywhere
            },
            Leg::PushedAuthorization
            | Leg::DeviceAuthorization
            | Leg::Token
            | Leg::Revocation
            | Leg::Introspection => Places {
                query: b"",
                ..everywhere
            },
        }
    }

    pub(super) fn all(reading: &Reading<'a>) -> Self {
        Places {
            query: reading.query.unwrap_or_default().as_bytes(),
            form: reading.form.unwrap_or_default(),
            authentication: Some(reading.headers),
        }
    }

    /// Every client_id that is present, the one of Basic first.
    pub(super) fn candidates(self) -> impl Iterator<Item = Candidate<'a>> {
        self.candidates_of(self.query, self.form)
    }

    /// The same without the `client_id` of this place.
    pub(super) fn candidates_but(self, place: Place) -> impl Iterator<Item = Candidate<'a>> {
        match place {
            Place::Query => self.candidates_of(b"", self.form),
            Place::Form => self.candidates_of(self.query, b""),
            Place::Basic | Place::Assertion => self.candidates_of(self.query, self.form),
        }
    }

    fn candidates_of(self, query: &'a [u8], form: &'a [u8]) -> impl Iterator<Item = Candidate<'a>> {
        self.basic()
            .map(Candidate::basic)
            .chain(client_ids(Place::Query, query))
            .chain(client_ids(Place::Form, form))
            .chain(self.asserted())
            .filter(Candidate::is_present)
    }

    pub(super) fn basic(self) -> impl Iterator<Item = Result<Basic, BasicError>> + 'a {
        self.authorization().filter_map(Basic::read)
    }

    /// The values of the `Authorization` fields.
    pub(super) fn authorization(self) -> impl Iterator<Item = &'a [u8]> {
        self.authentication
            .into_iter()
            .flat_map(|headers| headers.get_all(AUTHORIZATION))
            .map(|value| value.as_bytes())
    }

    /// The client assertions, still encoded.
    pub(super) fn assertions(self) -> impl Iterator<Item = &'a [u8]> {
        let form = self.authentication.map_or(&b""[..], |_| self.form);
        values(form, "client_assertion")
    }

    /// Who is asserted to send this. An assertion that is no readable JWT asserts nobody; it may be
    /// a registered client's SAML one. Octets that are not UTF-8 are read as most decoders do, so
    /// that a URL beside them is found and the request refused, not passed on (T4).
    fn asserted(self) -> impl Iterator<Item = Candidate<'a>> {
        self.assertions()
            .map(|assertion| Decoded::new(assertion).collect::<Vec<_>>())
            .filter_map(|assertion| claimed_ids(&String::from_utf8_lossy(&assertion)).ok())
            .flatten()
            .map(Candidate::asserted)
    }

    /// The client assertion, still encoded; empty where there is none.
    pub(super) fn assertion(self, form: &Listing<'a>) -> &'a [u8] {
        match self.authentication {
            Some(_) => form.value("client_assertion"),
            None => b"",
        }
    }

    pub(super) fn credential(self, form: &Listing<'a>) -> Credential {
        if self.authentication.is_none() {
            return Credential::Nothing;
        }
        let basic = self.basic().flatten().any(|basic| basic.has_secret());
        let secret = !form.value("client_secret").is_empty();
        let assertion = !self.assertion(form).is_empty();
        match (basic, secret, assertion) {
            (false, false, false) => Credential::Nothing,
            (true, false, false) => Credential::BasicSecret,
            (false, true, false) => Credential::FormSecret,
            (false, false, true) => Credential::Assertion,
            _ => Credential::Several,
        }
    }
}

fn client_ids(place: Place, encoded: &[u8]) -> impl Iterator<Item = Candidate<'_>> {
    values(encoded, "client_id").map(move |value| Candidate::encoded(place, value))
}

/// The values of a parameter that are not empty, still encoded.
fn values<'a>(encoded: &'a [u8], name: &'static str) -> impl Iterator<Item = &'a [u8]> {
    let values = named(encoded, name).map(|pair| pair.value);
    values.filter(|value| !value.is_empty())
}
