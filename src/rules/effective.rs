//! What a document comes to at this server, member by member, and why.

use serde::Serialize;

use crate::rules::client::Client;
use crate::rules::json::{Object, Value};

/// One member of a document, as this server goes by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Effective {
    /// The member's name.
    pub member: &'static str,
    /// What this server goes by, a stranger's words among it: escape where it is shown. `None`
    /// where there is no value.
    pub value: Option<String>,
    /// Why, in our own words.
    pub because: &'static str,
}

/// What `client` comes to, in a fixed order.
///
/// For people who read: nothing decides by it.
pub fn effective(client: &Client) -> Vec<Effective> {
    // A client has a document that could be read, so there is nothing to fall back to.
    let published = Object::read(client.raw(), usize::MAX);
    let published = published.ok();
    let has = |member: &str| {
        published
            .as_ref()
            .and_then(|object| present(object, member))
    };
    let reader = Reader { client };
    vec![
        reader.name(has("client_name").is_some()),
        reader.redirect_uris(),
        reader.method(&has),
        reader.grant_types(has("grant_types")),
        reader.response_types(has("response_types")),
        reader.scope(),
        reader.keys(),
        reader.logo(has("logo_uri").is_some()),
    ]
}

struct Reader<'a> {
    client: &'a Client,
}

impl Reader<'_> {
    fn name(&self, published: bool) -> Effective {
        let because = match (self.client.client_name(), published) {
            (Some(_), _) => "as published: what the client calls itself, verified by nobody",
            (None, true) => "published in languages only",
            (None, false) => "not published: show the host of the client_id",
        };
        entry("client_name", self.client.client_name(), because)
    }

    fn redirect_uris(&self) -> Effective {
        let uris: Vec<_> = self
            .client
            .redirect_uris()
            .iter()
            .map(|uri| uri.as_str())
            .collect();
        let because = match (uris.is_empty(), self.client.is_loopback_only()) {
            (true, _) => "none, for a client that never uses the authorization endpoint",
            (false, true) => {
                "as published; http on loopback, so any port, and any program on the device may be behind it"
            }
            (false, false) => {
                "as published; compared byte for byte, but for the port of http on loopback"
            }
        };
        list("redirect_uris", &uris, because)
    }

    fn method<'v>(&self, has: &impl Fn(&str) -> Option<&'v Value<'v>>) -> Effective {
        let method = self.client.token_endpoint_auth_method();
        let (one, many) = (
            has("token_endpoint_auth_method"),
            has("token_endpoint_auth_methods_supported"),
        );
        let said = matches!(one, Some(Value::String(name)) if *name == method.as_str());
        let because = match (said, one.is_some(), many.is_some()) {
            (true, ..) => "as published",
            (false, false, false) => "published nowhere, which means none",
            (false, true, true) => {
                "from token_endpoint_auth_methods_supported: the one that is named is not one that this server offers"
            }
            (false, _, true) => {
                "from token_endpoint_auth_methods_supported, what this server offers of it"
            }
            (false, true, false) => "the published one",
        };
        entry("token_endpoint_auth_method", Some(method.as_str()), because)
    }

    fn grant_types(&self, published: Option<&Value<'_>>) -> Effective {
        let grants: Vec<_> = self
            .client
            .grant_types()
            .iter()
            .map(String::as_str)
            .collect();
        list("grant_types", &grants, mutual(published, grants.len()))
    }

    fn response_types(&self, published: Option<&Value<'_>>) -> Effective {
        let types: Vec<_> = self
            .client
            .response_types()
            .iter()
            .map(String::as_str)
            .collect();
        let because = match types.is_empty() {
            true => "none, for a client that never uses the authorization endpoint",
            false => mutual(published, types.len()),
        };
        list("response_types", &types, because)
    }

    fn scope(&self) -> Effective {
        let because = match self.client.scope() {
            Some(_) => "as published: a bound for what the client may ask for",
            None => "not published: the document sets no bound",
        };
        entry("scope", self.client.scope(), because)
    }

    fn keys(&self) -> Effective {
        match (self.client.jwks(), self.client.jwks_uri()) {
            (Some(keys), _) => entry(
                "jwks",
                Some(&format!("{} keys", keys.keys().len())),
                "in the document",
            ),
            (None, Some(uri)) => entry("jwks_uri", Some(uri), "fetched when they are needed"),
            (None, None) => entry(
                "jwks",
                None,
                "not published: the client authenticates with no key",
            ),
        }
    }

    fn logo(&self, published: bool) -> Effective {
        let because = match (self.client.logo_uri(), published) {
            (Some(_), _) => "as published; shown only where this server trusts it",
            (None, true) => "left out: it is not an https URL on a public host",
            (None, false) => "not published",
        };
        entry("logo_uri", self.client.logo_uri(), because)
    }
}

/// A `null` is no value.
fn present<'o, 'a>(object: &'o Object<'a>, member: &str) -> Option<&'o Value<'a>> {
    object.get(member).filter(|value| **value != Value::Null)
}

fn mutual(published: Option<&Value<'_>>, usable: usize) -> &'static str {
    match published {
        None => "the default, because nothing is published",
        Some(Value::Array(all)) if all.len() > usable => {
            "what this server supports of those that are published; the others are left out"
        }
        Some(_) => "as published",
    }
}

fn list(member: &'static str, values: &[&str], because: &'static str) -> Effective {
    let joined = values.join(" ");
    entry(
        member,
        Some(joined.as_str()).filter(|text| !text.is_empty()),
        because,
    )
}

fn entry(member: &'static str, value: Option<&str>, because: &'static str) -> Effective {
    Effective {
        member,
        value: value.map(str::to_owned),
        because,
    }
}
