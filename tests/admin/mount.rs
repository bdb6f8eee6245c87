//! The page works wherever it is mounted.

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use tower_cimd::admin::Admin;
use url::Url;

use crate::html::tags;
use crate::rig::{Answer, DESK, Rig, guard};

/// Follows the page's own links, as a browser resolves them, from where it is mounted.
async fn check(mount: impl FnOnce(Router) -> Router, at: &str) {
    let mut rig = Rig::with_desk().await;
    rig.app = mount(
        Admin::new(rig.resolver.operator())
            .guard(guard)
            .build()
            .unwrap(),
    );
    let begin = Url::parse(&format!("https://as.example.com{at}")).unwrap();
    let (url, _) = follow(&rig, begin).await;
    assert!(url.path().ends_with("/overview"), "{at}: {url}");
    let mut to_visit = vec![url];
    let mut visited = Vec::new();
    while let Some(url) = to_visit.pop() {
        let (url, answer) = follow(&rig, url).await;
        assert_eq!(answer.status, StatusCode::OK, "{at}: {url}");
        visited.push(url.clone());
        let tags = tags(&answer.body);
        let links = tags
            .iter()
            .filter(|tag| tag.name == "a")
            .filter_map(|tag| tag.get("href"));
        let links = links
            .filter(|link| !link.starts_with('#'))
            .map(|link| url.join(link).unwrap());
        let new = links.filter(|link| !visited.contains(link));
        to_visit.extend(new.collect::<Vec<_>>());
        to_visit.sort();
        to_visit.dedup();
    }
    let is_client = |url: &Url| url.query_pairs().any(|(_, value)| value == DESK);
    assert!(visited.iter().any(is_client), "{at}: {visited:?}");
    assert!(visited.len() >= 6, "{at}: {visited:?}");
}

/// The page at `url`, or where it redirects to.
async fn follow(rig: &Rig, url: Url) -> (Url, Answer) {
    let answer = get(rig, &url).await;
    if answer.status != StatusCode::SEE_OTHER {
        return (url, answer);
    }
    let to = url.join(answer.header("location").unwrap()).unwrap();
    let answer = get(rig, &to).await;
    (to, answer)
}

async fn get(rig: &Rig, url: &Url) -> Answer {
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let request = Request::get(target).header("operator", "alice");
    rig.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn links_lead_within_the_page() {
    check(|admin| Router::new().nest("/cimd", admin), "/cimd").await;
    check(
        |admin| Router::new().nest("/internal/operators/cimd", admin),
        "/internal/operators/cimd",
    )
    .await;
    check(|admin| Router::new().nest("/a:b", admin), "/a:b").await;
    check(|admin| admin, "/").await;
    check(|admin| Router::new().merge(admin), "/").await;
    check(
        |admin| Router::new().nest("/a", Router::new().nest("/b", admin)),
        "/a/b",
    )
    .await;
    check(|admin| Router::new().nest_service("/cimd", admin), "/cimd").await;
    check(|admin| Router::new().nest_service("/cimd", admin), "/cimd/").await;
}
