//! The command line.

use mcp::options::{ADMIN_HOST, CLAUDE_CODE, Options, VSCODE};

#[test]
fn without_flags_it_plays_by_itself_on_loopback() {
    let options = parse("").unwrap();
    assert!(!options.serve && !options.auto_consent && !options.log);
    assert!(options.listen.ip().is_loopback());
    assert_eq!(options.listen.port(), 0);
    assert_eq!(options.admin_hosts, [ADMIN_HOST]);
    assert!(options.documents.keys().eq([CLAUDE_CODE, VSCODE]));
}

#[test]
fn each_flag_is_read() {
    let line = "--serve --auto-consent --log --listen 127.0.0.1:8080 \
                --admin-host a.example --admin-host b.example \
                --document https://a.example/c?x=1=Cargo.toml";
    let options = parse(line).unwrap();
    assert!(options.serve && options.auto_consent && options.log);
    assert_eq!(options.listen, ([127, 0, 0, 1], 8080).into());
    assert_eq!(options.admin_hosts, ["a.example", "b.example"]);
    assert!(options.documents.contains_key("https://a.example/c?x=1"));
}

#[test]
fn what_opens_a_door_is_refused_where_others_reach_it() {
    let issuer = "--issuer https://mcp.example.com";
    let document = "--document https://a.example/c=Cargo.toml";
    for reached in [
        &format!("--listen 0.0.0.0:0 {issuer}"),
        &format!("--listen 192.0.2.1:80 {issuer}"),
        &format!("--listen [::]:0 {issuer}"),
        &format!("--listen [2001:db8::1]:80 {issuer}"),
        issuer,
    ] {
        assert!(parse(reached).is_ok(), "{reached}");
        for door in ["--auto-consent", document] {
            assert!(
                parse(&format!("{reached} {door}")).is_err(),
                "{reached} {door}"
            );
            assert!(
                parse(&format!("{door} {reached}")).is_err(),
                "{reached} {door}"
            );
        }
    }
    for address in ["127.0.0.1:0", "127.0.0.2:80", "[::1]:0"] {
        for door in ["--auto-consent", document] {
            assert!(
                parse(&format!("--listen {address} {door}")).is_ok(),
                "{address} {door}"
            );
        }
    }
}

#[test]
fn beyond_loopback_it_has_to_be_told_its_name() {
    assert!(parse("--listen 0.0.0.0:0").is_err());
    let options = parse("--listen 0.0.0.0:0 --issuer https://mcp.example.com/").unwrap();
    assert_eq!(options.issuer.as_deref(), Some("https://mcp.example.com"));
}

#[test]
fn what_is_not_understood_is_refused() {
    for line in [
        "--sevre",
        "serve",
        "--listen",
        "--listen here",
        "--document",
        "--document https://a.example/c",
        "--document https://a.example/c=no/such/file",
        "--admin-host",
        "--issuer",
    ] {
        assert!(parse(line).is_err(), "{line}");
    }
}

#[test]
fn help_is_help_whatever_stands_beside_it() {
    for line in ["--help", "-h", "--serve --help"] {
        let arguments = line.split_whitespace().map(str::to_owned);
        assert!(Options::parse(arguments).unwrap().is_none(), "{line}");
    }
}

fn parse(line: &str) -> Result<Options, mcp::Failure> {
    let arguments = line.split_whitespace().map(str::to_owned);
    Ok(Options::parse(arguments)?.expect("no help was asked for"))
}
