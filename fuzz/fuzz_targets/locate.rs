//! A request, as text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tower_cimd_fuzz::laws::locate;
use tower_cimd_fuzz::laws::request::Request;

fuzz_target!(|text: &str| {
    if let Some(request) = Request::parse(text) {
        locate::holds(&request);
    }
});
