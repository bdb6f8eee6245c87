//! (stub)
use std::net::SocketAddr;
use std::path::Path;
use std::process::ExitCode;

pub(crate) fn run(
    url: &str,
    json: bool,
    danger_root: Option<&Path>,
    danger_map: Vec<(String, SocketAddr)>,
) -> ExitCode {
    let _ = (url, json, danger_root, danger_map);
    todo!()
}
