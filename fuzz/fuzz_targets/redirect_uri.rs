//! A registered redirection URI and, on the next line, a presented one.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tower_cimd_fuzz::laws::redirect_uri;

fuzz_target!(|text: &str| {
    let (registered, presented) = text.split_once('\n').unwrap_or((text, text));
    redirect_uri::holds(registered, presented);
});
