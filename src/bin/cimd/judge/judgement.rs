//! What a record is answered.

use serde_json::Value;

/// The answer to one record.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// `"accept"`/`"reject"`, `"fetch"`/`"refuse"`, `"valid"`/`"invalid"`, `true`/`false`, or a
    /// lifetime in seconds.
    pub(crate) verdict: Value,
    /// The stable name of the rule that decided against it; empty where none did.
    pub(crate) rule: String,
    /// The rule in words.
    pub(crate) why: String,
}

impl Judgement {
    pub(crate) fn new(verdict: impl Into<Value>) -> Self {
        Judgement {
            verdict: verdict.into(),
            rule: String::new(),
            why: String::new(),
        }
    }

    pub(crate) fn because(mut self, rule: impl Into<String>, why: impl Into<String>) -> Self {
        self.rule = rule.into();
        self.why = why.into();
        self
    }
}
