//! Names that nobody guesses.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 random bits, as text.
pub(crate) fn random() -> String {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).expect("the system gives random numbers");
    URL_SAFE_NO_PAD.encode(bytes)
}

const BYTES: usize = 32;

/// Of the text, in bytes.
pub(crate) const LENGTH: usize = (BYTES * 4).div_ceil(3);
