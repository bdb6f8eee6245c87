//! The same settings by variables.

use tower_cimd::config::{Place, Settings};

const ISSUER: (&str, &str) = ("TOWER_CIMD__ISSUER", "https://as.example.com");

fn of(variables: &[(&str, &str)]) -> Result<Settings, tower_cimd::config::SettingsError> {
    let all = [ISSUER].into_iter().chain(variables.iter().copied());
    Settings::from_variables(all.map(|(name, value)| (name.to_owned(), value.to_owned())))
}

/// What a variable says, the file says in these words.
#[track_caller]
fn check(name: &str, value: &str, file: &str) {
    let by_variable = of(&[(name, value)]).unwrap_or_else(|error| panic!("{error}"));
    let by_file: Settings = format!("issuer = \"https://as.example.com\"\n{file}")
        .parse()
        .unwrap();
    assert_eq!(format!("{by_variable:?}"), format!("{by_file:?}"));
}

#[test]
fn a_variable_says_what_the_file_says() {
    check("TOWER_CIMD__LIMITS__HOST", "1_200", "[limits]\nhost = 1200");
    check("TOWER_CIMD__limits__host", "1200", "[limits]\nhost = 1200");
    check(
        "TOWER_CIMD__PROFILE",
        "mcp-2026-07-28",
        "profile = \"mcp-2026-07-28\"",
    );
    check(
        "TOWER_CIMD__POLICY__MODE",
        "report",
        "[policy]\nmode = \"report\"",
    );
    check(
        "TOWER_CIMD__EGRESS__NAT64",
        "true",
        "[egress]\nnat64 = true",
    );
    check(
        "TOWER_CIMD__EGRESS__PORTS",
        "[443, 8443]",
        "[egress]\nports = [443, 8443]",
    );
    check(
        "TOWER_CIMD__SERVER__AUTH_METHODS",
        "[\"none\", \"private_key_jwt\"]",
        "[server]\nauth_methods = [\"none\", \"private_key_jwt\"]",
    );
    check(
        "TOWER_CIMD__POLICY__RULES",
        r#"[{ name = "a", effect = "deny", clients = ["bad.example.com"] }]"#,
        "[[policy.rules]]\nname = \"a\"\neffect = \"deny\"\nclients = [\"bad.example.com\"]",
    );
}

/// A text is taken as it is, and needs no quotes.
#[cfg(feature = "redis")]
#[test]
fn a_text_that_looks_like_a_number_is_a_text() {
    let store = "[store]\nurl = \"redis://redis.internal\"\nkey_env = \"KEY\"\n";
    let by_variables = of(&[
        ("TOWER_CIMD__STORE__URL", "redis://redis.internal"),
        ("TOWER_CIMD__STORE__KEY_ENV", "KEY"),
        ("TOWER_CIMD__STORE__NAMESPACE", "2026"),
    ]);
    let by_file: Settings =
        format!("issuer = \"https://as.example.com\"\n{store}namespace = \"2026\"\n")
            .parse()
            .unwrap();
    assert_eq!(
        format!("{:?}", by_variables.unwrap()),
        format!("{by_file:?}")
    );
}

#[test]
fn variables_of_others_are_passed_over() {
    of(&[
        ("PATH", "/bin"),
        ("TOWER_CIMD_REDIS", "required"),
        ("HOME", ""),
    ])
    .unwrap();
}

/// Each is told with the variable, never with a line.
#[track_caller]
fn refuse(name: &str, value: &str, key: &str, message: &str) {
    let error = of(&[(name, value)]).unwrap_err();
    let [fault] = error.faults() else {
        panic!("{error}");
    };
    assert_eq!(fault.place, Some(Place::Variable(name.to_owned())));
    assert_eq!((fault.key.as_str(), fault.message.as_str()), (key, message));
    assert_eq!(error.to_string(), format!("{name}: {key}: {message}"));
}

#[test]
fn a_wrong_variable_is_named() {
    refuse(
        "TOWER_CIMD__LIMITS__HOTS",
        "600",
        "limits.hots",
        "there is no such key; did you mean `host`?",
    );
    refuse(
        "TOWER_CIMD__LIMITS__HOST",
        "3",
        "limits.host",
        "is out of range: 4 to 100000",
    );
    refuse(
        "TOWER_CIMD__LIMITS__HOST",
        "\"many\"",
        "limits.host",
        "is to be a whole number from 4 to 100000, and is a text",
    );
    refuse(
        "TOWER_CIMD__POLICY__MODE",
        "on",
        "policy.mode",
        "is none of `off`, `report`, `enforce`",
    );
    refuse(
        "TOWER_CIMD__EGRESS__DANGER_LOOPBACK",
        "true",
        "egress.danger_loopback",
        "cannot be set in a file or a variable: what opens the guard is set in code alone",
    );
    refuse(
        "TOWER_CIMD__ISSUER__NAME",
        "x",
        "issuer",
        "is one value, and has no keys below it",
    );
    refuse(
        "TOWER_CIMD__LIMITS",
        "600",
        "limits",
        "is to be a table, and is a whole number",
    );
    refuse(
        "TOWER_CIMD__PROFILE",
        "",
        "profile",
        "is none of `cimd-02`, `mcp-2025-11-25`, `mcp-2026-07-28`",
    );
    refuse(
        "TOWER_CIMD__EGRESS__DENY",
        "[\"not a network\"]",
        "egress.deny[0]",
        "the network does not begin with an IP address",
    );
}

#[test]
fn what_is_no_toml_is_told_with_the_variable() {
    let error = of(&[("TOWER_CIMD__EGRESS__PORTS", "443,")]).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("TOWER_CIMD__EGRESS__PORTS: egress.ports: not TOML"),
        "{error}"
    );
}

#[test]
fn nothing_set_is_an_issuer_missing() {
    let error = Settings::from_variables([]).unwrap_err();
    assert_eq!(error.faults()[0].key, "issuer");
}
