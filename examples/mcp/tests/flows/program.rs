//! The program, as a conformance runner starts it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

#[test]
fn it_plays_its_journey_and_ends_well() {
    let output = program(&[]).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{told}");
    let calls = told.matches("whoami ").count();
    assert_eq!(calls, 3, "{told}");
    assert_eq!(told.matches("refused ").count(), 1, "{told}");
}

#[test]
fn it_says_first_where_it_listens() {
    let mut child = Running(
        program(&["--serve"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    let issuer = first.strip_prefix("listening ").unwrap();
    let address = issuer.strip_prefix("http://").unwrap();
    std::net::TcpStream::connect(address).unwrap();
    let second = lines.next().unwrap().unwrap();
    assert!(second.starts_with("document https://"), "{second}");
}

#[test]
fn it_says_on_standard_error_what_it_does_not_do() {
    let output = program(&["--auto-consent", "--listen", "0.0.0.0:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("loopback only"), "{told}");
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mcp"));
    command.args(arguments);
    command
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
