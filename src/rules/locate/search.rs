//! The search for the one client_id.

use crate::rules::assertion::MAX_BYTES;
use crate::rules::leg::Leg;
use crate::rules::locate::candidate::Candidate;
use crate::rules::locate::error::LocateError;
use crate::rules::locate::places::Places;
use crate::rules::locate::presented::Located;
use crate::rules::locate::presented::Presented;
use crate::rules::locate::presented::Reading;
use crate::rules::parameters::Glance;
use crate::rules::parameters::Listing;
use crate::rules::parameters::Parameters;
use crate::rules::parameters::Survey;
use crate::rules::parameters::pairs;

/// Finds the client_id that a request on this leg presents.
///
/// An authorization request carries it in its query, its form, or both; any other one in its form,
/// in `Authorization: Basic`, or in a `client_assertion`. An equal client_id in several places is one
/// client_id.
///
/// A query without a Client Identifier URL costs a scan and no allocation.
///
/// # Errors
///
/// [`LocateError`], only where a Client Identifier URL is among those presented: it is repeated, or
/// another place names another client; a parameter that may appear once is repeated, differs between
/// query and form, or cannot be decoded in one way only.
pub fn locate<'a>(leg: Leg, reading: &Reading<'a>) -> Result<Presented<'a>, LocateError> {
    match search(leg, reading) {
        Ok(found) => found.judge(&found.given()).map(Presented::Url),
        Err(presented) => Ok(presented),
    }
}

/// The first Client Identifier URL that a request on this leg presents, not yet held against
/// whatever else it presents; else what that is.
pub(crate) fn search<'a>(leg: Leg, reading: &Reading<'a>) -> Result<Found<'a>, Presented<'a>> {
    let places = Places::of(leg, reading);
    let mut presented = Presented::Nothing;
    for candidate in places.candidates() {
        if candidate.is_url_form() {
            return Ok(Found { places, candidate });
        }
        presented = Presented::Opaque;
    }
    Err(presented)
}

/// Whether a Client Identifier URL stands anywhere in a request, in a place that its leg would use
/// or not. For requests of which the leg is not known.
pub fn any_url_form(reading: &Reading<'_>) -> bool {
    let mut candidates = Places::all(reading).candidates();
    candidates.any(|candidate| candidate.is_url_form())
}

/// The parameters of a request on this leg, from the places that the leg uses. Where an
/// authorization request has both, its form goes before its query, parameter by parameter.
pub fn parameters(leg: Leg, reading: &Reading<'_>) -> Parameters {
    let places = Places::of(leg, reading);
    Parameters::parse(places.form).or(Parameters::parse(places.query))
}

/// Whether nothing stands in a request on this leg but `client_id` and the parameter of this name,
/// and what a client authenticates with, where it does (RFC 9126 §3).
pub(crate) fn is_alone(leg: Leg, reading: &Reading<'_>, name: &str) -> bool {
    let places = Places::of(leg, reading);
    let mut given = pairs(places.form).chain(pairs(places.query));
    let own = [name, "client_id"];
    let credentials: &[&str] = match leg.is_front_channel() {
        true => &[],
        false => &["client_assertion", "client_assertion_type", "client_secret"],
    };
    given.all(|pair| {
        own.iter()
            .chain(credentials)
            .any(|name| pair.is_named(name))
    })
}

/// A Client Identifier URL in a request, the first of them.
pub(crate) struct Found<'a> {
    places: Places<'a>,
    candidate: Candidate<'a>,
}

/// What stands in the places that hold parameters.
struct Given<'a> {
    form: Listing<'a>,
    query: Listing<'a>,
}

impl<'a> Found<'a> {
    /// Judges the request, and reads the parameters that decide a check.
    ///
    /// # Errors
    ///
    /// As of [`locate`].
    pub(crate) fn read(&self) -> Result<(Located<'a>, Glance), LocateError> {
        let given = self.given();
        let located = self.judge(&given)?;
        Ok((located, Glance::of(&given.form, &given.query)))
    }

    fn given(&self) -> Given<'a> {
        Given {
            form: Listing::of(self.places.form),
            query: Listing::of(self.places.query),
        }
    }

    fn judge(&self, given: &Given<'a>) -> Result<Located<'a>, LocateError> {
        let places = self.places;
        if places.authorization().nth(1).is_some() {
            return Err(LocateError::Repeated("authorization"));
        }
        check(given.query.survey)?;
        check(given.form.survey)?;
        let place = self.candidate.place;
        let client_id = self.candidate.clone().text()?;
        // No place has two by now, so that the one in which it was found need not be read again.
        for candidate in places.candidates_but(place) {
            candidate.must_be(&client_id)?;
        }
        if let Some(name) = given.query.conflict(&given.form) {
            return Err(LocateError::Conflict(name));
        }
        if places.assertion(&given.form).len() > MAX_BYTES {
            return Err(LocateError::AssertionSize);
        }
        Ok(Located {
            client_id,
            place,
            credential: places.credential(&given.form),
        })
    }
}

fn check(survey: Survey) -> Result<(), LocateError> {
    match (survey.repeated, survey.malformed) {
        (Some(name), _) => Err(LocateError::Repeated(name)),
        (None, Some(malformed)) => Err(malformed.into()),
        (None, None) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;

    fn stands_alone(leg: Leg, query: &str, form: &str) -> bool {
        let reading = Reading {
            query: Some(query),
            form: Some(form.as_bytes()),
            headers: &HeaderMap::new(),
        };
        is_alone(leg, &reading, "request_uri")
    }

    /// T1.
    #[test]
    fn what_stands_beside_a_request_uri_is_seen() {
        let front = |query: &str| stands_alone(Leg::Authorization, query, "");
        assert!(front("client_id=a&request_uri=b"));
        assert!(front("request%5Furi=b&&client_id=a"));
        for beside in ["scope=a", "scope=", "x", "request=a", "client_secret=s"] {
            let query = format!("client_id=a&request_uri=b&{beside}");
            assert!(!front(&query), "{beside}");
            let both = stands_alone(Leg::Authorization, "client_id=a&request_uri=b", beside);
            assert!(!both, "{beside}");
        }
    }

    #[test]
    fn a_client_that_speaks_for_itself_may_authenticate_beside_it() {
        let back = |form: &str| stands_alone(Leg::PushedAuthorization, "", form);
        for credential in ["client_assertion", "client_assertion_type", "client_secret"] {
            assert!(back(&format!("client_id=a&request_uri=b&{credential}=c")));
        }
        assert!(!back("client_id=a&request_uri=b&scope=c"));
    }

    #[test]
    fn a_glance_is_of_the_places_that_the_leg_uses() {
        let reading = Reading {
            query: Some("client_id=https://a.example.com/&scope=q"),
            form: Some(b"client_id=https://a.example.com/&grant_type=f"),
            headers: &HeaderMap::new(),
        };
        let seen = |leg| {
            let (_, glance) = search(leg, &reading).unwrap().read().unwrap();
            [glance.get("scope"), glance.get("grant_type")].map(|it| it.map(str::to_owned))
        };
        assert_eq!(seen(Leg::Token), [None, Some("f".to_owned())]);
        assert_eq!(seen(Leg::Authorization)[0].as_deref(), Some("q"));
    }
}
