//! Octets as a text that any column holds.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::rules::snapshot::error::SnapshotError;

/// The text of `octets`.
pub(super) fn print(mut octets: Vec<u8>) -> String {
    let check = check_bits(&octets);
    octets.extend(check);
    format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(octets))
}

/// The octets of `text`, which has at most `max_bytes` bytes.
pub(super) fn read(text: &str, max_bytes: usize) -> Result<Vec<u8>, SnapshotError> {
    if text.len() > max_bytes {
        return Err(SnapshotError::Size);
    }
    let (version, body) = text.split_once('.').ok_or(SnapshotError::Damaged)?;
    if version != VERSION {
        return Err(match is_version(version) {
            true => SnapshotError::UnknownVersion,
            false => SnapshotError::Damaged,
        });
    }
    let mut octets = URL_SAFE_NO_PAD
        .decode(body)
        .map_err(|_| SnapshotError::Damaged)?;
    let (content, check) = octets.split_last_chunk().ok_or(SnapshotError::Damaged)?;
    if *check != check_bits(content) {
        return Err(SnapshotError::Damaged);
    }
    octets.truncate(octets.len() - CHECK);
    Ok(octets)
}

/// The length of the text of so many octets.
pub(super) const fn length(octets: usize) -> usize {
    let digits = (octets.saturating_add(CHECK)).saturating_mul(4).div_ceil(3);
    digits.saturating_add(VERSION.len() + 1)
}

fn is_version(text: &str) -> bool {
    let number = text.strip_prefix('s').unwrap_or_default();
    !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// For mistakes, not against forgery.
fn check_bits(octets: &[u8]) -> [u8; CHECK] {
    let hash: [u8; 32] = Sha256::new()
        .chain_update(LABEL)
        .chain_update(octets)
        .finalize()
        .into();
    std::array::from_fn(|at| hash.get(at).copied().unwrap_or_default())
}

/// Changes with every change to what stands in a snapshot.
const VERSION: &str = "s1";
const LABEL: &[u8] = b"tower-cimd snapshot 1";
/// In octets.
const CHECK: usize = 6;
