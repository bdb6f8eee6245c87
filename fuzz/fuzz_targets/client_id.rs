//! A text that somebody presents as a client_id.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tower_cimd_fuzz::laws::client_id;

fuzz_target!(|text: &str| client_id::holds(text));
