//! The header fields of a publisher's answer, one on each line.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tower_cimd_fuzz::laws::freshness;

fuzz_target!(|text: &str| freshness::holds(&freshness::headers(text)));
