//! A body that a publisher answers with.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tower_cimd_fuzz::laws::document;

fuzz_target!(|body: &[u8]| document::holds(body));
