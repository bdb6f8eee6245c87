//! A person's browser.

use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, redirect};

use crate::Failure;

/// Opens an authorization URL and presses the button. It follows no redirect: where one leads is what the
/// client wants to know.
#[derive(Clone, Debug)]
pub struct Browser {
    http: Client,
}

impl Browser {
    pub fn new() -> Result<Self, Failure> {
        let client = Client::builder().redirect(redirect::Policy::none());
        Ok(Browser {
            http: client.no_proxy().build()?,
        })
    }

    /// Allows what is asked for at `url`, and says where that leads.
    pub async fn allow(&self, url: &str) -> Result<String, Failure> {
        self.answer(url, "allow").await
    }

    /// Denies it.
    pub async fn deny(&self, url: &str) -> Result<String, Failure> {
        self.answer(url, "deny").await
    }

    async fn answer(&self, url: &str, answer: &str) -> Result<String, Failure> {
        let opened = self.http.get(url).send().await?;
        if opened.status().is_redirection() {
            return location(&opened);
        }
        let cookie = cookie(&opened).unwrap_or_default();
        let page = opened.text().await?;
        let transaction = transaction(&page).ok_or_else(|| format!("no consent form: {page}"))?;
        let (origin, _) = url.split_once("/authorize").ok_or("no authorization URL")?;
        let form = self
            .http
            .post(format!("{origin}/consent"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, cookie)
            .body(format!("transaction={transaction}&answer={answer}"));
        location(&form.send().await?)
    }
}

fn location(response: &Response) -> Result<String, Failure> {
    let location = response.headers().get(LOCATION);
    let location = location.ok_or_else(|| format!("no redirect: {}", response.status()))?;
    Ok(location.to_str()?.to_owned())
}

fn cookie(response: &Response) -> Option<String> {
    let set = response.headers().get(SET_COOKIE)?.to_str().ok()?;
    Some(set.split(';').next()?.to_owned())
}

fn transaction(page: &str) -> Option<&str> {
    let (_, rest) = page.split_once("name=transaction value=\"")?;
    rest.split('"').next()
}
