//! A request as text: what a fuzzer mutates, what a seed holds and what a finding shows.
//!
//! ```text
//! token
//! query=of&the=target
//! Bearer a.raw.authorization.field
//! basic the:credentials, not yet base64
//! assertion {"iss": "the claims, not yet a JWT"}
//!
//! the=form
//! ```
//!
//! The first two lines are the leg and the query. Header fields and assertions follow, and the form
//! behind an empty line.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use tower_cimd::Leg;
use tower_cimd::rules::locate::Reading;

/// What the layer would have read of a request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The leg of its route.
    pub leg: Leg,
    /// Raw, without its `?`.
    pub query: String,
    /// Raw.
    pub form: Vec<u8>,
    /// The values of the `Authorization` fields.
    pub authorization: Vec<Vec<u8>>,
}

impl Request {
    /// Reads the text; `None` where a header field could not have arrived.
    pub fn parse(text: &str) -> Option<Self> {
        let (head, form) = text.split_once("\n\n").unwrap_or((text, ""));
        let mut lines = head.split('\n');
        let mut request = Request {
            leg: leg(lines.next()?)?,
            query: lines.next().unwrap_or_default().into(),
            form: form.into(),
            authorization: Vec::new(),
        };
        for line in lines {
            request.add(line);
        }
        let fields = request.authorization.iter();
        let arrives = |field: &Vec<u8>| HeaderValue::from_bytes(field).is_ok();
        fields.into_iter().all(arrives).then_some(request)
    }

    /// The layer's reading of it.
    pub fn reading<'a>(&'a self, headers: &'a HeaderMap) -> Reading<'a> {
        Reading {
            query: Some(&self.query),
            form: Some(&self.form),
            headers,
        }
    }

    /// The header fields.
    pub fn headers(&self) -> HeaderMap {
        let fields = self.authorization.iter();
        let field = |value: &Vec<u8>| (AUTHORIZATION, HeaderValue::from_bytes(value).unwrap());
        fields.map(field).collect()
    }

    /// The query, where the leg reads it.
    pub fn read_query(&self) -> &[u8] {
        match self.leg {
            Leg::Authorization => self.query.as_bytes(),
            _ => b"",
        }
    }

    /// The form, which every leg reads.
    pub fn read_form(&self) -> &[u8] {
        &self.form
    }

    /// The `Authorization` fields, where the leg authenticates clients.
    pub fn read_authentication(&self) -> Option<&[Vec<u8>]> {
        (self.leg != Leg::Authorization).then_some(&self.authorization[..])
    }

    fn add(&mut self, line: &str) {
        match line.split_once(' ') {
            Some(("basic", credentials)) => {
                let token = STANDARD.encode(credentials);
                self.authorization.push(format!("Basic {token}").into());
            }
            Some(("assertion", claims)) => {
                let claims = URL_SAFE_NO_PAD.encode(claims);
                let parameter = format!("&client_assertion=e30.{claims}.c2ln");
                self.form.extend(parameter.as_bytes());
            }
            _ => self.authorization.push(line.into()),
        }
    }
}

fn leg(name: &str) -> Option<Leg> {
    Leg::ALL.into_iter().find(|leg| leg.name() == name)
}
