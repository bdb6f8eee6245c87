//! A running resolver reads its settings anew.

use tower_cimd::Resolver;
use tower_cimd::config::Settings;
use tower_cimd::resolve::policy::{FetchContext, use_if};
use tower_cimd::resolve::{Resolution, StaticFetch};

use crate::files::Folder;
use crate::log::Log;
use crate::support::document;

const CLIENT_ID: &str = "https://client.example.com/oauth";
const OPEN: &str = "issuer = \"https://as.example.com\"\n";

fn closed() -> String {
    format!(
        "{OPEN}[[policy.rules]]\nname = \"closed\"\neffect = \"deny\"\n\
         clients = [\"client.example.com\"]\n"
    )
}

fn network() -> StaticFetch {
    StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID))
}

fn resolver() -> Resolver {
    let settings: Settings = OPEN.parse().unwrap();
    settings
        .builder()
        .unwrap()
        .fetch(network())
        .build()
        .unwrap()
}

async fn is_client(resolver: &Resolver) -> bool {
    let resolved = resolver
        .resolve(CLIENT_ID, &FetchContext::detached(None))
        .await;
    matches!(resolved, Ok(Resolution::Client(_)))
}

#[tokio::test]
async fn a_new_file_is_gone_by_and_told() {
    let (log, folder, resolver) = (Log::install(), Folder::new(), resolver());
    assert!(is_client(&resolver).await);
    let path = folder.write("settings.toml", closed());
    Settings::reload(&path, &resolver).unwrap();
    assert_eq!(log.told(), ["INFO cimd.settings_applied"]);
    assert!(!is_client(&resolver).await);
    folder.write("settings.toml", OPEN);
    Settings::reload(&path, &resolver).unwrap();
    assert!(is_client(&resolver).await);
}

#[tokio::test]
async fn a_wrong_file_changes_nothing_and_is_told() {
    let (log, folder, resolver) = (Log::install(), Folder::new(), resolver());
    let wrong = format!("{}\n[limits]\nhots = 5\n", closed());
    let path = folder.write("settings.toml", wrong);
    let error = Settings::reload(&path, &resolver).unwrap_err();
    let expected = format!(
        "{}:8: limits.hots: there is no such key; did you mean `host`?",
        path.display()
    );
    assert_eq!(error.to_string(), expected);
    let told = format!("ERROR cimd.settings_refused detail={expected}");
    assert_eq!(log.told(), [told]);
    assert!(is_client(&resolver).await);
}

#[tokio::test]
async fn what_takes_a_restart_changes_nothing_and_is_told_with_its_line() {
    let (log, resolver) = (Log::install(), resolver());
    let rest = closed().replace(OPEN, "");
    for (text, expected) in [
        (
            format!("\nissuer = \"https://other.example.com\"\n{rest}"),
            "settings:2: issuer: the setting issuer cannot be changed while the server runs",
        ),
        (
            format!("{OPEN}[cache]\nbytes = 1_000_000\n{rest}"),
            "settings:3: cache.bytes: the setting cache_bytes cannot be changed while the server runs",
        ),
    ] {
        let settings: Settings = text.parse().unwrap();
        assert_eq!(settings.apply(&resolver).unwrap_err().to_string(), expected);
        assert_eq!(
            log.told(),
            [format!("ERROR cimd.settings_refused detail={expected}")]
        );
        assert!(is_client(&resolver).await);
    }
}

#[tokio::test]
async fn a_policy_in_code_holds_beside_the_rules_of_the_file() {
    let settings: Settings = OPEN.parse().unwrap();
    let none = || use_if(|_| false);
    let builder = settings.builder().unwrap().fetch(network()).policy(none());
    let resolver = builder.build().unwrap();
    assert!(!is_client(&resolver).await);
    settings.apply(&resolver).unwrap();
    assert!(!is_client(&resolver).await);
    let all = use_if(|_| true);
    settings
        .apply_with(&resolver, |builder| builder.policy(all))
        .unwrap();
    assert!(is_client(&resolver).await);
    closed()
        .parse::<Settings>()
        .unwrap()
        .apply(&resolver)
        .unwrap();
    assert!(!is_client(&resolver).await);
}

/// The guarded fetcher is one for as long as its settings are, with its purse of dials.
#[tokio::test]
async fn the_fetcher_of_the_file_goes_on() {
    let settings: Settings = OPEN.parse().unwrap();
    let resolver = settings.builder().unwrap().build().unwrap();
    for text in [
        OPEN.to_owned(),
        format!("{OPEN}[egress]\ntimeout_ms = 100\n"),
    ] {
        text.parse::<Settings>().unwrap().apply(&resolver).unwrap();
    }
}
