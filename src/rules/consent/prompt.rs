//! Whether to ask.

/// What an authorization endpoint does next, once the user is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsentStep {
    /// Show the consent page.
    Ask,
    /// The consent that is remembered holds.
    Skip,
    /// Refuse, because the client forbade to ask.
    Refuse(PromptError),
}

/// Why a request without interaction is refused.
///
/// It is **shown, not redirected**: with `prompt=none` nobody has seen a page, so that a redirect
/// would send a browser to wherever a stranger's document says (T16, RFC 9700 §4.11.2). A host that
/// trusts this redirection URI may decide otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum PromptError {
    /// No consent is remembered.
    #[error("consent is required, and prompt is none")]
    ConsentRequired,
    /// Where the answer would go, anybody may receive it, so that a person always has to look (T16).
    #[error("this client is never allowed without interaction, and prompt is none")]
    InteractionRequired,
    /// `none` beside another value (OpenID Connect Core 1.0 §3.1.2.1).
    #[error("prompt holds none and another value")]
    Contradiction,
}

impl PromptError {
    /// Every kind.
    pub const ALL: &'static [PromptError] = &[
        PromptError::ConsentRequired,
        PromptError::InteractionRequired,
        PromptError::Contradiction,
    ];

    /// The error code (OpenID Connect Core 1.0 §3.1.2.6, RFC 6749 §4.1.2.1).
    pub const fn error(self) -> &'static str {
        match self {
            PromptError::ConsentRequired => "consent_required",
            PromptError::InteractionRequired => "interaction_required",
            PromptError::Contradiction => "invalid_request",
        }
    }

    /// The broken rule's stable name.
    pub const fn rule(self) -> &'static str {
        match self {
            PromptError::ConsentRequired => "prompt.consent_required",
            PromptError::InteractionRequired => "prompt.interaction_required",
            PromptError::Contradiction => "prompt.contradiction",
        }
    }
}

/// Whether the client forbids to ask.
pub(crate) fn is_silent(prompt: Option<&str>) -> bool {
    prompt
        .unwrap_or_default()
        .split(' ')
        .any(|value| value == "none")
}

pub(super) fn step(prompt: Option<&str>, remembered: bool, may_skip: bool) -> ConsentStep {
    let values = || {
        prompt
            .unwrap_or_default()
            .split(' ')
            .filter(|v| !v.is_empty())
    };
    let silent = values().any(|value| value == "none");
    if silent && values().any(|value| value != "none") {
        return ConsentStep::Refuse(PromptError::Contradiction);
    }
    let skips = remembered && may_skip && !values().any(|value| value == "consent");
    match (skips, silent) {
        (true, _) => ConsentStep::Skip,
        (false, false) => ConsentStep::Ask,
        (false, true) if may_skip => ConsentStep::Refuse(PromptError::ConsentRequired),
        (false, true) => ConsentStep::Refuse(PromptError::InteractionRequired),
    }
}
