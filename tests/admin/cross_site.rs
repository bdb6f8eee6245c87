//! A page of another site has nothing changed, and nothing fetched (T19).

use std::time::Duration;

use axum::body::Body;
use http::header::{CONTENT_TYPE, HOST, ORIGIN};
use http::request::Builder;
use http::{Request, StatusCode};
use serde_json::json;
use tower_cimd::admin::Admin;

use crate::rig::{DESK, Rig, at, encoded, form, guard, program};

const FORM: &str = "application/x-www-form-urlencoded";
const BLOCK: [(&str, &str); 2] = [("pattern", "desk.example.com"), ("why", "a")];

/// A form with everything that it needs, but for what its head says of where it comes from.
async fn check(head: impl FnOnce(Builder) -> Builder, expected: Result<(), &str>) {
    let rig = Rig::with_desk().await;
    let token = rig.token("alice").await;
    let fields: Vec<_> = BLOCK.into_iter().chain([("token", &*token)]).collect();
    let request = head(Request::post(at("/block"))).header("operator", "alice");
    let answer = rig
        .send(request.body(encoded(&fields).into()).unwrap())
        .await;
    let blocks = rig.json("/api/orders").await["blocks"]
        .as_array()
        .unwrap()
        .len();
    match expected {
        Ok(()) => assert_eq!((answer.status, blocks), (StatusCode::SEE_OTHER, 1)),
        Err(code) => {
            assert!(answer.status.is_client_error(), "{}", answer.status);
            assert!(answer.body.contains(code), "{code}: {}", answer.body);
            assert_eq!(blocks, 0, "{code}");
        }
    }
}

fn head(request: Builder, origin: Option<&str>, site: Option<&str>) -> Builder {
    let request = request
        .header(HOST, "as.example.com")
        .header(CONTENT_TYPE, FORM);
    let request = origin
        .into_iter()
        .fold(request, |request, origin| request.header(ORIGIN, origin));
    site.into_iter().fold(request, |request, site| {
        request.header("sec-fetch-site", site)
    })
}

#[tokio::test]
async fn a_form_comes_from_a_page_of_this_server() {
    let from = async |origin, site, expected| check(|r| head(r, origin, site), expected).await;
    let own = Some("https://as.example.com");
    let crossed = Err("admin.cross_site");
    from(own, Some("same-origin"), Ok(())).await;
    from(own, None, Ok(())).await;
    from(None, Some("same-origin"), Ok(())).await;
    // Over plain HTTP no `Sec-Fetch-Site` is sent.
    from(Some("http://as.example.com"), None, Ok(())).await;
    from(None, None, crossed).await;
    from(Some("null"), None, crossed).await;
    from(Some("null"), Some("same-origin"), crossed).await;
    from(Some("https://evil.example"), None, crossed).await;
    from(Some("https://evil.as.example.com"), None, crossed).await;
    from(Some("https://as.example.com.evil.example"), None, crossed).await;
    from(Some("https://as.example.com:8443"), None, crossed).await;
    from(Some("https://AS.example.com"), None, crossed).await;
    from(Some("as.example.com"), None, crossed).await;
    from(Some(""), None, crossed).await;
    from(own, Some("cross-site"), crossed).await;
    from(own, Some("same-site"), crossed).await;
    from(own, Some("none"), crossed).await;
    from(own, Some(""), crossed).await;
}

#[tokio::test]
async fn a_head_that_says_two_things_comes_from_nowhere() {
    let crossed = Err("admin.cross_site");
    let twice = |name: &'static str, values: [&'static str; 2]| {
        move |request: Builder| {
            let request = head(request, None, None);
            values
                .into_iter()
                .fold(request, |request, value| request.header(name, value))
        }
    };
    check(
        twice("sec-fetch-site", ["same-origin", "cross-site"]),
        crossed,
    )
    .await;
    check(
        twice("origin", ["https://as.example.com", "https://evil.example"]),
        crossed,
    )
    .await;
    let hosts = |request: Builder| head(request, Some("https://evil.example"), None);
    check(
        |request| hosts(request).header(HOST, "evil.example"),
        crossed,
    )
    .await;
}

#[tokio::test]
async fn the_media_types_of_other_forms_are_refused() {
    let of = async |media_type: Option<&'static str>| {
        let request = |r: Builder| {
            let r = r
                .header(HOST, "as.example.com")
                .header("sec-fetch-site", "same-origin");
            media_type
                .into_iter()
                .fold(r, |r, media_type| r.header(CONTENT_TYPE, media_type))
        };
        check(request, Err("admin.media_type")).await;
    };
    of(None).await;
    of(Some("text/plain")).await;
    of(Some("multipart/form-data; boundary=a")).await;
    of(Some("application/json")).await;
    of(Some("application/x-www-form-urlencoded2")).await;
    check(
        |r| {
            let r = r
                .header(HOST, "as.example.com")
                .header("sec-fetch-site", "same-origin");
            r.header(
                CONTENT_TYPE,
                "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
            )
        },
        Ok(()),
    )
    .await;
}

#[tokio::test]
async fn a_form_carries_the_token_of_its_page() {
    let rig = Rig::with_desk().await;
    let (alices, bobs) = (rig.token("alice").await, rig.token("bob").await);
    let check = async |token: Option<&str>, expected: bool| {
        let fields: Vec<_> = BLOCK
            .into_iter()
            .chain(token.map(|token| ("token", token)))
            .collect();
        let request = form("/block")
            .header("operator", "alice")
            .body(encoded(&fields).into());
        let answer = rig.send(request.unwrap()).await;
        assert_eq!(
            answer.status == StatusCode::SEE_OTHER,
            expected,
            "{token:?}"
        );
        assert_eq!(answer.body.contains("admin.token"), !expected, "{token:?}");
    };
    check(Some(&alices), true).await;
    check(None, false).await;
    check(Some(""), false).await;
    check(Some("AAAA"), false).await;
    check(Some(&bobs), false).await;
    check(Some(&format!("{alices}A")), false).await;
    check(Some(&alices[..alices.len() - 1]), false).await;
    rig.clock.advance(Duration::from_secs(12 * 60 * 60 - 1));
    check(Some(&alices), true).await;
    rig.clock.advance(Duration::from_secs(1));
    check(Some(&alices), false).await;
}

#[tokio::test]
async fn a_token_is_of_one_key() {
    let rig = Rig::with_desk().await;
    let token = rig.token("alice").await;
    let with = async |key: Option<[u8; 32]>| {
        let admin = Admin::new(rig.resolver.operator()).guard(guard);
        let admin = key
            .into_iter()
            .fold(admin, |admin, key| admin.key(key))
            .build()
            .unwrap();
        let other = Rig {
            app: axum::Router::new().nest("/cimd", admin),
            network: rig.network.clone(),
            resolver: rig.resolver.clone(),
            clock: rig.clock.clone(),
        };
        let fields: Vec<_> = BLOCK.into_iter().chain([("token", &*token)]).collect();
        let request = form("/block")
            .header("operator", "alice")
            .body(encoded(&fields).into());
        other.send(request.unwrap()).await.status
    };
    assert_eq!(
        with(Some([7; 32])).await,
        StatusCode::SEE_OTHER,
        "another node with the key"
    );
    assert_eq!(
        with(Some([8; 32])).await,
        StatusCode::FORBIDDEN,
        "another key"
    );
    assert_eq!(with(None).await, StatusCode::FORBIDDEN, "a key of its own");
}

#[tokio::test]
async fn a_token_in_the_query_is_none() {
    let rig = Rig::with_desk().await;
    let token = rig.token("alice").await;
    let fields: Vec<_> = BLOCK.into_iter().chain([("token", &*token)]).collect();
    let request = form(&format!("/block?{}", encoded(&fields)));
    let answer = rig
        .send(
            request
                .header("operator", "alice")
                .body(Body::empty())
                .unwrap(),
        )
        .await;
    assert!(answer.body.contains("admin.token"), "{}", answer.body);
}

#[tokio::test]
async fn a_program_says_that_it_is_one() {
    let rig = Rig::with_desk().await;
    let block = json!({ "pattern": "desk.example.com", "why": "a" }).to_string();
    let check = async |request: Builder, expected: Result<(), &str>| {
        let request = request
            .header("operator", "alice")
            .body(block.clone().into());
        let answer = rig.send(request.unwrap()).await;
        match expected {
            Ok(()) => assert_eq!(answer.status, StatusCode::OK, "{}", answer.body),
            Err(code) => {
                assert!(answer.status.is_client_error());
                assert_eq!(answer.error(), code);
            }
        }
    };
    let api = || program("/api/block");
    let crossed = Err("admin.cross_site");
    check(api(), Ok(())).await;
    check(api().header(ORIGIN, "https://as.example.com"), Ok(())).await;
    check(api().header("sec-fetch-site", "same-origin"), Ok(())).await;
    check(api().header(ORIGIN, "https://evil.example"), crossed).await;
    check(api().header(ORIGIN, "https://sub.as.example.com"), crossed).await;
    check(api().header(ORIGIN, "null"), crossed).await;
    check(api().header("sec-fetch-site", "cross-site"), crossed).await;
    check(api().header("sec-fetch-site", "same-site"), crossed).await;
    check(api().header("sec-fetch-site", "none"), crossed).await;
    let bare = |media_type| Request::post(at("/api/block")).header(CONTENT_TYPE, media_type);
    check(bare("application/json"), crossed).await;
    check(
        bare("text/plain").header("cimd-admin", "1"),
        Err("admin.media_type"),
    )
    .await;
    check(
        bare(FORM).header("cimd-admin", "1"),
        Err("admin.media_type"),
    )
    .await;
    check(
        bare("multipart/form-data").header("cimd-admin", "1"),
        Err("admin.media_type"),
    )
    .await;
}

#[tokio::test]
async fn explaining_is_held_to_the_same() {
    let rig = Rig::new();
    rig.publish(DESK, json!({}));
    let token = rig.token("alice").await;
    let fields = encoded(&[("client_id", DESK), ("token", &token)]);
    let send = async |request: Builder, body: String| {
        let request = request.header("operator", "alice").body(body.into());
        rig.send(request.unwrap()).await.status
    };
    let crossed = head(
        Request::post(at("/explain")),
        Some("https://evil.example"),
        None,
    );
    assert_eq!(send(crossed, fields.clone()).await, StatusCode::FORBIDDEN);
    let program = Request::post(at("/api/explain")).header(CONTENT_TYPE, "application/json");
    let object = json!({ "client_id": DESK }).to_string();
    assert_eq!(send(program, object).await, StatusCode::FORBIDDEN);
    rig.get(&format!("/explain?{fields}")).await;
    assert_eq!(rig.network.fetches(), 0);
    assert_eq!(send(form("/explain"), fields).await, StatusCode::OK);
    assert_eq!(rig.network.fetches(), 1);
}

#[tokio::test]
async fn the_origin_that_the_host_names_counts_where_a_proxy_sends_another_host() {
    let rig = Rig::with_desk().await;
    let admin = Admin::new(rig.resolver.operator())
        .guard(guard)
        .key([7; 32]);
    let admin = admin.origin("https://as.example.com").build().unwrap();
    let rig = Rig {
        app: axum::Router::new().nest("/cimd", admin),
        ..rig
    };
    let token = rig.token("alice").await;
    let check = async |origin: &str, expected: StatusCode| {
        let fields = encoded(&[("client_id", DESK), ("token", &token)]);
        let request = Request::post(at("/forget"))
            .header(HOST, "10.0.0.7:3000")
            .header(ORIGIN, origin)
            .header(CONTENT_TYPE, FORM)
            .header("operator", "alice");
        let answer = rig.send(request.body(fields.into()).unwrap()).await;
        assert_eq!(answer.status, expected, "{origin}");
    };
    check("https://as.example.com", StatusCode::SEE_OTHER).await;
    check("http://as.example.com", StatusCode::FORBIDDEN).await;
    check("http://10.0.0.7:3000", StatusCode::FORBIDDEN).await;
}
