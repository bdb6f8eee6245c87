//! The program and its flags.

use std::process::{Command, Output};

#[test]
fn by_itself_it_plays_a_client_of_the_table_and_one_that_is_not() {
    let told = told(&run(&[]));
    let ways = ["consent page", "code", "token", "refresh", "revoke"];
    for way in ways {
        let lines = told
            .lines()
            .filter(|line| line.trim_start().starts_with(way));
        assert_eq!(lines.count(), 2, "{way} in {told}");
    }
    assert!(told.contains("https://vscode.dev/oauth/client-metadata.json"));
}

#[test]
fn without_asking_no_page_is_shown() {
    let told = told(&run(&["--auto-consent"]));
    assert!(!told.contains("consent page"), "{told}");
    assert_eq!(told.matches("revoke").count(), 2, "{told}");
}

#[test]
fn with_the_layer_off_the_stranger_is_a_stranger() {
    let told = told(&run(&["--cimd", "off"]));
    assert_eq!(told.matches("revoke").count(), 1, "{told}");
    assert!(told.contains("refused       400"), "{told}");
}

#[test]
fn what_opens_a_door_is_refused_where_others_reach_it() {
    for address in ["0.0.0.0:0", "192.0.2.1:80", "[::]:0", "[2001:db8::1]:80"] {
        for door in [&[][..], &["--auto-consent"], &["--document", DOCUMENT]] {
            let output = run(&[&["--listen", address][..], door].concat());
            let error = String::from_utf8_lossy(&output.stderr).into_owned();
            assert!(!output.status.success(), "{address} {door:?}");
            assert!(error.contains("loopback only"), "{error}");
        }
    }
}

#[test]
fn what_is_not_understood_is_refused() {
    for arguments in [
        &["--sevre"][..],
        &["serve"],
        &["--listen"],
        &["--listen", "here"],
        &["--document"],
        &["--document", "https://a.example/c"],
        &["--document", "https://a.example/c=no/such/file"],
        &["--cimd"],
        &["--cimd", "maybe"],
        &["--database"],
        &["--database", "/no/such/place/notes.sqlite"],
    ] {
        assert!(!run(arguments).status.success(), "{arguments:?}");
    }
    assert!(told(&run(&["--help"])).contains("--cimd off"));
}

fn run(arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_retrofit"));
    program.args(arguments).output().unwrap()
}

fn told(output: &Output) -> String {
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

const DOCUMENT: &str = concat!(
    "https://a.example/c=",
    env!("CARGO_MANIFEST_DIR"),
    "/Cargo.toml"
);
