//! The process environment, which tests cannot change for themselves: a child does.

use std::io::ErrorKind;
use std::net::TcpListener;
use std::process::{Command, Output};

use tower_cimd::net::{HttpsFetch, HttpsFetchError};

use crate::origin::Origin;
use crate::support::{URL, fetch};

#[tokio::test]
async fn proxies_of_the_environment_are_not_used() {
    if is_child() {
        let origin = Origin::start().await;
        origin.publish(URL, "{}");
        fetch(&origin.fetcher().build().unwrap(), URL)
            .await
            .unwrap();
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
    proxy.set_nonblocking(true).unwrap();
    let address = format!("http://{}", proxy.local_addr().unwrap());
    let variables = [
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "HTTP_PROXY",
    ];
    let output = child(
        "environment::proxies_of_the_environment_are_not_used",
        |child| {
            child
                .env_remove("NO_PROXY")
                .env_remove("no_proxy")
                .envs(variables.map(|name| (name, &address)));
        },
    );
    assert!(output.status.success(), "{output:?}");
    assert_eq!(proxy.accept().unwrap_err().kind(), ErrorKind::WouldBlock);
}

#[test]
fn a_machine_without_certificate_authorities_is_an_error_and_no_panic() {
    if is_child() {
        let built = HttpsFetch::builder().build();
        assert!(
            matches!(built, Err(HttpsFetchError::Client(_))),
            "{built:?}"
        );
        return;
    }
    let test = "environment::a_machine_without_certificate_authorities_is_an_error_and_no_panic";
    let output = child(test, |child| {
        child
            .env("SSL_CERT_FILE", "/nonexistent/roots.pem")
            .env("SSL_CERT_DIR", "/nonexistent");
    });
    assert!(output.status.success(), "{output:?}");
}

/// Runs one test of this program again, in a process whose environment `prepare` has changed.
fn child(test: &str, prepare: impl FnOnce(&mut Command)) -> Output {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test]).env(CHILD, "1");
    prepare(&mut child);
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("running 1 test"), "no such test: {said}");
    output
}

fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

const CHILD: &str = "TOWER_CIMD_TEST_CHILD";
