//! Names that are not what they seem.

use tower_cimd::resolve::{Fetch, FetchRequest};

use crate::origin::{Names, Origin};
use crate::row::{Row, check, row};
use crate::world::{
    HOST, SHORT, URL, builder, by_name, end, published, resolve, resolver, timeless, url_of, within,
};

#[tokio::test(flavor = "multi_thread")]
async fn every_row_of_names_ends_as_it_must() {
    check("dns", rows()).await;
}

fn rows() -> Vec<Row> {
    vec![
        row("dns-rebind-2", a_name_that_rebinds()),
        row("dns-aaaa-siit", refused(one("::ffff:0:7f00:1"))),
        row("dns-cname-internal", refused(an_alias_of_the_inside())),
        row(
            "dns-cname-loop",
            unresolved(a_loop_of_aliases(), "fetch.dns"),
        ),
        row(
            "dns-empty",
            unresolved(Names::new().addresses(HOST, [""; 0]), "fetch.dns"),
        ),
        row("dns-huge", four_thousand_addresses()),
        row("dns-case", a_host_in_mixed_case()),
        row("dns-trailing-dot", a_host_with_a_final_dot()),
        row("dns-mdns", a_name_of_the_local_network()),
        row(
            "dns-nsec3-loop",
            unresolved(Names::new().silence(HOST), "fetch.timed_out"),
        ),
        row("dns-ecs-split", crate::tcp::a_proxy_with_names_of_its_own()),
        row("dns-literal-bypasses-hook", literals()),
    ]
}

fn one(address: &str) -> Names {
    Names::new().addresses(HOST, [address])
}

fn an_alias_of_the_inside() -> Names {
    let metadata = "metadata.google.internal";
    Names::new()
        .alias(HOST, metadata)
        .addresses(metadata, ["169.254.169.254"])
}

fn a_loop_of_aliases() -> Names {
    Names::new()
        .alias(HOST, "b.example.com")
        .alias("b.example.com", HOST)
}

async fn refused(names: Names) -> &'static str {
    unresolved(names, "fetch.address_refused").await
}

async fn unresolved(names: Names, cause: &'static str) -> &'static str {
    let origin = Origin::start().await;
    let fetcher = match cause {
        "fetch.timed_out" => by_name(&origin, &names).timeout(SHORT),
        _ => by_name(&origin, &names),
    };
    let outcome = resolve(&resolver(fetcher), &url_of(&origin, HOST)).await;
    assert_eq!(outcome.as_ref().unwrap_err().cause(), cause);
    assert_eq!((names.asked().len(), origin.connections()), (1, 0));
    end(&outcome)
}

/// The first answer passes, every later one does not: who looks up twice within a fetch is caught.
async fn a_name_that_rebinds() -> &'static str {
    let origin = Origin::start().await;
    let url = url_of(&origin, HOST);
    origin.answer(&url, published(&url).header("cache-control", "no-store"));
    let names = Names::new()
        .addresses(HOST, ["127.0.0.1"])
        .addresses(HOST, ["10.0.0.1"]);
    let resolver = resolver(by_name(&origin, &names));
    let first = resolve(&resolver, &url).await;
    assert_eq!((names.asked().len(), origin.connections()), (1, 1));
    let second = resolve(&resolver, &url).await;
    assert_eq!(second.unwrap_err().cause(), "fetch.address_refused");
    assert_eq!((names.asked().len(), origin.connections()), (2, 1));
    end(&first)
}

/// All of them are judged and a few are dialled, so that no name makes us knock on 4,000 doors.
async fn four_thousand_addresses() -> &'static str {
    let all: Vec<String> = (0..4_000)
        .map(|n| format!("127.1.{}.{}", n / 250, n % 250 + 1))
        .collect();
    let inside = all.iter().map(String::as_str).chain(["10.0.0.1"]);
    refused(Names::new().addresses(HOST, inside)).await;

    let origin = Origin::start().await;
    let url = url_of(&origin, HOST);
    origin.answer(&url, published(&url));
    let outside = ["127.0.0.1"]
        .into_iter()
        .chain(all.iter().map(String::as_str));
    let names = Names::new().addresses(HOST, outside);
    end(&resolve(&resolver(by_name(&origin, &names)), &url).await)
}

async fn a_host_in_mixed_case() -> &'static str {
    let origin = Origin::start().await;
    let url = url_of(&origin, "Client.EXAMPLE.com");
    origin.answer(&url, published(&url));
    let names = one("127.0.0.1");
    let client = resolve(&resolver(by_name(&origin, &names)), &url).await;
    assert_eq!(names.asked(), [HOST]);
    assert_eq!(client.as_ref().unwrap().client_id().as_str(), url);
    end(&client)
}

async fn a_host_with_a_final_dot() -> &'static str {
    let origin = Origin::start().await;
    let dotted = url_of(&origin, "client.example.com.");
    origin.answer(&dotted, published(&dotted));
    let names = Names::new().addresses("client.example.com.", ["127.0.0.1"]);
    let fetcher = by_name(&origin, &names).build().unwrap();
    let request = FetchRequest::document(dotted.as_str(), 5_120);
    assert_eq!(fetcher.fetch(request).await.unwrap().status, 200);
    assert_eq!(origin.server_names(), [Some(HOST.to_owned())]);

    let refusal = resolve(&resolver(by_name(&origin, &names)), &dotted).await;
    assert_eq!(refusal.unwrap_err().cause(), "client_id.trailing_dot");
    "one identity: with the dot it is no client_id"
}

async fn a_name_of_the_local_network() -> &'static str {
    let origin = Origin::start().await;
    let names = Names::new().addresses("printer.local", ["192.168.1.9"]);
    let url = url_of(&origin, "printer.local");
    let refusal = resolve(&resolver(by_name(&origin, &names)), &url).await;
    assert_eq!(refusal.unwrap_err().cause(), "client_id.special_use_name");
    assert!(names.asked().is_empty());
    // Where an operator lets such names be, their addresses are judged all the same.
    let lax = builder(by_name(&origin, &names))
        .rules(|rules| rules.client_id.danger_special_use_names = true)
        .build()
        .unwrap();
    let outcome = resolve(&lax, &url).await;
    assert_eq!(
        outcome.as_ref().unwrap_err().cause(),
        "fetch.address_refused"
    );
    end(&outcome)
}

/// reqwest dials a literal without asking its resolver.
async fn literals() -> &'static str {
    let origin = Origin::start().await;
    let names = Names::new();
    let fetcher = by_name(&origin, &names).build().unwrap();
    for host in LITERALS {
        let request = FetchRequest::document(url_of(&origin, host), 5_120);
        let refusal = within(fetcher.fetch(request), host).await.unwrap_err();
        assert_eq!(refusal.rule(), "fetch.address_refused", "{host}");
    }
    assert!(names.asked().is_empty());
    assert_eq!(origin.connections(), 0);
    "fetch-error for every refused literal"
}

#[tokio::test]
async fn no_row_of_names_depends_on_a_name_server() {
    let (resolver, _) = timeless(by_name(&Origin::start().await, &Names::new()));
    let outcome = resolve(&resolver, URL).await;
    assert_eq!(outcome.unwrap_err().cause(), "fetch.dns");
}

const LITERALS: [&str; 14] = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f.1",
    "0177.0.0.1",
    "①②⑦.⓪.⓪.①",
    "127.0.0.1.",
    "%31%32%37.0.0.1",
    "0.0.0.0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:0:7f00:1]",
    "8.8.8.8",
    "[2606:4700::1111]",
];
