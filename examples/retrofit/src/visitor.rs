//! The other side: a person's browser, and a program.

use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::Serializer;
use reqwest::{Client, RequestBuilder, redirect};
use serde_json::Value;

use retrofit::seed;

use retrofit::store::Failure;

/// Somebody who visits a server: what he sends as a person carries his cookie, what as a program does not.
#[derive(Debug)]
pub(crate) struct Visitor {
    issuer: String,
    http: Client,
    cookie: Option<String>,
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) body: String,
}

pub(crate) type Pairs<'p> = &'p [(&'p str, &'p str)];

impl Visitor {
    pub(crate) fn new(issuer: &str) -> Result<Self, Failure> {
        let http = Client::builder().redirect(redirect::Policy::none());
        Ok(Visitor {
            issuer: issuer.to_owned(),
            http: http.no_proxy().build()?,
            cookie: None,
        })
    }

    /// Opens a page in the browser.
    pub(crate) async fn open(&mut self, path: &str) -> Result<Answer, Failure> {
        let request = self.http.get(format!("{}{path}", self.issuer));
        self.browse(request).await
    }

    /// Sends a form of the page `shown`, with the fields that are hidden in it.
    pub(crate) async fn submit(
        &mut self,
        path: &str,
        shown: &Answer,
        fields: Pairs<'_>,
    ) -> Result<Answer, Failure> {
        let hidden = ["csrf", "request"].map(|name| (name, shown.hidden(name)));
        let hidden = hidden
            .iter()
            .filter_map(|(name, value)| Some((*name, (*value)?)));
        let fields: Vec<_> = hidden.chain(fields.iter().copied()).collect();
        let request = form(self.http.post(format!("{}{path}", self.issuer)), &fields);
        self.browse(request).await
    }

    /// Goes to the authorization endpoint and through the pages, up to the consent page or, where none is
    /// shown, whatever comes in its place.
    pub(crate) async fn authorize(&mut self, request: Pairs<'_>) -> Result<Answer, Failure> {
        let answer = self
            .open(&format!("/authorize?{}", encode(request)))
            .await?;
        let login = answer
            .location
            .as_deref()
            .filter(|to| to.starts_with("/login"));
        let Some(login) = login.map(str::to_owned) else {
            return Ok(answer);
        };
        let page = self.open(&login).await?;
        let return_to = parameter(&login, "return_to").unwrap_or_default();
        let fields = [
            ("name", seed::USER),
            ("password", seed::PASSWORD),
            ("return_to", &return_to),
        ];
        let back = self.submit("/login", &page, &fields).await?;
        self.open(back.location.as_deref().unwrap_or_default())
            .await
    }

    /// Presses a button of the consent page.
    pub(crate) async fn answer(&mut self, page: &Answer, answer: &str) -> Result<Answer, Failure> {
        self.submit("/consent", page, &[("answer", answer)]).await
    }

    /// Calls an endpoint as a program, with its id and secret in the header where they are given.
    pub(crate) async fn call(
        &self,
        path: &str,
        fields: Pairs<'_>,
        basic: Option<(&str, &str)>,
    ) -> Result<Answer, Failure> {
        let request = form(self.http.post(format!("{}{path}", self.issuer)), fields);
        let request = match basic {
            Some((id, secret)) => request.header(AUTHORIZATION, authorization(id, secret)),
            None => request,
        };
        self.send(request).await.map(|(answer, _)| answer)
    }

    async fn browse(&mut self, request: RequestBuilder) -> Result<Answer, Failure> {
        let request = match &self.cookie {
            Some(cookie) => request.header(COOKIE, cookie),
            None => request,
        };
        let (answer, cookie) = self.send(request).await?;
        self.cookie = cookie.or(self.cookie.take());
        Ok(answer)
    }

    async fn send(&self, request: RequestBuilder) -> Result<(Answer, Option<String>), Failure> {
        let response = request.send().await?;
        let field = |name| {
            let value = response.headers().get(name);
            value
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let cookie = field(SET_COOKIE);
        let cookie = cookie.and_then(|cookie| cookie.split(';').next().map(str::to_owned));
        let (status, location) = (response.status().as_u16(), field(LOCATION));
        let body = response.bytes().await?;
        let body = String::from_utf8_lossy(&body).into_owned();
        Ok((
            Answer {
                status,
                location,
                body,
            },
            cookie,
        ))
    }
}

impl Answer {
    /// A parameter of the redirect.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        parameter(self.location.as_deref()?, name)
    }

    /// A member of the JSON object.
    pub(crate) fn member(&self, name: &str) -> Option<String> {
        let object: Value = serde_json::from_str(&self.body).ok()?;
        Some(object.get(name)?.as_str()?.to_owned())
    }

    fn hidden(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("name={name} value=\""))?;
        rest.split('"').next()
    }
}

/// `client_secret_basic`: both parts are form-encoded first (RFC 6749 §2.3.1).
pub(crate) fn authorization(id: &str, secret: &str) -> String {
    let encode = |part: &str| form_urlencoded::byte_serialize(part.as_bytes()).collect::<String>();
    let joined = format!("{}:{}", encode(id), encode(secret));
    format!("Basic {}", STANDARD.encode(joined))
}

pub(crate) fn encode(pairs: Pairs<'_>) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn form(request: RequestBuilder, fields: Pairs<'_>) -> RequestBuilder {
    request
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(encode(fields))
}

fn parameter(url: &str, name: &str) -> Option<String> {
    let query = url.split_once('?')?.1;
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
