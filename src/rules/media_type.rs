//! Media types, as `Content-Type` carries them (RFC 9110 §8.3.1).

/// A media type without its parameters, and whether one of them names a foreign charset.
///
/// Every other parameter is ignored: none of them changes how JSON (RFC 8259 §8.1) or a form is
/// read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaType {
    essence: Box<str>,
    foreign_charset: bool,
}

impl MediaType {
    /// Parses the value of a `Content-Type` field; `None` for what is no single media type.
    pub fn parse(value: &[u8]) -> Option<Self> {
        let (essence, parameters) = split(value)?;
        let essence = std::str::from_utf8(essence).ok()?;
        Some(MediaType {
            essence: essence.to_ascii_lowercase().into(),
            foreign_charset: Parameters(parameters).any(is_foreign_charset),
        })
    }

    /// Whether a `Content-Type` value is that of a form, whatever its parameters.
    ///
    /// The same as parsing and asking [`is_form`](MediaType::is_form), without an allocation.
    pub fn is_form_value(value: &[u8]) -> bool {
        split(value).is_some_and(|(essence, _)| essence.eq_ignore_ascii_case(FORM.as_bytes()))
    }

    /// Type and subtype in lower case, such as `application/json`.
    pub fn essence(&self) -> &str {
        &self.essence
    }

    /// Whether a `charset` parameter names another charset than UTF-8.
    pub fn has_foreign_charset(&self) -> bool {
        self.foreign_charset
    }

    /// Whether it is `application/json`, or `application/` with a name and the suffix `+json`
    /// (RFC 6839 §3.1): what the draft lets a client metadata document be (§4).
    pub fn is_json(&self) -> bool {
        self.essence
            .strip_prefix("application/")
            .is_some_and(|subtype| match subtype.strip_suffix("+json") {
                Some(name) => !name.is_empty(),
                None => subtype == "json",
            })
    }

    /// Whether it is exactly `application/x-www-form-urlencoded`.
    pub fn is_form(&self) -> bool {
        *self.essence == *FORM
    }
}

/// Type and subtype, and what follows them.
fn split(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = value.iter().position(|byte| *byte == b';');
    let (essence, parameters) = value.split_at(end.unwrap_or(value.len()));
    let essence = essence.trim_ascii();
    let slash = essence.iter().position(|byte| *byte == b'/')?;
    let (kind, subtype) = essence.split_at(slash);
    let is_media_type = is_token(kind) && is_token(subtype.strip_prefix(b"/")?);
    is_media_type.then_some((essence, parameters))
}

/// The parameters of a media type, each with its name and its value, still quoted.
///
/// What is malformed is passed over: a parameter that nobody understands is ignored.
struct Parameters<'a>(&'a [u8]);

impl<'a> Iterator for Parameters<'a> {
    type Item = (&'a [u8], &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let rest = self.0.strip_prefix(b";")?;
            let (parameter, rest) = rest.split_at(end_of_parameter(rest));
            self.0 = rest;
            if let Some(equals) = parameter.iter().position(|byte| *byte == b'=') {
                let (name, value) = parameter.split_at(equals);
                return Some((name.trim_ascii(), value.strip_prefix(b"=")?.trim_ascii()));
            }
        }
    }
}

/// The next `;` that does not stand in a quoted string, or the end.
fn end_of_parameter(text: &[u8]) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let end = text.iter().position(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b';' => return !quoted,
            _ => {}
        }
        false
    });
    end.unwrap_or(text.len())
}

fn is_foreign_charset((name, value): (&[u8], &[u8])) -> bool {
    name.eq_ignore_ascii_case(b"charset") && !is_utf8(value)
}

/// `utf8` is no registered name, yet what some servers send, and nothing else is meant by it.
fn is_utf8(value: &[u8]) -> bool {
    let is = |name: &[u8]| unquoted(value).eq(name.iter().copied());
    is(b"utf-8") || is(b"utf8")
}

/// The bytes of a token or of a quoted string (RFC 9110 §5.6.4), in lower case.
fn unquoted(value: &[u8]) -> impl Iterator<Item = u8> {
    let inner = value
        .strip_prefix(b"\"")
        .and_then(|value| value.strip_suffix(b"\""));
    let mut escaped = false;
    let kept = inner.unwrap_or(value).iter().filter(move |byte| {
        escaped = inner.is_some() && **byte == b'\\' && !escaped;
        !escaped
    });
    kept.map(u8::to_ascii_lowercase)
}

/// RFC 9110 §5.6.2.
fn is_token(text: &[u8]) -> bool {
    let in_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    !text.is_empty() && text.iter().all(in_token)
}

const FORM: &str = "application/x-www-form-urlencoded";
