//! The client_id of Basic credentials, and whether a secret came along.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::rules::basic::error::BasicError;
use crate::rules::parameters::is_url_form;
use crate::rules::parameters::is_well_escaped;
use crate::rules::parameters::text;

/// HTTP Basic client credentials: who the client says it is, and whether it sent a secret.
///
/// The secret itself is not kept.
///
/// ```
/// use tower_cimd::rules::basic::Basic;
///
/// // "https%3A%2F%2Fclient.example.com%2Fc.json:", as the Go SDK sends it.
/// let header = b"Basic aHR0cHMlM0ElMkYlMkZjbGllbnQuZXhhbXBsZS5jb20lMkZjLmpzb246";
/// let credentials = Basic::read(header).expect("the scheme is Basic")?;
/// assert_eq!(credentials.client_id(), "https://client.example.com/c.json");
/// assert!(!credentials.has_secret());
/// # Ok::<(), tower_cimd::rules::basic::BasicError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basic {
    client_id: String,
    has_secret: bool,
}

impl Basic {
    /// Reads the value of an `Authorization` field; `None` where its scheme is not `Basic`, in any
    /// case.
    ///
    /// # Errors
    ///
    /// [`BasicError`], where no client_id can be told without guessing.
    pub fn read(authorization: &[u8]) -> Option<Result<Basic, BasicError>> {
        let mut words = authorization.splitn(2, |&octet| octet == b' ');
        let is_basic = words.next()?.eq_ignore_ascii_case(b"Basic");
        is_basic.then(|| Basic::decode(words.next().unwrap_or_default().trim_ascii()))
    }

    /// The client_id, decoded once.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Whether the secret is anything but empty.
    pub fn has_secret(&self) -> bool {
        self.has_secret
    }

    fn decode(token: &[u8]) -> Result<Basic, BasicError> {
        let credentials = STANDARD.decode(token).map_err(|_| BasicError::Base64)?;
        match is_raw_url(&credentials) {
            true => raw(&credentials),
            false => encoded(&credentials),
        }
    }
}

/// Splits at the first colon (RFC 7617 §2) and decodes the client_id (RFC 6749 §2.3.1).
fn encoded(credentials: &[u8]) -> Result<Basic, BasicError> {
    let (user, secret) = split(credentials).ok_or(BasicError::Separator)?;
    match text(user) {
        Some(client_id) if is_well_escaped(user) => Ok(Basic {
            client_id: client_id.into_owned(),
            has_secret: !secret.is_empty(),
        }),
        _ if is_url_form(user) => Err(BasicError::Url),
        _ => Err(BasicError::Encoding),
    }
}

/// Splits at the last colon behind which a URL can end, and decodes nothing: what looks like an
/// escape is the URL's own.
fn raw(credentials: &[u8]) -> Result<Basic, BasicError> {
    let unreadable = match is_url_form(credentials) {
        true => BasicError::Url,
        false => BasicError::Separator,
    };
    // A secret may hold colons too, but a URL holds neither blanks nor control characters.
    let foreign = |octet: &u8| !octet.is_ascii_graphic();
    let graphic = credentials.split(foreign).next().unwrap_or_default();
    let separator = graphic.iter().rposition(|&octet| octet == b':');
    let url = separator.and_then(|separator| graphic.get(..separator));
    let url = url.and_then(|url| std::str::from_utf8(url).ok());
    match url {
        Some(url) if has_path(url) => Ok(Basic {
            client_id: url.to_owned(),
            has_secret: credentials.len() > url.len() + 1,
        }),
        _ => Err(unreadable),
    }
}

fn is_raw_url(credentials: &[u8]) -> bool {
    split(credentials).is_some_and(|(scheme, rest)| {
        let scheme = [&b"http"[..], b"https"].map(|url| scheme.eq_ignore_ascii_case(url));
        scheme.contains(&true) && rest.starts_with(b"//")
    })
}

/// Without one, the last colon is that of a port or of the scheme.
fn has_path(url: &str) -> bool {
    url.split_once("//")
        .is_some_and(|(_, authority)| authority.contains(['/', '?']))
}

fn split(credentials: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut parts = credentials.splitn(2, |&octet| octet == b':');
    Some((parts.next()?, parts.next()?))
}
