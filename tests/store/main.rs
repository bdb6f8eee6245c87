//! Several nodes, as processes, on a real Redis server that each test starts for itself.
//!
//! Without `redis-server` on this machine, or without the feature `redis`, it says what it leaves
//! out, and passes. With `TOWER_CIMD_REDIS=required` in the environment a missing server fails.

#[cfg(all(feature = "redis", feature = "reqwest"))]
#[path = "../support/origin.rs"]
mod origin;
#[cfg(all(feature = "redis", feature = "reqwest"))]
#[path = "../support/mod.rs"]
mod support;

#[cfg(all(feature = "redis", feature = "reqwest"))]
mod cluster;
#[cfg(all(feature = "redis", feature = "reqwest"))]
mod node;
#[cfg(all(feature = "redis", feature = "reqwest"))]
mod server;

#[cfg(all(feature = "redis", feature = "reqwest"))]
mod contract;
#[cfg(all(feature = "redis", feature = "reqwest"))]
mod hostile;
#[cfg(all(feature = "redis", feature = "reqwest"))]
mod orders;
#[cfg(all(feature = "redis", feature = "reqwest"))]
mod outages;
#[cfg(all(feature = "redis", feature = "reqwest"))]
mod processes;
#[cfg(all(feature = "redis", feature = "config"))]
mod reload;

#[cfg(all(feature = "redis", feature = "reqwest", feature = "private-key-jwt"))]
#[path = "../support/signer.rs"]
mod signer;
#[cfg(all(feature = "redis", feature = "reqwest", feature = "private-key-jwt"))]
mod authentication;
#[cfg(all(feature = "redis", feature = "reqwest", feature = "private-key-jwt"))]
mod replay;

#[cfg(not(all(feature = "redis", feature = "reqwest")))]
#[test]
fn the_tests_on_a_real_redis_server_are_left_out_without_the_feature_redis() {
    left_out("they need the features redis and reqwest");
}

/// Says so where the harness does not swallow it.
fn left_out(why: &str) {
    use std::io::Write;
    let _ = writeln!(
        std::io::stderr(),
        "left out: tests on a real redis-server: {why}"
    );
}
