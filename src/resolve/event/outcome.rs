//! What resolutions come to.

/// What a resolution comes to, where it is not refused.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Client,
    Quarantined,
    Registered,
    Pending,
}

impl Outcome {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Outcome::Client => "client",
            Outcome::Quarantined => "quarantined",
            Outcome::Registered => "registered",
            Outcome::Pending => "pending",
        }
    }
}
