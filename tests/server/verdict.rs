//! What a row's sentence says of an answer.

use crate::wire::Answer;

/// Whether `answer` is one of those that `sentence` allows.
///
/// The first clause is the verdict: alternatives of statuses and error codes, or of the pages of the
/// authorization endpoint. An alternative without a status has that of the one before.
pub(crate) fn allows(sentence: &str, answer: &Answer) -> bool {
    let clause = sentence.split([';', ',']).next().unwrap_or_default();
    let mut statuses = "";
    clause.split(" or ").any(|alternative| {
        alternative.split(" / ").any(|alternative| {
            let mut words = alternative.split_whitespace().peekable();
            if let Some(word) = words.next_if(|word| word.starts_with(|c: char| c.is_ascii_digit()))
            {
                statuses = word;
            }
            match words.next() {
                Some("login-or-consent" | "same") => is_consent(answer),
                Some("error-page") => is_error_page(answer),
                Some("redirect") => is_redirect(answer, words.next()),
                Some("no") => true,
                Some(code) if code.contains('_') => {
                    fits(statuses, answer.status) && answer.error().as_deref() == Some(code)
                }
                Some("early" | "at" | "without" | "only") | None => fits(statuses, answer.status),
                Some(word) => panic!("{word}: {sentence}"),
            }
        })
    })
}

fn is_consent(answer: &Answer) -> bool {
    answer.status == 200 && answer.body.starts_with("consent ")
}

fn is_error_page(answer: &Answer) -> bool {
    (400..500).contains(&answer.status) && answer.header("location").is_none()
}

/// To the client, with this `error`.
fn is_redirect(answer: &Answer, error: Option<&str>) -> bool {
    let code = error.and_then(|error| error.strip_prefix("error="));
    let location = answer.header("location").unwrap_or_default();
    answer.status == 303
        && location.starts_with(crate::world::CALLBACK)
        && answer.redirected("error").as_deref() == code
}

/// Whether `statuses` names this one, as in `400/401` and `2xx/405`.
fn fits(statuses: &str, status: u16) -> bool {
    let status = status.to_string();
    statuses
        .split('/')
        .any(|named| match named.strip_suffix("xx") {
            Some(class) => status.starts_with(class),
            None => status == named,
        })
}

/// How a verdict of ours is told where it differs.
pub(crate) fn told(answer: &Answer) -> String {
    match answer.error() {
        Some(error) => format!("{} {error}", answer.status),
        None => answer.status.to_string(),
    }
}
