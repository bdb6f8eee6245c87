//! What every store does.

use std::future::Future;
use std::time::Duration;

use bytes::Bytes;
use tower_cimd::resolve::store::Store;

const SHORT: Duration = Duration::from_millis(50);
const LONG: Duration = Duration::from_secs(60);

/// Checks everything that [`Store`] says, on an empty store; `pass` lets time pass.
pub(crate) async fn keeps_the_contract<F: Future<Output = ()>>(
    store: &dyn Store,
    pass: impl Fn(Duration) -> F,
) {
    values(store, &pass).await;
    leases(store, &pass).await;
    messages(store).await;
}

async fn values<F: Future<Output = ()>>(store: &dyn Store, pass: &impl Fn(Duration) -> F) {
    assert_eq!(store.get("a", 100).await.unwrap(), None);
    store.put("a", bytes(b"one\0\xFF"), LONG).await.unwrap();
    assert_eq!(
        store.get("a", 100).await.unwrap(),
        Some(bytes(b"one\0\xFF"))
    );
    assert_eq!(store.get("a", 5).await.unwrap(), Some(bytes(b"one\0\xFF")));
    assert_eq!(store.get("a", 2).await.unwrap(), Some(bytes(b"on")));
    assert_eq!(store.get("b", 100).await.unwrap(), None);

    store.put("a", bytes(b"two"), SHORT).await.unwrap();
    assert_eq!(store.get("a", 100).await.unwrap(), Some(bytes(b"two")));
    pass(2 * SHORT).await;
    assert_eq!(store.get("a", 100).await.unwrap(), None);

    store.put("a", bytes(b"three"), LONG).await.unwrap();
    store.forget("a").await.unwrap();
    store.forget("a").await.unwrap();
    assert_eq!(store.get("a", 100).await.unwrap(), None);
}

async fn leases<F: Future<Output = ()>>(store: &dyn Store, pass: &impl Fn(Duration) -> F) {
    let (one, two) = (bytes(b"one"), bytes(b"two"));
    assert_eq!(store.lease("l", one.clone(), LONG).await.unwrap(), None);
    let held = store.lease("l", two.clone(), LONG).await.unwrap();
    assert_eq!(held, Some(one.clone()));

    store.release("l", two.clone()).await.unwrap();
    let held = store.lease("l", two.clone(), LONG).await.unwrap();
    assert_eq!(
        held,
        Some(one.clone()),
        "only its holder gives a lease back"
    );

    store.release("l", one.clone()).await.unwrap();
    assert_eq!(store.lease("l", two.clone(), SHORT).await.unwrap(), None);
    pass(2 * SHORT).await;
    assert_eq!(store.lease("l", one.clone(), LONG).await.unwrap(), None);
    store.release("l", two).await.unwrap();
    let held = store.lease("l", bytes(b"three"), LONG).await.unwrap();
    assert_eq!(
        held,
        Some(one),
        "a holder whose time is over gives nothing back"
    );
}

async fn messages(store: &dyn Store) {
    store.publish("c", bytes(b"unheard")).await.unwrap();
    let mut first = store.subscribe("c").await.unwrap();
    let mut second = store.subscribe("c").await.unwrap();
    first.ping().await.unwrap();
    store.publish("d", bytes(b"elsewhere")).await.unwrap();
    store.publish("c", bytes(b"one\0\xFF")).await.unwrap();
    store.publish("c", bytes(b"two")).await.unwrap();
    for subscription in [&mut first, &mut second] {
        assert_eq!(subscription.next().await.unwrap(), bytes(b"one\0\xFF"));
        assert_eq!(subscription.next().await.unwrap(), bytes(b"two"));
    }
}

fn bytes(bytes: &'static [u8]) -> Bytes {
    Bytes::from_static(bytes)
}
