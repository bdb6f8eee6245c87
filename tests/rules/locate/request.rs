//! A request as the layer reads it, and what is asserted of one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::HeaderValue;
use http::Method;
use http::header::AUTHORIZATION;
use tower_cimd::Leg;
use tower_cimd::rules::locate::Credential;
use tower_cimd::rules::locate::LocateError;
use tower_cimd::rules::locate::Place;
use tower_cimd::rules::locate::Presented;
use tower_cimd::rules::locate::Reading;
use tower_cimd::rules::locate::any_url_form;
use tower_cimd::rules::locate::guess;
use tower_cimd::rules::locate::locate;
use tower_cimd::rules::locate::parameters;
use tower_cimd::rules::parameters::Parameters;

pub(crate) const C: &str = "https://client.example.com/client.json";
/// `C`, form-urlencoded.
pub(crate) const ENCODED: &str = "https%3A%2F%2Fclient.example.com%2Fclient.json";

/// The legs on which a client authenticates.
pub(crate) const BACK_CHANNEL: [Leg; 5] = [
    Leg::PushedAuthorization,
    Leg::DeviceAuthorization,
    Leg::Token,
    Leg::Revocation,
    Leg::Introspection,
];

#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    query: Option<String>,
    form: Option<Vec<u8>>,
    headers: HeaderMap,
}

pub(crate) fn query(query: &str) -> Request {
    Request::default().query(query)
}

pub(crate) fn form(form: impl AsRef<[u8]>) -> Request {
    Request::default().form(form)
}

pub(crate) fn basic(credentials: &str) -> Request {
    Request::default().basic(credentials)
}

/// A `client_assertion` with these claims, as a form has it.
pub(crate) fn assertion(claims: &str) -> String {
    format!(
        "client_assertion=eyJhbGciOiJFUzI1NiJ9.{}.c2ln",
        URL_SAFE_NO_PAD.encode(claims)
    )
}

impl Request {
    pub(crate) fn query(mut self, query: &str) -> Self {
        self.query = Some(query.to_owned());
        self
    }

    pub(crate) fn form(mut self, form: impl AsRef<[u8]>) -> Self {
        self.form = Some(form.as_ref().to_owned());
        self
    }

    pub(crate) fn basic(self, credentials: &str) -> Self {
        self.authorization(&format!("Basic {}", STANDARD.encode(credentials)))
    }

    pub(crate) fn authorization(mut self, value: &str) -> Self {
        let value = HeaderValue::from_str(value).unwrap();
        self.headers.append(AUTHORIZATION, value);
        self
    }

    pub(crate) fn reading(&self) -> Reading<'_> {
        Reading {
            query: self.query.as_deref(),
            form: self.form.as_deref(),
            headers: &self.headers,
        }
    }

    pub(crate) fn on(&self, leg: Leg) -> Result<Presented<'_>, LocateError> {
        locate(leg, &self.reading())
    }

    pub(crate) fn parameters(&self, leg: Leg) -> Parameters {
        parameters(leg, &self.reading())
    }

    #[track_caller]
    pub(crate) fn finds(&self, leg: Leg, client_id: &str, place: Place) {
        self.finds_with(leg, client_id, place, Credential::Nothing);
    }

    #[track_caller]
    pub(crate) fn finds_with(
        &self,
        leg: Leg,
        client_id: &str,
        place: Place,
        credential: Credential,
    ) {
        let Ok(Presented::Url(located)) = self.on(leg) else {
            panic!("{leg:?} {self:?}: {:?}", self.on(leg));
        };
        assert_eq!(located.client_id, client_id, "{leg:?} {self:?}");
        assert_eq!(
            (located.place, located.credential),
            (place, credential),
            "{leg:?} {self:?}"
        );
        assert!(any_url_form(&self.reading()), "{self:?}");
    }

    #[track_caller]
    pub(crate) fn passes_opaque(&self, leg: Leg) {
        assert_eq!(self.on(leg), Ok(Presented::Opaque), "{leg:?} {self:?}");
    }

    #[track_caller]
    pub(crate) fn presents_nothing(&self, leg: Leg) {
        assert_eq!(self.on(leg), Ok(Presented::Nothing), "{leg:?} {self:?}");
    }

    #[track_caller]
    pub(crate) fn is_refused(&self, leg: Leg, why: LocateError) {
        assert_eq!(self.on(leg), Err(why), "{leg:?} {self:?}");
        assert!(any_url_form(&self.reading()), "{self:?}");
    }

    #[track_caller]
    pub(crate) fn is_guessed(&self, method: Method, leg: Option<Leg>) {
        assert_eq!(guess(&method, &self.reading()), leg, "{method} {self:?}");
    }
}
