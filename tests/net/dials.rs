//! No reflector (T12): one network is dialled so often, whatever names lead there.

use std::io;
use std::net::IpAddr;
use std::time::Duration;

use tower_cimd::net::{HttpsFetch, Lookup};
use tower_cimd::resolve::{BoxFuture, Dials, Fetch, FetchError, FetchRequest};

use crate::origin::Origin;

#[path = "../support/clock.rs"]
mod clock;
use clock::FakeClock;

/// Every name leads to the same addresses.
#[derive(Debug)]
struct Wildcard(Vec<IpAddr>);

impl Lookup for Wildcard {
    fn lookup<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

fn fetcher(origin: &Origin, dials: &Dials) -> HttpsFetch {
    let fetcher = HttpsFetch::builder()
        .danger_extra_root(origin.ca_pem().as_bytes())
        .danger_loopback()
        .lookup(Wildcard(vec![[127, 0, 0, 1].into()]))
        .dials(dials.clone());
    fetcher.build().expect("a fetcher")
}

async fn fetch(
    fetcher: &HttpsFetch,
    origin: &Origin,
    name: &str,
    preferred: bool,
) -> Result<(), FetchError> {
    let port = origin.addr().port();
    let mut request = FetchRequest::document(format!("https://{name}.example:{port}/"), 5_120);
    request.preferred = preferred;
    fetcher.fetch(request).await.map(|_| ())
}

#[tokio::test]
async fn a_thousand_names_of_one_address_are_no_more_dials_than_the_rate() {
    let (origin, clock) = (Origin::start().await, FakeClock::new());
    let dials = Dials::per_minute(20).clock(clock.clone());
    let fetcher = fetcher(&origin, &dials);
    let mut last = None;
    for n in 0..1_000 {
        let name = format!("name{n}");
        if let Err(FetchError::Throttled { retry_after }) =
            fetch(&fetcher, &origin, &name, false).await
        {
            last = Some(retry_after);
        }
    }
    assert_eq!(origin.connections(), 10);
    let wait = last.expect("a refusal");
    assert_eq!(wait, Duration::from_secs(6));

    clock.advance(wait);
    let later = fetch(&fetcher, &origin, "later", false).await;
    assert!(
        !matches!(later, Err(FetchError::Throttled { .. })),
        "{later:?}"
    );
    assert_eq!(origin.connections(), 11);
}

#[tokio::test]
async fn half_of_the_rate_is_kept_for_preferred_fetches() {
    let origin = Origin::start().await;
    let dials = Dials::per_minute(20).clock(FakeClock::new());
    let fetcher = fetcher(&origin, &dials);
    for (preferred, connections) in [(false, 10), (true, 20)] {
        for n in 0..30 {
            let _ = fetch(&fetcher, &origin, &format!("name{n}"), preferred).await;
        }
        assert_eq!(origin.connections(), connections);
    }
}

#[tokio::test]
async fn fetchers_that_share_their_dials_spend_together() {
    let origin = Origin::start().await;
    let dials = Dials::per_minute(4).clock(FakeClock::new());
    for _ in 0..3 {
        let _ = fetch(&fetcher(&origin, &dials), &origin, "name", false).await;
    }
    assert_eq!(origin.connections(), 2);
}

fn addresses(texts: &[&str]) -> Vec<IpAddr> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// Whether two addresses are one network.
fn check(one: &str, other: &str, are_one: bool) {
    let dials = Dials::per_minute(2).clock(FakeClock::new());
    assert!(dials.spend(addresses(&[one]), false).is_ok());
    let second = dials.spend(addresses(&[other]), false);
    assert_eq!(second.is_err(), are_one, "{one} and {other}");
}

#[test]
fn an_ipv4_address_is_one_network_and_an_ipv6_56_is() {
    check("203.0.113.1", "203.0.113.1", true);
    check("203.0.113.1", "203.0.113.2", false);
    check("2001:db8:0:100::1", "2001:db8:0:1ff:ffff::", true);
    check("2001:db8:0:100::1", "2001:db8:0:200::1", false);
    check("203.0.113.1", "::ffff:203.0.113.1", true);
}

#[test]
fn of_several_addresses_those_may_be_dialled_that_were_not_too_often() {
    let dials = Dials::per_minute(4).clock(FakeClock::new());
    let [used_up, fresh] = ["203.0.113.1", "203.0.113.2"];
    for _ in 0..2 {
        assert!(dials.spend(addresses(&[used_up]), false).is_ok());
    }
    let both = || addresses(&[used_up, fresh]);
    for _ in 0..2 {
        assert_eq!(dials.spend(both(), false), Ok(addresses(&[fresh])));
    }
    assert_eq!(dials.spend(both(), false), Err(Duration::from_secs(30)));
    assert_eq!(dials.spend(both(), true), Ok(both()));
}

#[test]
fn a_wait_is_honest() {
    let clock = FakeClock::new();
    let dials = Dials::per_minute(7).clock(clock.clone());
    let one = || addresses(&["203.0.113.1"]);
    for _ in 0..100 {
        if let Err(wait) = dials.spend(one(), false) {
            assert!(wait <= Duration::from_secs(60));
            clock.advance(wait);
            assert!(dials.spend(one(), false).is_ok());
        }
    }
}
