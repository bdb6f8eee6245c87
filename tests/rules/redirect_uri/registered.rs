//! What may be registered.

use proptest::prelude::*;
use tower_cimd::rules::redirect_uri::RedirectUri;
use tower_cimd::rules::redirect_uri::RedirectUriError;
use tower_cimd::rules::redirect_uri::RedirectUriRules;

#[track_caller]
fn registers(uri: &str) {
    let parsed = RedirectUri::parse(uri, &RedirectUriRules::default());
    let parsed = parsed.unwrap_or_else(|error| panic!("{uri:?}: {error}"));
    assert_eq!(parsed.as_str(), uri, "kept as it was written");
    assert!(parsed.matches(uri), "{uri:?} matches itself");
}

#[track_caller]
fn refused(uri: &str, why: RedirectUriError) {
    let parsed = RedirectUri::parse(uri, &RedirectUriRules::default());
    assert_eq!(parsed, Err(why), "{uri:?}");
}

#[test]
fn published_redirection_uris_register() {
    registers("https://claude.ai/api/mcp/auth_callback");
    registers("https://vscode.dev/redirect");
    registers("https://colibri.social");
    registers("http://localhost/callback");
    registers("http://127.0.0.1:33418/");
    registers("http://127.0.0.1");
    registers("http://[::1]/oauth_callback");
    registers("http://[::1]:3000?x=1");
    registers("systems.gmstn.app:/login/");
    registers("com.example.app:/oauth/callback");
    registers("com.example.app://callback");
    registers("com.example.app:///callback");
    registers("com.example.app://oauth_callback");
}

#[test]
fn https_registers_on_any_host() {
    registers("https://10.0.0.1/callback");
    registers("https://127.0.0.1:8443/cb");
    registers("https://[2606:4700:4700::1111]/cb");
    registers("https://client.example.com./cb");
    registers("https://APP.example.com/cb");
    registers("HTTPS://app.example.com/cb");
    registers("https://my_app.example.com/cb");
    registers("https://client.example.com/a/../cb");
    registers("https://client.example.com/cb?x=1&x=%2F");
    registers("https://client.example.com?");
}

#[test]
fn http_registers_on_the_three_loopback_hosts_only() {
    refused("http://192.168.1.1/callback", RedirectUriError::PlainHttp);
    refused(
        "http://app.example.com/callback",
        RedirectUriError::PlainHttp,
    );
    refused("http://127.1/cb", RedirectUriError::PlainHttp);
    refused("http://127.0.0.2/cb", RedirectUriError::PlainHttp);
    refused("http://0.0.0.0/cb", RedirectUriError::PlainHttp);
    refused("http://2130706433/cb", RedirectUriError::PlainHttp);
    refused("http://localhost.:3000/cb", RedirectUriError::PlainHttp);
    refused("http://LOCALHOST/cb", RedirectUriError::PlainHttp);
    refused("HTTP://localhost/cb", RedirectUriError::PlainHttp);
    refused(
        "http://localhost.localdomain/cb",
        RedirectUriError::PlainHttp,
    );
    refused("http://127.0.0.1.evil.com/cb", RedirectUriError::PlainHttp);
    refused("http://[::ffff:127.0.0.1]/cb", RedirectUriError::PlainHttp);
    refused("http://[0:0:0:0:0:0:0:1]/cb", RedirectUriError::PlainHttp);
    refused("http://[fe80::1]/cb", RedirectUriError::PlainHttp);
}

#[test]
fn what_is_no_absolute_uri_is_refused() {
    for text in [
        "",
        " ",
        "/cb",
        "//h/cb",
        "cb",
        "?x",
        "*",
        ":",
        "https",
        "https:",
        "1a:/b",
        "%68ttps:/b",
    ] {
        refused(text, RedirectUriError::NotAbsolute);
    }
    refused("java\tscript:alert(1)", RedirectUriError::NotAbsolute);
    refused(" https://app.example.com/cb", RedirectUriError::NotAbsolute);
    refused(
        "\u{feff}https://app.example.com/cb",
        RedirectUriError::NotAbsolute,
    );
}

#[test]
fn a_character_that_no_uri_holds_is_refused() {
    for text in [
        " ", "\0", "\n", "\t", "\"", "<", ">", "\\", "^", "`", "{tenant}", "|", "é", "%", "%4",
        "%zz", "%é",
    ] {
        refused(
            &format!("https://app.example.com/{text}"),
            RedirectUriError::Character,
        );
        refused(
            &format!("com.example.app:/{text}"),
            RedirectUriError::Character,
        );
    }
    refused("https://app.example.com/c[bx]", RedirectUriError::Character);
    refused("https://ａpp.example.com/cb", RedirectUriError::Character);
}

#[test]
fn a_fragment_is_refused_and_so_is_an_empty_one() {
    refused(
        "https://client.example.com/callback#frag",
        RedirectUriError::Fragment,
    );
    refused(
        "https://client.example.com/callback#",
        RedirectUriError::Fragment,
    );
    refused("com.example.app:/cb#x", RedirectUriError::Fragment);
}

#[test]
fn an_asterisk_is_refused_wherever_it_stands() {
    refused("http://localhost:*/cb", RedirectUriError::Wildcard);
    refused("https://*.example.com/cb", RedirectUriError::Wildcard);
    refused("https://client.example.com/*", RedirectUriError::Wildcard);
    refused(
        "https://client.example.com/cb?x=*",
        RedirectUriError::Wildcard,
    );
}

#[test]
fn a_user_part_is_refused() {
    refused(
        "https://user:pw@client.example.com/cb",
        RedirectUriError::UserInfo,
    );
    refused(
        "http://localhost:80@evil.com/cb",
        RedirectUriError::UserInfo,
    );
    refused("https://@client.example.com/cb", RedirectUriError::UserInfo);
    refused("com.example.app://a@b/cb", RedirectUriError::UserInfo);
    registers("https://client.example.com/@me");
}

#[test]
fn a_missing_or_malformed_host_is_refused() {
    for text in [
        "http://",
        "https:///cb",
        "https:/cb",
        "https:cb",
        "https://?x",
        "https://:443/cb",
        "https://a..b/cb",
        "https://./cb",
        "https://a%2eb/cb",
        "https://a,b/cb",
        "https://[::1/cb",
        "https://[::1]x/cb",
        "https://[v1.x]/cb",
        "https://[fe80::1%25eth0]/cb",
        "https://[]/cb",
    ] {
        refused(text, RedirectUriError::Host);
    }
}

#[test]
fn a_port_is_a_number_from_1_to_65535_in_plain_decimal() {
    registers("https://client.example.com:1/cb");
    registers("https://client.example.com:443/cb");
    registers("http://127.0.0.1:65535/cb");
    for port in [
        "",
        "0",
        "080",
        "+80",
        "-1",
        "65536",
        "99999",
        "8o",
        "4294967376",
    ] {
        refused(
            &format!("https://client.example.com:{port}/cb"),
            RedirectUriError::Port,
        );
        refused(&format!("http://[::1]:{port}/cb"), RedirectUriError::Port);
    }
    refused("https://::1/cb", RedirectUriError::Port);
}

#[test]
fn a_dangerous_scheme_is_refused_in_any_case_and_under_any_rules() {
    let lax = RedirectUriRules {
        dotted_schemes: true,
        undotted_schemes: true,
    };
    for uri in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "javascript://app.example.com/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:https://a/b",
        "about:blank",
        "filesystem:https://a/b",
        "view-source:https://client.example.com/",
        "ws://a/b",
        "WSS://a/b",
        "ftp://example.com/cb",
        "mailto:a",
        "tel:1",
        "intent://scan/",
        "shortcuts://run",
        "ms-msdt:/id",
        "chrome-extension://abc/cb",
    ] {
        let parsed = RedirectUri::parse(uri, &lax);
        assert_eq!(parsed, Err(RedirectUriError::DangerousScheme), "{uri}");
    }
}

#[test]
fn private_use_schemes_follow_the_switches() {
    let off = RedirectUriRules {
        dotted_schemes: false,
        undotted_schemes: false,
    };
    let on = RedirectUriRules {
        dotted_schemes: true,
        undotted_schemes: true,
    };
    let dotted = "com.example.app:/cb";
    assert_eq!(
        RedirectUri::parse(dotted, &off),
        Err(RedirectUriError::DottedScheme)
    );
    assert!(RedirectUri::parse(dotted, &on).is_ok());
    for undotted in [
        "cursor://anysphere.cursor-retrieval/oauth/callback",
        "myapp:/callback",
        "web+app://cb",
    ] {
        refused(undotted, RedirectUriError::UndottedScheme);
        assert!(RedirectUri::parse(undotted, &on).is_ok(), "{undotted}");
    }
}

#[test]
fn a_private_use_scheme_is_a_domain_name_and_a_path_follows() {
    refused("com.example.app:callback", RedirectUriError::PrivateUse);
    refused("com.example.app:?x=1", RedirectUriError::PrivateUse);
    refused("com..example:/callback", RedirectUriError::PrivateUse);
    refused("com.example.:/callback", RedirectUriError::PrivateUse);
}

#[track_caller]
fn described(uri: &str, scheme: &str, host: Option<&str>, loopback: bool, private_use: bool) {
    let uri = RedirectUri::parse(uri, &RedirectUriRules::default()).unwrap();
    assert_eq!(uri.scheme(), scheme);
    assert_eq!(uri.host(), host);
    assert_eq!(uri.is_loopback(), loopback);
    assert_eq!(uri.is_private_use(), private_use);
    assert_eq!(uri.to_string(), uri.as_str());
}

#[test]
fn a_registered_uri_tells_its_parts_as_they_were_written() {
    described(
        "https://App.example.com:8443/cb",
        "https",
        Some("App.example.com"),
        false,
        false,
    );
    described(
        "https://localhost/cb",
        "https",
        Some("localhost"),
        false,
        false,
    );
    described(
        "http://localhost:1/cb",
        "http",
        Some("localhost"),
        true,
        false,
    );
    described("http://[::1]", "http", Some("[::1]"), true, false);
    described("com.example.app:/cb", "com.example.app", None, false, true);
    described(
        "com.example.app:///cb",
        "com.example.app",
        None,
        false,
        true,
    );
    described(
        "com.example.app://x/cb",
        "com.example.app",
        Some("x"),
        false,
        true,
    );
}

#[test]
fn every_error_has_its_own_rule_and_words() {
    for error in RedirectUriError::ALL {
        assert!(error.rule().starts_with("redirect_uri."));
        let twins = RedirectUriError::ALL
            .iter()
            .filter(|other| other.rule() == error.rule() || other.to_string() == error.to_string());
        assert_eq!(twins.count(), 1, "{error:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_answered_without_a_panic(registered in "([a-z.]{1,6}:/{0,3})?\\PC{0,30}") {
        if let Ok(uri) = RedirectUri::parse(&registered, &RedirectUriRules::default()) {
            prop_assert!(uri.matches(&registered));
            prop_assert_eq!(uri.as_str(), registered);
        }
    }

    #[test]
    fn what_registers_is_read_alike_by_a_browser(uri in "https://[a-z.\\[\\]:@%_0-9\\\\-]{1,12}(/[a-z]{0,3})?") {
        if let Ok(parsed) = RedirectUri::parse(&uri, &RedirectUriRules::default()) {
            if let Ok(url) = url::Url::parse(&uri) {
                prop_assert_eq!(url.username(), "");
                prop_assert!(url.host_str().is_some() && parsed.host().is_some());
            }
        }
    }
}
