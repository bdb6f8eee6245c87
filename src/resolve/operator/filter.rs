//! What is to be listed.

use serde::Deserialize;

use crate::resolve::operator::client::ClientState;
use crate::resolve::records::RefusalRecord;
use crate::rules::client::Client;

/// Which clients [`Operator::clients`](crate::resolve::Operator::clients) lists. The default lists the first
/// 100 of all.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct ClientFilter {
    /// Those whose client_id, host or name contains this text, whatever the case of its ASCII letters.
    /// Default: all.
    pub text: Option<String>,
    /// Those in this state. Default: in any.
    pub state: Option<ClientState>,
    /// Those that stand after this client_id, by which they are sorted: the last one of the page before.
    /// Default: from the beginning.
    pub after: Option<String>,
    /// At most so many, 500 at most. Default: 100.
    pub limit: usize,
}

/// Which refusals [`Operator::refusals`](crate::resolve::Operator::refusals) lists. The default lists all,
/// 512 at most.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
#[non_exhaustive]
pub struct RefusalFilter {
    /// Those whose client_id contains this text, whatever the case of its ASCII letters.
    /// Default: all.
    pub text: Option<String>,
    /// Those by this rule, or by one that begins with it and a dot. Default: by any.
    pub rule: Option<String>,
    /// Those that are the fault of this: `request`, `document`, `policy`, `weather`, `ourselves`. Default: of any.
    pub blame: Option<String>,
}

impl Default for ClientFilter {
    fn default() -> Self {
        ClientFilter {
            text: None,
            state: None,
            after: None,
            limit: LIMIT,
        }
    }
}

impl ClientFilter {
    /// So many rows at most.
    pub(super) fn most(&self) -> usize {
        self.limit.clamp(1, MOST)
    }

    pub(super) fn is_after(&self, client_id: &str) -> bool {
        self.after.as_deref().is_none_or(|after| client_id > after)
    }

    /// Whether the text stands in what the client is called. Its host is a part of its client_id.
    pub(super) fn finds(&self, client: &Client) -> bool {
        let texts = [Some(client.client_id().as_str()), client.client_name()];
        let mut texts = texts.into_iter().flatten();
        texts.any(|text| contains(text, self.text.as_deref()))
    }
}

impl RefusalFilter {
    pub(super) fn accepts(&self, record: &RefusalRecord) -> bool {
        let by = |rule: &String| {
            let rest = record.rule.strip_prefix(rule.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        contains(&record.client_id, self.text.as_deref())
            && self.rule.as_ref().is_none_or(by)
            && self
                .blame
                .as_ref()
                .is_none_or(|blame| blame == record.blame)
    }
}

fn contains(text: &str, part: Option<&str>) -> bool {
    part.is_none_or(|part| {
        text.to_ascii_lowercase()
            .contains(&part.to_ascii_lowercase())
    })
}

const LIMIT: usize = 100;
const MOST: usize = 500;
