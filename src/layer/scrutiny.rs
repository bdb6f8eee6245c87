//! What a layer checks of each request, and what it is told to do about it.

use std::sync::Arc;

use http::header::HeaderName;
use http::request::Parts;

use crate::layer::stored::{PushedRequests, RequestObjects, StoredRequest};
use crate::resolve::present::Present;
use crate::rules::checks::{CheckError, Checks, Circumstances, RequestParameters};
use crate::rules::client::Client;
use crate::rules::leg::Leg;
use crate::rules::locate::{Credential, Reading, is_alone};
use crate::rules::parameters::{Glance, Parameters};

/// What a layer checks of each request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scrutiny {
    pub(crate) checks: Checks,
    /// Errors that may be redirected go to the handler.
    pub(crate) hands_on: bool,
    pub(crate) pushed: Option<Arc<dyn PushedRequests>>,
    pub(crate) objects: Option<Arc<dyn RequestObjects>>,
}

/// What of a request counts once its client is known.
#[derive(Debug)]
pub(crate) struct Bearing {
    pub(crate) leg: Leg,
    pub(crate) credential: Credential,
    /// What it breaks, whoever the client is.
    pub(crate) flaw: Option<CheckError>,
    /// The settings by which it is judged, from beginning to end.
    pub(crate) present: Present,
    glance: Glance,
    origin: Origin,
}

/// Where the parameters of a request stand.
#[derive(Debug)]
enum Origin {
    Request,
    /// Where its `request_uri` leads.
    Pushed,
    /// In its `request`.
    Object,
    Stored(StoredRequest, Circumstances),
}

impl Scrutiny {
    /// What there is to say about a request before its client is known (T11).
    pub(crate) fn look(
        &self,
        (leg, credential): (Leg, Credential),
        glance: Glance,
        reading: &Reading<'_>,
        present: Present,
    ) -> Bearing {
        let server = &present.rules().server;
        let origin = self.origin(leg, reading, &glance);
        let flaw = match origin {
            Err(error) => Some(error),
            Ok(Origin::Request) => self.checks.check_alone(leg, (&glance).into(), server).err(),
            Ok(_) => None,
        };
        Bearing {
            leg,
            credential,
            flaw,
            present,
            glance,
            origin: origin.unwrap_or(Origin::Request),
        }
    }

    /// T1: what stands for all parameters is understood or refused, and stands alone.
    fn origin(
        &self,
        leg: Leg,
        reading: &Reading<'_>,
        glance: &Glance,
    ) -> Result<Origin, CheckError> {
        let request_uri = glance.get("request_uri").is_some();
        let request = glance.get("request").is_some();
        match leg {
            Leg::Authorization if request_uri && self.pushed.is_none() => {
                Err(CheckError::RequestUriUnsupported)
            }
            Leg::Authorization if request_uri => {
                alone(leg, reading, "request_uri").map(|()| Origin::Pushed)
            }
            Leg::PushedAuthorization if request_uri => Err(CheckError::RequestUriPushed),
            Leg::Authorization | Leg::PushedAuthorization if request && self.objects.is_none() => {
                Err(CheckError::RequestUnsupported)
            }
            Leg::Authorization | Leg::PushedAuthorization if request => {
                alone(leg, reading, "request").map(|()| Origin::Object)
            }
            Leg::Authorization
            | Leg::PushedAuthorization
            | Leg::DeviceAuthorization
            | Leg::Token
            | Leg::Revocation
            | Leg::Introspection => Ok(Origin::Request),
        }
    }

    /// Whether a document is worth fetching: not for a request that is refused with any (T11).
    pub(crate) fn is_worth_a_fetch(&self, bearing: &Bearing) -> bool {
        let handed_on = self.hands_on && bearing.leg.is_front_channel();
        bearing
            .flaw
            .is_none_or(|flaw| handed_on && flaw.is_redirectable())
    }

    /// Every check of a request whose client is known.
    pub(crate) fn check(
        &self,
        bearing: &Bearing,
        client: &Client,
        authenticates: bool,
        parts: &Parts,
    ) -> Result<(), CheckError> {
        let request = bearing.request();
        match bearing.flaw {
            Some(flaw) if !flaw.is_redirectable() => Err(flaw),
            flaw => {
                client.check_target(bearing.leg, request, &self.checks)?;
                flaw.map_or(Ok(()), Err)
            }
        }?;
        let circumstances = Circumstances {
            authenticates,
            dpop: parts.headers.contains_key(DPOP),
            ..bearing.circumstances()
        };
        client.check_by_document(bearing.leg, request, circumstances, &self.checks)
    }

    /// Finds the parameters for which a `request_uri` stands.
    ///
    /// # Errors
    ///
    /// Where the host's store did not answer.
    pub(crate) async fn pull(
        &self,
        bearing: &mut Bearing,
        client_id: &str,
        parts: &Parts,
    ) -> Result<(), HookFailed> {
        let (Origin::Pushed, Some(store)) = (&bearing.origin, &self.pushed) else {
            return Ok(());
        };
        let request_uri = bearing.glance.get("request_uri").unwrap_or_default();
        let answer = bearing.present.ask(store.pushed(request_uri, parts)).await;
        let found = answer.and_then(Result::ok).ok_or(HookFailed)?;
        let circumstances = Circumstances {
            pushed: true,
            ..Circumstances::default()
        };
        let missing = CheckError::RequestUriUnknown;
        self.take(bearing, found, client_id, circumstances, missing);
        Ok(())
    }

    /// Finds the parameters that stand in a `request`.
    ///
    /// # Errors
    ///
    /// Where the host's verification did not answer.
    pub(crate) async fn open(
        &self,
        bearing: &mut Bearing,
        client: &Client,
        parts: &Parts,
    ) -> Result<(), HookFailed> {
        let Some(objects) = &self.objects else {
            return Ok(());
        };
        let request = bearing.glance.get("request").unwrap_or_default();
        let answer = bearing
            .present
            .ask(objects.verified(request, client, parts))
            .await;
        let found = answer.and_then(Result::ok).ok_or(HookFailed)?;
        let circumstances = Circumstances {
            signed: true,
            ..Circumstances::default()
        };
        let client_id = client.client_id().as_str();
        let missing = CheckError::RequestInvalid;
        self.take(bearing, found, client_id, circumstances, missing);
        Ok(())
    }

    fn take(
        &self,
        bearing: &mut Bearing,
        found: Option<StoredRequest>,
        client_id: &str,
        circumstances: Circumstances,
        missing: CheckError,
    ) {
        let whole = |found: &StoredRequest| {
            let parameters = &found.parameters;
            let sound = parameters.repeated().is_none() && parameters.malformed().is_none();
            sound && found.client_id == client_id
        };
        let Some(stored) = found.filter(whole) else {
            bearing.origin = Origin::Request;
            bearing.flaw = Some(missing);
            return;
        };
        let circumstances = Circumstances {
            signed: circumstances.signed || stored.signed,
            ..circumstances
        };
        let request = (&stored.parameters).into();
        let server = &bearing.present.rules().server;
        let alone = self.checks.check_alone(bearing.leg, request, server);
        bearing.flaw = alone.err();
        bearing.origin = Origin::Stored(stored, circumstances);
    }
}

impl Bearing {
    /// The same, for a request that has to wait.
    pub(crate) fn lasting(self) -> Self {
        Bearing {
            present: self.present.keep(),
            ..self
        }
    }

    /// The parameters of the request, wherever they stand.
    pub(crate) fn request(&self) -> RequestParameters<'_> {
        match self.stored() {
            Some(parameters) => parameters.into(),
            None => (&self.glance).into(),
        }
    }

    /// The parameters, where they do not stand in the request itself.
    pub(crate) fn stored(&self) -> Option<&Parameters> {
        match &self.origin {
            Origin::Stored(stored, _) => Some(&stored.parameters),
            Origin::Request | Origin::Pushed | Origin::Object => None,
        }
    }

    /// Whether the host has to be asked for the parameters.
    pub(crate) fn is_elsewhere(&self) -> bool {
        matches!(self.origin, Origin::Pushed | Origin::Object)
    }

    /// Whether the parameters stand in a request object that nobody has opened.
    pub(crate) fn is_sealed(&self) -> bool {
        matches!(self.origin, Origin::Object)
    }

    fn circumstances(&self) -> Circumstances {
        match &self.origin {
            Origin::Stored(_, circumstances) => *circumstances,
            Origin::Request | Origin::Pushed | Origin::Object => Circumstances::default(),
        }
    }
}

/// A hook of the host did not answer.
#[derive(Debug)]
pub(crate) struct HookFailed;

fn alone(leg: Leg, reading: &Reading<'_>, name: &str) -> Result<(), CheckError> {
    match is_alone(leg, reading, name) {
        true => Ok(()),
        false => Err(CheckError::RequestNotAlone),
    }
}

/// RFC 9449 §4.1.
const DPOP: HeaderName = HeaderName::from_static("dpop");
