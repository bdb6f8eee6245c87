//! What a rule demands of a client's document.

use serde_json::{Value, json};
use tower_cimd::resolve::policy::{MayUse, Policy, Restriction};
use tower_cimd::resolve::rulebook::{Effect, Redirects, Rule};
use tower_cimd::resolve::{ResolveError, StaticFetch};
use tower_cimd::rules::auth_method::{AuthMethod, Selection};

use crate::event::Log;
use crate::rulebook::{book, published, rule};
use crate::support::{FakeClock, document};
use crate::world::{CLIENT_ID, build, builder, client, error};

const HOME: &str = "https://client.example.com/callback";

async fn redirecting(restriction: Redirects, uri: &str) -> MayUse {
    let book = book([rule(Effect::Allow, "*").redirects([restriction])]);
    book.may_use(&published(json!({"redirect_uris": [HOME, uri]})).await)
}

async fn check(restriction: Redirects, refusal: Restriction, kept_out: &[&str], let_in: &[&str]) {
    for uri in kept_out {
        let answer = redirecting(restriction, uri).await;
        assert_eq!(answer, MayUse::Unsuited(refusal), "{uri}");
    }
    for uri in let_in {
        assert_eq!(
            redirecting(restriction, uri).await,
            MayUse::Allowed,
            "{uri}"
        );
    }
}

#[tokio::test]
async fn every_redirection_uri_is_on_the_origin_of_the_client_id() {
    check(
        Redirects::SameOrigin,
        Restriction::RedirectOrigin,
        &[
            "https://client.example.com:8443/cb",
            "https://example.com/cb",
            "http://127.0.0.1/cb",
            "com.example.client:/cb",
        ],
        &[
            "https://client.example.com/elsewhere",
            "https://client.example.com:443/cb",
        ],
    )
    .await;
}

#[tokio::test]
async fn every_redirection_uri_is_on_https() {
    check(
        Redirects::HttpsOnly,
        Restriction::RedirectScheme,
        &[
            "http://localhost/cb",
            "http://[::1]/cb",
            "com.example.client:/cb",
        ],
        &["https://elsewhere.example.net/cb"],
    )
    .await;
}

#[tokio::test]
async fn no_redirection_uri_is_on_loopback_whatever_the_scheme() {
    check(
        Redirects::NoLoopback,
        Restriction::RedirectLoopback,
        &[
            "http://localhost/cb",
            "http://127.0.0.1:8080/cb",
            "http://[::1]/cb",
            "https://localhost/cb",
            "https://127.0.0.1/cb",
            "https://127.1/cb",
            "https://app.localhost/cb",
            "https://[::ffff:127.0.0.1]/cb",
        ],
        &[
            "https://elsewhere.example.net/cb",
            "https://localhost.example.com/cb",
        ],
    )
    .await;
}

#[tokio::test]
async fn a_rule_without_restrictions_has_none() {
    let book = book([rule(Effect::Allow, "*")]);
    let client = published(json!({"redirect_uris": ["http://localhost/cb"]})).await;
    assert_eq!(book.may_use(&client), MayUse::Allowed);
}

#[tokio::test]
async fn a_restriction_holds_in_quarantine_too() {
    let restricted = rule(Effect::Quarantine, "*").redirects([Redirects::HttpsOnly]);
    let book = book([restricted]);
    let native = published(json!({"redirect_uris": ["http://localhost/cb"]})).await;
    let refused = MayUse::Unsuited(Restriction::RedirectScheme);
    assert_eq!(book.may_use(&native), refused);
    let website = published(json!({})).await;
    assert_eq!(book.may_use(&website), MayUse::Quarantined);
}

fn signing(members: Value) -> Value {
    let mut whole = json!({
        "client_id": CLIENT_ID,
        "redirect_uris": [HOME],
        "jwks": {"keys": [{
            "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        }]},
    });
    let besides = members.as_object().unwrap().clone();
    whole.as_object_mut().unwrap().extend(besides);
    whole
}

/// What comes of a document where the rule demands `private_key_jwt`, and clients choose.
async fn demanding(document: Value) -> Result<(), ResolveError> {
    let demanded = rule(Effect::Allow, "*").auth_methods([AuthMethod::PrivateKeyJwt]);
    let network = StaticFetch::new().publish(CLIENT_ID, document.to_string());
    let methods = [
        AuthMethod::None,
        AuthMethod::PrivateKeyJwt,
        AuthMethod::TlsClientAuth,
    ];
    let resolver = builder(network, &FakeClock::new())
        .auth_methods(methods)
        .rules(|rules| rules.server.selection = Selection::ClientChoice)
        .policy(book([demanded]));
    let resolver = build(resolver);
    let context = crate::world::detached();
    resolver.resolve(CLIENT_ID, &context).await.map(drop)
}

#[tokio::test]
async fn a_client_that_authenticates_as_demanded_is_used() {
    let only = signing(json!({"token_endpoint_auth_method": "private_key_jwt"}));
    assert!(demanding(only).await.is_ok());
}

/// What it may leave undone, it may be impersonated without.
#[tokio::test]
async fn a_client_that_may_do_otherwise_is_refused() {
    for members in [
        json!({}),
        json!({"token_endpoint_auth_method": "none"}),
        json!({"token_endpoint_auth_methods_supported": ["none", "private_key_jwt"]}),
        json!({"token_endpoint_auth_method": "tls_client_auth"}),
        json!({"token_endpoint_auth_methods_supported": ["private_key_jwt", "tls_client_auth"]}),
    ] {
        let refused = demanding(signing(members.clone())).await.unwrap_err();
        assert_eq!(refused.cause(), "policy.auth_method", "{members}");
    }
}

#[tokio::test]
async fn the_operator_and_the_author_are_told_which_restriction_it_is() {
    let log = Log::install();
    let restricted = Rule::new("websites", Effect::Allow, ["*"]).unwrap();
    let restricted = restricted.redirects([Redirects::NoLoopback]);
    let native = json!({"client_id": CLIENT_ID, "redirect_uris": ["http://localhost/cb"]});
    let network = StaticFetch::new().publish(CLIENT_ID, native.to_string());
    let resolver = build(builder(network, &FakeClock::new()).policy(book([restricted])));
    log.told();
    let refused = error(&resolver, CLIENT_ID).await;
    assert_eq!(refused.rule(), "policy.redirect_loopback");
    assert_eq!(
        refused.description(),
        "this server does not accept the client"
    );
    let ruled = format!(
        "INFO cimd.ruled client_id={CLIENT_ID} name=websites rule=policy.redirect_loopback"
    );
    assert!(log.told().contains(&ruled));
}

#[tokio::test]
async fn a_restriction_acts_on_clients_in_the_cache() {
    let network = StaticFetch::new().publish(CLIENT_ID, document(CLIENT_ID));
    let handle = tower_cimd::resolve::SharedPolicy::new(book([]));
    let resolver = builder(network.clone(), &FakeClock::new()).policy(handle.clone());
    let resolver = build(resolver);
    client(&resolver, CLIENT_ID).await;
    let demanded = rule(Effect::Allow, "*").auth_methods([AuthMethod::PrivateKeyJwt]);
    handle.replace(book([demanded]));
    assert_eq!(
        error(&resolver, CLIENT_ID).await.cause(),
        "policy.auth_method"
    );
    assert_eq!(network.fetches(), 1);
}
