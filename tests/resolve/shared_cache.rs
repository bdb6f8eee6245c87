//! No configuration reads another's verdict (T8).

use tower_cimd::resolve::{ResolveError, ResolverBuilder, SharedCache, StaticFetch};
use tower_cimd::rules::auth_method::AuthMethod;
use tower_cimd::rules::client::Source;

use crate::support::{FakeClock, document, fetched};
use crate::world::{CLIENT_ID, build, builder, client, error, source};

struct Tenants {
    network: StaticFetch,
    clock: FakeClock,
    cache: SharedCache,
}

impl Tenants {
    fn new(client_id: &str, document: String) -> Self {
        Tenants {
            network: StaticFetch::new().publish(client_id, document),
            clock: FakeClock::new(),
            cache: SharedCache::new(1 << 20),
        }
    }

    fn builder(&self) -> ResolverBuilder {
        builder(self.network.clone(), &self.clock).cache(self.cache.clone())
    }
}

#[tokio::test]
async fn a_strict_resolver_refuses_what_a_lax_one_has_cached_without_a_fetch() {
    let tenants = Tenants::new(
        CLIENT_ID,
        serde_json::json!({
            "client_id": CLIENT_ID,
            "redirect_uris": ["https://client.example.com/callback"],
        })
        .to_string(),
    );
    let lax = build(tenants.builder());
    let strict = build(tenants.builder().rules(|rules| {
        rules.document.require_explicit_auth_method = true;
    }));
    client(&lax, CLIENT_ID).await;
    for _ in 0..2 {
        assert!(matches!(
            error(&strict, CLIENT_ID).await,
            ResolveError::Document(_)
        ));
    }
    assert_eq!(source(&lax, CLIENT_ID).await, Source::Cache);
    assert_eq!(tenants.network.fetches(), 1);
}

#[tokio::test]
async fn a_strict_resolver_refuses_the_client_id_of_what_a_lax_one_has_cached() {
    const WITH_QUERY: &str = "https://client.example.com/oauth?a=b";
    let tenants = Tenants::new(WITH_QUERY, document(WITH_QUERY));
    client(&build(tenants.builder()), WITH_QUERY).await;
    let strict = build(
        tenants
            .builder()
            .rules(|rules| rules.client_id.query = false),
    );
    assert!(matches!(
        error(&strict, WITH_QUERY).await,
        ResolveError::ClientId(_)
    ));
    assert_eq!(tenants.network.fetches(), 1);
}

#[tokio::test]
async fn each_resolver_has_its_own_view_of_one_document() {
    let keys = serde_json::json!({
        "client_id": CLIENT_ID,
        "redirect_uris": ["https://client.example.com/callback"],
        "token_endpoint_auth_method": "private_key_jwt",
        "token_endpoint_auth_methods_supported": ["none", "private_key_jwt"],
        "jwks_uri": "https://client.example.com/jwks",
    });
    let tenants = Tenants::new(CLIENT_ID, keys.to_string());
    let public = build(tenants.builder());
    let confidential = build(
        tenants
            .builder()
            .auth_methods([AuthMethod::None, AuthMethod::PrivateKeyJwt]),
    );
    for _ in 0..2 {
        let method = client(&public, CLIENT_ID)
            .await
            .token_endpoint_auth_method();
        assert_eq!(method, AuthMethod::None);
        let method = client(&confidential, CLIENT_ID)
            .await
            .token_endpoint_auth_method();
        assert_eq!(method, AuthMethod::PrivateKeyJwt);
    }
    assert_eq!(tenants.network.fetches(), 1);
}

#[tokio::test]
async fn the_media_type_is_judged_by_each_reader() {
    const IN_FOLDER: &str = "https://files.example.com/owner/client.json";
    let tenants = Tenants::new(IN_FOLDER, String::new());
    let plain = [("content-type", "text/plain")];
    let answer = fetched(200, &plain, document(IN_FOLDER));
    let _ = tenants.network.clone().answer(IN_FOLDER, answer);
    let lax = build(tenants.builder().rules(|rules| {
        let folder = "https://files.example.com/owner/".to_owned();
        rules.document.text_plain.push(folder);
    }));
    client(&lax, IN_FOLDER).await;
    let refused = error(&build(tenants.builder()), IN_FOLDER).await;
    assert_eq!(refused.cause(), "document.media_type");
    assert_eq!(tenants.network.fetches(), 1);
}

#[tokio::test]
async fn the_own_host_of_one_is_a_publisher_for_another() {
    let tenants = Tenants::new(CLIENT_ID, document(CLIENT_ID));
    client(&build(tenants.builder()), CLIENT_ID).await;
    let own = tower_cimd::Resolver::builder("https://client.example.com")
        .fetch(tenants.network.clone())
        .cache(tenants.cache.clone())
        .build()
        .unwrap();
    assert!(matches!(
        error(&own, CLIENT_ID).await,
        ResolveError::OwnHost
    ));
}

#[tokio::test]
async fn what_one_forgets_all_forget() {
    let tenants = Tenants::new(CLIENT_ID, document(CLIENT_ID));
    let (one, other) = (build(tenants.builder()), build(tenants.builder()));
    client(&one, CLIENT_ID).await;
    assert_eq!(source(&other, CLIENT_ID).await, Source::Cache);
    tenants.cache.forget(CLIENT_ID);
    assert_eq!(source(&other, CLIENT_ID).await, Source::Fetched);
}
