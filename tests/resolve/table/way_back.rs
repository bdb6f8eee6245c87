//! From the snapshot to the client, on the legs of a grant alone.

use tower_cimd::Leg;
use tower_cimd::resolve::policy::{Admission, MayUse};
use tower_cimd::resolve::{FetchContext, Resolution};
use tower_cimd::rules::client::Source;
use tower_cimd::rules::freshness::{FreshnessRules, StaleRules};

use crate::support::document;
use crate::table::{DAY, HOUR, NANOSECOND, World, find, source};
use crate::world::{CLIENT_ID, Operator, build, detached, seconds};

const OF_GRANTS: [Leg; 3] = [Leg::Token, Leg::Revocation, Leg::Introspection];
const OTHERS: [Leg; 3] = [
    Leg::Authorization,
    Leg::PushedAuthorization,
    Leg::DeviceAuthorization,
];

#[tokio::test]
async fn a_redeploy_in_bad_weather_breaks_no_grant() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    for age in [seconds(300), HOUR, DAY - NANOSECOND] {
        world.clock.advance(age - world.clock.elapsed());
        for leg in OF_GRANTS {
            let found = source(&world.start(), leg).await;
            assert_eq!(found, Ok(Some(Source::Snapshot)), "{leg:?} {age:?}");
        }
    }
}

#[tokio::test]
async fn a_snapshot_a_day_old_is_none() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    world.clock.advance(DAY);
    assert_eq!(source(&world.start(), Leg::Token).await, Err("weather"));
    for leg in [Leg::Revocation, Leg::Introspection] {
        assert_eq!(source(&world.start(), leg).await, Ok(None), "{leg:?}");
    }
}

#[tokio::test]
async fn while_it_is_fresh_nothing_is_fetched() {
    let world = World::materialised(&[]).await;
    world.clock.advance(seconds(299));
    for leg in OF_GRANTS {
        let found = source(&world.start(), leg).await;
        assert_eq!(found, Ok(Some(Source::Snapshot)), "{leg:?}");
    }
    assert_eq!(world.publisher.fetches(), 1);
}

#[tokio::test]
async fn once_it_is_stale_the_token_endpoint_asks_the_publisher_first_and_the_others_nobody() {
    let world = World::materialised(&[]).await;
    world.clock.advance(seconds(300));
    for leg in [Leg::Revocation, Leg::Introspection] {
        let found = source(&world.start(), leg).await;
        assert_eq!(found, Ok(Some(Source::Snapshot)), "{leg:?}");
    }
    assert_eq!(world.publisher.fetches(), 1);
    let found = source(&world.start(), Leg::Token).await;
    assert_eq!(found, Ok(Some(Source::Fetched)));
    assert_eq!(world.publisher.fetches(), 2);
}

#[tokio::test]
async fn no_other_leg_ever_sees_a_snapshot() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    for age in [seconds(0), HOUR] {
        world.clock.advance(age);
        world.table.done();
        for leg in OTHERS {
            assert_eq!(source(&world.start(), leg).await, Err("weather"), "{leg:?}");
        }
        let detached = world.start().resolve(CLIENT_ID, &detached()).await;
        assert!(detached.is_err());
        assert!(world.table.done().is_empty());
    }
}

#[tokio::test]
async fn a_snapshot_that_was_used_is_not_kept_for_the_authorization_endpoint() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    let resolver = world.start();
    for leg in OF_GRANTS {
        assert!(source(&resolver, leg).await.is_ok());
    }
    assert_eq!(resolver.stats().entries, 0);
    for leg in OTHERS {
        assert_eq!(source(&resolver, leg).await, Err("weather"), "{leg:?}");
    }
}

#[tokio::test]
async fn a_request_that_may_not_cause_a_fetch_gets_no_snapshot_at_the_token_endpoint() {
    let world = World::materialised(&[]).await;
    let context = FetchContext::detached(Some(Leg::Token)).known_only();
    let found = world.start().resolve(CLIENT_ID, &context).await;
    assert!(matches!(found, Ok(Resolution::Pending(_))), "{found:?}");
}

#[tokio::test]
async fn what_the_publisher_forbids_is_not_done_with_a_snapshot_either() {
    for control in [
        "no-store",
        "private",
        "no-cache",
        "max-age=60, must-revalidate",
        "max-age=60, proxy-revalidate",
        "s-maxage=60",
        "max-age=60, stale-if-error=0",
    ] {
        let world = World::materialised(&[("cache-control", control)]).await;
        world.clock.advance(seconds(61));
        world.publisher.goes_away();
        assert_eq!(
            source(&world.start(), Leg::Token).await,
            Err("weather"),
            "{control}"
        );
        assert_eq!(
            source(&world.start(), Leg::Revocation).await,
            Ok(None),
            "{control}"
        );
    }
}

#[tokio::test]
async fn the_operators_windows_are_those_of_a_stale_copy() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    let start = |hours: u32| {
        let rules = StaleRules {
            on_error_at_token: HOUR * hours,
            ..StaleRules::default()
        };
        build(world.builder().stale(rules))
    };
    world.clock.advance(HOUR * 2);
    let found = source(&start(3), Leg::Token).await;
    assert_eq!(found, Ok(Some(Source::Snapshot)));
    assert_eq!(source(&start(2), Leg::Token).await, Err("weather"));
}

#[tokio::test]
async fn it_is_fresh_no_longer_than_the_rules_of_the_present_say() {
    let world = World::materialised(&[("cache-control", "max-age=3600")]).await;
    world.clock.advance(seconds(120));
    let rules = FreshnessRules {
        max: seconds(120),
        default: seconds(120),
        ..FreshnessRules::default()
    };
    let resolver = build(world.builder().freshness(rules));
    assert_eq!(
        source(&resolver, Leg::Token).await,
        Ok(Some(Source::Fetched))
    );
    let found = source(&world.start(), Leg::Token).await;
    assert_eq!(found, Ok(Some(Source::Snapshot)));
}

#[tokio::test]
async fn a_calendar_that_was_set_back_makes_no_snapshot_younger() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    use tower_cimd::resolve::Clock;
    world.clock.set_wall(world.clock.wall() - seconds(6));
    assert_eq!(source(&world.start(), Leg::Token).await, Err("weather"));
}

#[tokio::test]
async fn the_snapshot_is_judged_by_the_rules_of_the_present() {
    let world = World::materialised(&[]).await;
    world.publisher.goes_away();
    let strict = build(world.builder().rules(|rules| {
        rules.document.required_members = vec!["logo_uri"];
    }));
    assert_eq!(source(&strict, Leg::Token).await, Err("weather"));
    assert_eq!(source(&strict, Leg::Revocation).await, Ok(None));
}

#[tokio::test]
async fn the_policy_is_asked_about_a_snapshot_as_about_every_use() {
    let world = World::materialised(&[]).await;
    for operator in [
        Operator::new().may_use(MayUse::Refused),
        Operator::new().admits(Admission::Refused),
    ] {
        let resolver = build(world.builder().policy(operator));
        for leg in OF_GRANTS {
            let answer = find(&resolver, leg).await;
            assert!(
                answer.is_err_and(|rule| rule.starts_with("policy.")),
                "{leg:?}"
            );
        }
    }
}

#[tokio::test]
async fn who_differs_in_case_has_no_snapshot() {
    let world = World::materialised(&[]).await;
    let variant = "https://CLIENT.example.com/oauth";
    let _ = world
        .publisher
        .network
        .clone()
        .publish(variant, document(variant));
    let resolver = build(world.builder().registered(world.table.clone()));
    let fetches = world.publisher.fetches();
    let context = FetchContext::detached(Some(Leg::Token));
    match resolver.resolve(variant, &context).await {
        Ok(Resolution::Client(client)) => assert_eq!(client.source(), Source::Fetched),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.publisher.fetches(), fetches + 1);
    let context = FetchContext::detached(Some(Leg::Revocation));
    let cold = world.start().resolve(variant, &context).await;
    assert!(matches!(cold, Ok(Resolution::Pending(_))), "{cold:?}");
}

#[tokio::test]
async fn a_newer_copy_in_the_cache_is_used_and_not_an_older_snapshot() {
    let world = World::materialised(&[]).await;
    let resolver = world.start();
    world.clock.advance(HOUR);
    let newer = document(CLIENT_ID).replace("A client", "Newer");
    world.publisher.publishes(newer, &[]);
    assert!(source(&resolver, Leg::Authorization).await.is_ok());
    world.publisher.goes_away();
    world.clock.advance(HOUR);
    for leg in OF_GRANTS {
        let client = find(&resolver, leg).await.unwrap().unwrap();
        assert_eq!(
            (client.client_name(), client.source()),
            (Some("Newer"), Source::Stale)
        );
    }
}
