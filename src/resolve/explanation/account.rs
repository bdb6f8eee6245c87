//! An explanation.

use serde::Serialize;

use crate::resolve::explanation::step::Step;
use crate::rules::blame::Blame;
use crate::rules::client::Client;
use crate::rules::effective::{Effective, effective};

/// What this server would do with a client_id, step by step.
///
/// Serialized as JSON it is what `cimd explain --json` prints.
#[derive(Clone, Debug, Serialize)]
pub struct Explanation {
    client_id: String,
    conclusion: Conclusion,
    steps: Vec<Step>,
    effective: Vec<Effective>,
    #[serde(skip)]
    client: Option<Client>,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Conclusion {
    /// The client may be used.
    Accepted,
    /// The host's own table knows it: this crate has no say.
    Registered,
    /// The client, or what it asks, is refused, until somebody mends something.
    Refused,
    /// It cannot be told at the moment.
    Unavailable,
}

impl Explanation {
    pub(super) fn of(
        client_id: &str,
        conclusion: Conclusion,
        steps: Vec<Step>,
        client: Option<Client>,
    ) -> Self {
        Explanation {
            client_id: client_id.to_owned(),
            conclusion,
            steps,
            effective: client.as_ref().map(effective).unwrap_or_default(),
            client,
        }
    }

    /// The client_id in question: a stranger's text, to be escaped where it is shown.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// What it comes to.
    pub fn conclusion(&self) -> Conclusion {
        self.conclusion
    }

    /// The steps that were made, in order. Where one is not passed it is the last.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// What the document comes to here, where there is a valid one.
    pub fn effective(&self) -> &[Effective] {
        &self.effective
    }

    /// The client, where there is a valid document, be it refused by the policy.
    pub fn client(&self) -> Option<&Client> {
        self.client.as_ref()
    }
}

impl Conclusion {
    /// Of a step that failed, by whose fault that is.
    pub(super) fn by(blame: Blame) -> Self {
        match blame {
            Blame::Request | Blame::Document | Blame::Policy => Conclusion::Refused,
            Blame::Weather | Blame::Ourselves => Conclusion::Unavailable,
        }
    }

    /// The stable name, as it is serialized.
    pub const fn name(self) -> &'static str {
        match self {
            Conclusion::Accepted => "accepted",
            Conclusion::Registered => "registered",
            Conclusion::Refused => "refused",
            Conclusion::Unavailable => "unavailable",
        }
    }
}
