//! The value as a whole.

use std::collections::BTreeSet;
use std::time::SystemTime;

use serde_json::json;
use tower_cimd::rules::consent::{
    Caution, ConsentContext, ConsentStep, ConsentView, FirstSeen, NamedClient, PromptError,
};

use super::{client, client_at, view_of};

const WEBSITE: &str = "https://client.example.com/cb";

#[test]
fn the_host_comes_with_the_name_and_stands_alone_without_one() {
    let names = |members| {
        let view = ConsentView::new(&client(members), ConsentContext::default());
        let (host, name) = view.host_and_name();
        assert_eq!(host.as_str(), "client.example.com");
        name.map(str::to_owned)
    };
    assert_eq!(
        names(json!({"client_name": " My\u{202e}\nApp "})).as_deref(),
        Some("My App")
    );
    assert_eq!(names(json!({})), None);
    assert_eq!(names(json!({"client_name": "\u{200b}\u{202e}"})), None);
    assert_eq!(names(json!({"client_name#ja": "カレンダー"})), None);
}

#[test]
fn with_nothing_but_a_redirection_uri_the_view_is_the_most_careful_one() {
    let client = client(json!({"redirect_uris": ["http://127.0.0.1/cb"]}));
    let view = ConsentView::presented(&client, "http://127.0.0.1:49152/cb");
    let redirect = view.redirect().unwrap();
    assert_eq!(redirect.uri().as_str(), "http://127.0.0.1/cb");
    assert!(!view.may_skip());
    assert_eq!((view.logo_uri(), view.first_seen()), (None, None));
    for other in ["", "http://127.0.0.1/other", "https://evil.example.com/"] {
        assert!(ConsentView::presented(&client, other).redirect().is_none());
    }
}

#[test]
fn in_sentences_it_says_the_name_and_where_it_stands_and_then_each_caution() {
    let said = |members| {
        let client = client(members);
        let view = ConsentView::presented(&client, "http://localhost/cb");
        let sentences = view.sentences();
        let (first, rest) = sentences.split_first().unwrap();
        let cautions = view.cautions().into_iter().map(Caution::sentence);
        assert!(cautions.eq(rest.iter().map(String::as_str)));
        assert!(rest.len() >= 2, "{rest:?}");
        first.clone()
    };
    let at = "https://client.example.com/client.json";
    let redirect = json!(["http://localhost/cb"]);
    assert_eq!(
        said(json!({"redirect_uris": redirect})),
        format!("It has no name and is described at {at}.")
    );
    assert_eq!(
        said(json!({"redirect_uris": redirect, "client_name": "\u{2069}\u{202e}My <b>App"})),
        format!("It calls itself \u{201c}\u{2068}My <b>App\u{2069}\u{201d} and says so at {at}.")
    );
}

#[test]
fn name_and_logo_are_in_the_language_of_the_user() {
    let client = client(json!({
        "client_name": "Calendar", "client_name#ja": "カレンダー\u{200b}",
        "logo_uri": "https://client.example.com/en.png", "logo_uri#ja": "https://client.example.com/ja.png",
    }));
    let check = |language: Option<&str>, name: &str, logo: &str| {
        let context = ConsentContext {
            language,
            trusts_logo: true,
            ..ConsentContext::default()
        };
        let view = ConsentView::new(&client, context);
        assert_eq!(view.host_and_name().1, Some(name), "{language:?}");
        assert_eq!(view.logo_uri(), Some(logo), "{language:?}");
    };
    check(
        Some("ja-JP"),
        "カレンダー",
        "https://client.example.com/ja.png",
    );
    check(Some("fr"), "Calendar", "https://client.example.com/en.png");
    check(None, "Calendar", "https://client.example.com/en.png");
}

#[test]
fn a_logo_is_shown_only_where_the_policy_trusts_it() {
    let logo = |trusts_logo, members| {
        let context = ConsentContext {
            trusts_logo,
            ..ConsentContext::default()
        };
        ConsentView::new(&client(members), context)
            .logo_uri()
            .map(str::to_owned)
    };
    let published = || json!({"logo_uri": "https://client.example.com/logo.png"});
    assert_eq!(logo(false, published()), None);
    assert_eq!(
        logo(true, published()).as_deref(),
        Some("https://client.example.com/logo.png")
    );
    assert_eq!(logo(true, json!({})), None);
    assert_eq!(logo(true, json!({"logo_uri": "javascript:alert(1)"})), None);
}

#[test]
fn the_path_is_shown_where_the_host_is_shared() {
    let check = |client_id: &str, path: Option<&str>| {
        assert_eq!(view_of(client_id, WEBSITE).path(), path, "{client_id}");
    };
    check("https://client.example.com/client.json", None);
    check("https://someone.github.io/", Some("/"));
    check(
        "https://someone.github.io/app/client.json",
        Some("/app/client.json"),
    );
    check(
        "https://someone.github.io:8443/app?v=1/2",
        Some("/app?v=1/2"),
    );
    check(
        "https://raw.githubusercontent.com/a/b/c.json",
        Some("/a/b/c.json"),
    );
    check("https://520d7cb212a6.ngrok-free.app/c", Some("/c"));
}

#[test]
fn a_written_port_is_shown() {
    assert_eq!(
        view_of("https://client.example.com/c", WEBSITE).port(),
        None
    );
    assert_eq!(
        view_of("https://client.example.com:8443/c", WEBSITE).port(),
        Some(8443)
    );
    assert_eq!(
        view_of("https://client.example.com:443/c", WEBSITE).port(),
        Some(443)
    );
}

#[test]
fn first_seen_is_what_the_server_says() {
    let view = |first_seen| {
        let context = ConsentContext {
            first_seen,
            ..ConsentContext::default()
        };
        ConsentView::new(&client(json!({})), context)
    };
    let check = |first_seen, cautions: &[Caution]| {
        assert_eq!(view(first_seen).first_seen(), first_seen);
        assert_eq!(view(first_seen).cautions(), cautions);
    };
    check(None, &[]);
    check(Some(FirstSeen::Never), &[Caution::NeverSeen]);
    check(Some(FirstSeen::At(SystemTime::UNIX_EPOCH)), &[]);
}

fn cautions(client_id: &str, uri: &str, expected: &[Caution]) {
    assert_eq!(
        view_of(client_id, uri).cautions(),
        expected,
        "{client_id} {uri}"
    );
}

#[test]
fn each_fact_has_its_caution() {
    use Caution::*;
    let client_id = "https://client.example.com/client.json";
    cautions(client_id, WEBSITE, &[]);
    cautions(
        client_id,
        "http://localhost/cb",
        &[LoopbackRedirect, LoopbackOnly],
    );
    cautions(client_id, "https://localhost/cb", &[LoopbackRedirect]);
    cautions(client_id, "com.example.app:/cb", &[PrivateUseRedirect]);
    cautions(client_id, "https://example.net/cb", &[ForeignRedirect]);
    cautions(
        "https://xn--exmple-cua.com/c",
        "https://xn--exmple-cua.com/cb",
        &[PunycodeHost],
    );
    cautions(
        "https://a.github.io/c",
        "https://a.github.io/cb",
        &[SharedHost],
    );
}

#[test]
fn all_cautions_at_once_come_in_the_order_of_their_weight() {
    let client = client_at(
        "https://xn--exmple-cua.github.io/c",
        json!({
            "client_name": "Claude at paypal.com",
            "redirect_uris": ["http://localhost/cb", "com.example.app:/cb", "https://example.net/cb"],
        }),
    )
    .into_quarantine();
    let mut all: Vec<Caution> = Vec::new();
    for redirect_uri in client.redirect_uris() {
        let view = ConsentView::new(
            &client,
            ConsentContext {
                redirect_uri: Some(redirect_uri),
                first_seen: Some(FirstSeen::Never),
                named_clients: &[NamedClient::new("Claude", "claude.ai")],
                ..ConsentContext::default()
            },
        );
        let cautions = view.cautions();
        assert!(cautions.is_sorted());
        all.extend(cautions);
    }
    all.sort();
    all.dedup();
    let but_one = Caution::ALL
        .iter()
        .filter(|caution| **caution != Caution::LoopbackOnly);
    assert!(all.iter().eq(but_one));
}

/// T15: whatever else speaks for it.
#[test]
fn a_client_in_quarantine_is_asked_about_each_time() {
    let client = client(json!({"redirect_uris": [WEBSITE]}));
    for (client, may_skip) in [(client.clone().into_quarantine(), false), (client, true)] {
        let context = ConsentContext {
            redirect_uri: client.match_redirect_uri(WEBSITE),
            ..ConsentContext::default()
        };
        let view = ConsentView::new(&client, context);
        assert_eq!(view.may_skip(), may_skip);
        let cautioned = view.cautions().contains(&Caution::Quarantined);
        assert_eq!(cautioned, !may_skip);
        let silent = ConsentStep::Refuse(PromptError::InteractionRequired);
        let expected = if may_skip { ConsentStep::Skip } else { silent };
        assert_eq!(view.step(Some("none"), true), expected);
    }
}

#[test]
fn every_caution_has_a_name_and_a_sentence_of_its_own() {
    let names: BTreeSet<_> = Caution::ALL.iter().map(|caution| caution.name()).collect();
    assert_eq!(names.len(), Caution::ALL.len());
    assert!(names.iter().all(|name| name.starts_with("consent.")));
    let sentences: BTreeSet<_> = Caution::ALL
        .iter()
        .map(|caution| caution.sentence())
        .collect();
    assert_eq!(sentences.len(), Caution::ALL.len());
    assert!(
        sentences
            .iter()
            .all(|sentence| sentence.ends_with('.') && !sentence.contains('<'))
    );
}
