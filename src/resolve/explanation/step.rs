//! What one step came to.

use std::error::Error;

use serde::Serialize;

use crate::resolve::error::ResolveError;
use crate::resolve::explanation::stage::Stage;
use crate::resolve::told::Chain;
use crate::rules::reason;

/// What one step of an explanation came to.
///
/// It is for the operator. Serialized, it says no more than may stand in an answer over HTTP (T19);
/// [`detail`](Step::detail) says more, and is left out.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    stage: Stage,
    passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'static str>,
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mend: Option<&'static str>,
    #[serde(skip)]
    detail: Option<String>,
}

impl Step {
    pub(super) fn passed(stage: Stage, words: impl Into<String>) -> Self {
        Step {
            stage,
            passed: true,
            rule: None,
            member: None,
            words: words.into(),
            mend: None,
            detail: None,
        }
    }

    pub(super) fn broken(stage: Stage, rule: &'static str, words: impl Into<String>) -> Self {
        Step {
            passed: false,
            rule: Some(rule),
            mend: reason::mend(rule),
            ..Step::passed(stage, words)
        }
    }

    pub(super) fn failed(stage: Stage, error: &ResolveError) -> Self {
        let member = match error {
            ResolveError::Document(error) => error.member(),
            _ => None,
        };
        let words = match error {
            ResolveError::ClientId(error) => error.to_string(),
            ResolveError::Publication(error) => error.to_string(),
            ResolveError::Document(error) => in_full(error),
            other => other.to_string(),
        };
        Step {
            member,
            detail: detail(error),
            ..Step::broken(stage, error.cause(), words)
        }
    }

    /// Which step it is.
    pub fn stage(&self) -> Stage {
        self.stage
    }

    /// Whether the way goes on from here.
    pub fn is_passed(&self) -> bool {
        self.passed
    }

    /// The stable name of the rule that was broken, in full; see [`reason`](crate::rules::reason).
    pub fn rule(&self) -> Option<&'static str> {
        self.rule
    }

    /// The member of the document that broke it.
    pub fn member(&self) -> Option<&'static str> {
        self.member
    }

    /// What happened, in our own words. They hold no address, and of the document nothing but a
    /// registered redirection URI.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// What to do about it, where something can be done.
    pub fn mend(&self) -> Option<&'static str> {
        self.mend
    }

    /// What it came of, down to the network, where the name of the host and what it resolved to may
    /// be told.
    ///
    /// # Security
    ///
    /// For the operator's own terminal alone: whoever is told it over HTTP has a port scanner (T18,
    /// T19).
    pub fn detail(&self) -> Option<&str> {
        self.detail.as_deref()
    }
}

/// What happened on the network. Elsewhere the words say it all.
fn detail(error: &ResolveError) -> Option<String> {
    match error {
        ResolveError::Weather(source) => Some(Chain(&**source).to_string()),
        _ => None,
    }
}

/// An error with what it came of: what is wrong with a redirection URI.
fn in_full(error: &dyn Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}
