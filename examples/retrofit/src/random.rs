//! Texts that nobody guesses, and how they are kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The system's random numbers, or for tests the same ones every time.
#[derive(Clone, Debug, Default)]
pub enum Random {
    #[default]
    System,
    Repeatable(Arc<AtomicU64>),
}

impl Random {
    /// Numbers that are the same every time: nothing that must hold against anybody.
    pub fn repeatable() -> Self {
        Random::Repeatable(Arc::default())
    }

    /// 256 bits, as text.
    pub(crate) fn text(&self) -> String {
        let mut bytes = [0; 32];
        match self {
            Random::System => getrandom::fill(&mut bytes).expect("the system has random numbers"),
            Random::Repeatable(drawn) => {
                let number = drawn.fetch_add(1, Ordering::Relaxed);
                return hash(&number.to_string());
            }
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }
}

/// How a secret is stored: whoever reads the database can present none. It takes no salt, since what is
/// hashed was drawn here and not chosen by a person.
pub(crate) fn hash(secret: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(secret))
}
