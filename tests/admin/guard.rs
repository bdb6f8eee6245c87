//! No route without the guard, and none without its right.

use axum::body::Body;
use http::{Method, Request, StatusCode};
use serde_json::json;
use tower_cimd::admin::{Identity, ROUTES, Right, Route};

use crate::rig::{Answer, DESK, Rig, at, encoded, form, program};

#[tokio::test]
async fn every_route_asks_the_guard_first() {
    let rig = Rig::with_desk().await;
    for route in ROUTES {
        let answer = send(&rig, route, None).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{route:?}");
        assert_eq!(answer.body, "sign in first", "{route:?}");
        assert_eq!(
            answer.header("cache-control"),
            Some("no-store"),
            "{route:?}"
        );
    }
}

#[tokio::test]
async fn a_viewer_may_do_nothing_that_changes_anything() {
    let rig = Rig::with_desk().await;
    let before = rig.json("/api/orders").await;
    for route in ROUTES {
        let answer = send(&rig, route, Some("viewer")).await;
        match route.right() {
            Right::View => assert!(is_let_in(&answer), "{route:?}: {}", answer.body),
            Right::Change => {
                assert_eq!(answer.status, StatusCode::FORBIDDEN, "{route:?}");
                assert!(answer.body.contains("admin.right"), "{route:?}");
            }
            _ => panic!("{route:?}"),
        }
    }
    assert_eq!(rig.json("/api/orders").await, before);
}

#[tokio::test]
async fn an_operator_is_let_in_everywhere() {
    let rig = Rig::with_desk().await;
    for route in ROUTES {
        let answer = send(&rig, route, Some("operator")).await;
        assert!(
            is_let_in(&answer),
            "{route:?}: {} {}",
            answer.status,
            answer.body
        );
    }
}

#[test]
fn a_change_is_a_post_and_takes_its_right() {
    for route in ROUTES {
        let changes = route.right() == Right::Change;
        let is_post = route.method() == Method::POST;
        assert!(is_post || !changes, "{route:?}");
        // Explaining may fetch, and trying a rulebook takes one.
        let reads = ["/explain", "/api/explain", "/rulebook", "/api/rulebook"];
        assert!(
            !is_post || changes || reads.contains(&route.path()),
            "{route:?}"
        );
    }
}

#[tokio::test]
async fn no_route_takes_another_method() {
    let rig = Rig::with_desk().await;
    for route in ROUTES {
        let taken: Vec<_> = ROUTES
            .iter()
            .filter(|other| other.path() == route.path())
            .collect();
        for method in [
            Method::GET,
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::OPTIONS,
        ] {
            if taken.iter().any(|route| route.method() == method) {
                continue;
            }
            let request = Request::builder().method(&method).uri(at(route.path()));
            let request = request.header("operator", "alice").body(Body::empty());
            let answer = rig.send(request.unwrap()).await;
            assert_eq!(
                answer.status,
                StatusCode::METHOD_NOT_ALLOWED,
                "{method} {route:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_viewer_sees_no_button_that_changes_anything() {
    let rig = Rig::with_desk().await;
    rig.sign_in("https://127.0.0.1/a").await;
    for page in [
        "/overview",
        "/clients",
        "/refusals",
        "/orders",
        &crate::rig::client(DESK),
    ] {
        let request = Request::get(at(page))
            .header("viewer", "bob")
            .body(Body::empty());
        let answer = rig.send(request.unwrap()).await;
        let tags = crate::html::tags(&answer.body);
        let posts = tags.iter().filter(|tag| tag.get("method") == Some("post"));
        assert_eq!(posts.count(), 0, "{page}");
        assert!(answer.body.contains("view only"), "{page}");
    }
}

#[test]
fn whoever_may_change_may_look() {
    let operator = Identity::operator("a");
    let viewer = Identity::viewer("b");
    let may = |identity: &Identity| [identity.may(Right::View), identity.may(Right::Change)];
    assert_eq!(may(&operator), [true, true]);
    assert_eq!(may(&viewer), [true, false]);
}

/// A request that is in order for its route, by somebody.
async fn send(rig: &Rig, route: &Route, who: Option<&str>) -> Answer {
    let token = rig.token("alice").await;
    let members = [
        ("client_id", DESK),
        ("pattern", "desk.example.com"),
        ("use", "last_resort"),
        ("days", "1"),
        ("mode", "report"),
        ("rulebook", "{}"),
    ];
    let fields: Vec<_> = members.into_iter().chain([("token", &*token)]).collect();
    let (request, body) = match (route.method() == Method::POST, route.is_api()) {
        (false, _) => {
            let query = encoded(&members[..1]);
            (
                Request::get(format!("{}?{query}", at(route.path()))),
                Body::empty(),
            )
        }
        (true, false) => (form(route.path()), encoded(&fields).into()),
        (true, true) => {
            let object: serde_json::Map<_, _> = members
                .iter()
                .map(|(name, value)| ((*name).to_owned(), json!(value)))
                .collect();
            (program(route.path()), json!(object).to_string().into())
        }
    };
    let request = match who {
        // The tokens are alice's.
        Some(right) => request.header(right, "alice"),
        None => request,
    };
    rig.send(request.body(body).unwrap()).await
}

/// Whatever came of it, it was served: an order that is not there to be taken back is none of the guard's.
fn is_let_in(answer: &Answer) -> bool {
    answer.status.is_success()
        || answer.status == StatusCode::SEE_OTHER
        || answer.body.contains("order.unknown")
        || answer.body.contains("admin.unknown_client")
}
