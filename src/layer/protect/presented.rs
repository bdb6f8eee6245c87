//! The token that a request presents.

use std::fmt::{self, Debug};

use http::header::{AUTHORIZATION, Entry};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};

use crate::layer::protect::kind::DenialKind;

/// A token as a request presents it: a stranger's text, of which nothing is known.
#[derive(Clone)]
pub struct PresentedToken {
    scheme: Scheme,
    text: Box<str>,
}

/// How a token is presented.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scheme {
    /// `Authorization: Bearer …` (RFC 6750 §2.1).
    Bearer,
    /// `Authorization: DPoP …` (RFC 9449 §7.1). Only where the verifier
    /// [takes it](crate::TokenVerifier::dpop_algorithms).
    Dpop,
}

impl PresentedToken {
    /// How it is presented.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The token: letters, digits and `-._~+/`, with `=` at the end (RFC 6750 §2.1), at most 16 KiB.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The one token of a request.
    pub(crate) fn of(parts: &Parts, dpop: bool) -> Result<Self, DenialKind> {
        let in_query = has_query_token(parts);
        let mut fields = parts.headers.get_all(AUTHORIZATION).iter();
        match (fields.next(), fields.next(), in_query) {
            (_, Some(_), _) => Err(DenialKind::Several),
            // RFC 6750 §2: not more than one method; and §5.3: not in a URL, which is logged.
            (_, None, true) => Err(DenialKind::InQuery),
            (None, None, false) => Err(DenialKind::Missing),
            (Some(field), None, false) => Self::read(field, dpop),
        }
    }

    fn read(field: &HeaderValue, dpop: bool) -> Result<Self, DenialKind> {
        let field = field.as_bytes();
        let end = field.iter().position(|byte| *byte == b' ');
        let (scheme, rest) = field.split_at(end.unwrap_or(field.len()));
        let scheme = match scheme {
            scheme if scheme.eq_ignore_ascii_case(b"bearer") => Scheme::Bearer,
            scheme if dpop && scheme.eq_ignore_ascii_case(b"dpop") => Scheme::Dpop,
            // RFC 6750 §3.1: an unsupported method is as good as none.
            _ => return Err(DenialKind::Missing),
        };
        let text = rest.trim_ascii_start();
        match std::str::from_utf8(text) {
            Ok(text) if is_b64token(text) && text.len() <= MAX_BYTES => Ok(PresentedToken {
                scheme,
                text: text.into(),
            }),
            _ => Err(DenialKind::Malformed),
        }
    }
}

impl Debug for PresentedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresentedToken")
            .field("scheme", &self.scheme)
            .finish_non_exhaustive()
    }
}

/// Has the token left out wherever the headers are printed.
pub(crate) fn hush(headers: &mut HeaderMap) {
    if let Entry::Occupied(mut fields) = headers.entry(AUTHORIZATION) {
        fields
            .iter_mut()
            .for_each(|field| field.set_sensitive(true));
    }
}

fn has_query_token(parts: &Parts) -> bool {
    let query = parts.uri.query().unwrap_or_default();
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.any(|(name, _)| name == "access_token")
}

/// RFC 6750 §2.1.
fn is_b64token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(legal)
}

/// As with client assertions. Real ones are under two kilobytes.
const MAX_BYTES: usize = 16 * 1024;
