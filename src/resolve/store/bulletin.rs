//! The operator's orders in the store.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::Bytes;

use crate::resolve::clock::Clock;
use crate::resolve::event;
use crate::resolve::orders::{LiveOrders, Mark, OrderChange, OrderError, Orders};
use crate::resolve::store::access::Access;
use crate::resolve::store::desk::{Desk, Kind};
use crate::resolve::store::leases::{Lease, Leases, Turn};
use crate::resolve::store::refusal::StoreRefusal;

/// Reads the orders that lie in the store, and changes them: under a lease, so that two operators at once
/// lose nothing.
///
/// Two records: all the orders, and their mark alone, which is what each node looks at each second. A
/// node never goes back to an older version (T7), and puts back what it goes by where the store has
/// lost it or shows something older.
#[derive(Debug)]
pub(crate) struct Bulletin {
    pub(crate) access: Arc<Access>,
    pub(crate) desk: Arc<Desk>,
    pub(crate) leases: Leases,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) orders: Arc<LiveOrders>,
    /// Whether the store has ever said what is ordered.
    pub(crate) has_read: AtomicBool,
}

/// What a look at the store comes to.
enum Look<T> {
    There(T),
    /// Nothing, or nothing that is believed.
    Nothing,
    /// The store could not be asked.
    Away,
}

impl Bulletin {
    /// Goes by what lies in the store, if it is newer. `false` where the store could not be asked.
    pub(crate) async fn read(&self) -> bool {
        match self.look().await {
            Look::There(orders) => {
                self.take(orders);
                true
            }
            Look::Nothing => true,
            Look::Away => false,
        }
    }

    /// Looks at the mark alone, and reads or mends what lies there where it differs.
    pub(crate) async fn poll(&self) -> bool {
        let ours = self.mark();
        match self.look_at_mark().await {
            Look::There(mark) if mark > ours => self.read().await,
            Look::There(mark) if mark == ours => true,
            Look::Nothing if ours.version == 0 => self.read().await,
            Look::There(_) | Look::Nothing => {
                self.mend().await;
                true
            }
            Look::Away => false,
        }
    }

    /// Changes what is ordered, for all nodes.
    pub(crate) async fn change(&self, change: &OrderChange) -> Result<(), OrderError> {
        let lease = self.lease().await?;
        let outcome = self.change_alone(change).await;
        self.leases.give_back(lease).await;
        outcome
    }

    /// The version by which this node goes.
    pub(crate) fn version(&self) -> u64 {
        self.mark().version
    }

    fn mark(&self) -> Mark {
        self.orders.in_force().mark
    }

    async fn change_alone(&self, change: &OrderChange) -> Result<(), OrderError> {
        match self.look().await {
            Look::There(orders) => self.take(orders),
            Look::Nothing => {}
            Look::Away => return Err(OrderError::Store),
        }
        let ours = self.orders.in_force();
        let mut orders = ours.orders.after(change)?;
        orders.version = orders.version.saturating_add(1);
        self.put(&orders).await?;
        self.orders.take(orders);
        Ok(())
    }

    /// Puts back what this node goes by, unless somebody is at it.
    async fn mend(&self) {
        let Turn::Ours(lease) = self.leases.take(ORDERS).await else {
            return;
        };
        if let Look::There(orders) = self.look().await {
            self.take(orders);
        }
        let ours = self.orders.in_force();
        // Where it cannot be put, the next poll tries again.
        let _ = self.put(&ours.orders).await;
        self.leases.give_back(lease).await;
    }

    /// The record itself comes first: a version that is told must be there to be read.
    async fn put(&self, orders: &Orders) -> Result<(), OrderError> {
        let sealed = self.desk.close(Kind::Orders, ORDERS, |w| orders.write(w));
        let version = self.desk.close(Kind::Orders, VERSION, |writer| {
            orders.mark().write(writer);
        });
        if sealed.len() > MOST_BYTES {
            return Err(OrderError::Full);
        }
        for (name, value) in [(ORDERS, sealed), (VERSION, version)] {
            let key = self.desk.orders_key(name);
            let put = self.access.ask(|store| store.put(&key, value, LIFETIME));
            put.await.ok_or(OrderError::Store)?;
        }
        Ok(())
    }

    /// The right to change the orders, which another change may have for a moment.
    async fn lease(&self) -> Result<Lease, OrderError> {
        let end = self.clock.now() + PATIENCE;
        loop {
            match self.leases.take(ORDERS).await {
                Turn::Ours(lease) => return Ok(lease),
                Turn::Theirs(_) if self.clock.now() < end => self.clock.sleep(POLL).await,
                Turn::Theirs(_) => return Err(OrderError::Contended),
                Turn::Unknown => return Err(OrderError::Store),
            }
        }
    }

    fn take(&self, orders: Orders) {
        let mark = orders.mark();
        if mark < self.mark() {
            self.tell_of(StoreRefusal::Rollback);
        } else if self.orders.take(orders) {
            event::orders_taken(mark.version);
        }
    }

    async fn look(&self) -> Look<Orders> {
        self.open(ORDERS, MOST_BYTES, |sealed| {
            self.desk
                .open_of(Kind::Orders, ORDERS, sealed, Orders::read)
        })
        .await
    }

    async fn look_at_mark(&self) -> Look<Mark> {
        self.open(VERSION, VERSION_BYTES, |sealed| {
            self.desk.open_of(Kind::Orders, VERSION, sealed, Mark::read)
        })
        .await
    }

    async fn open<T>(
        &self,
        name: &str,
        most: usize,
        open: impl FnOnce(&Bytes) -> Result<T, StoreRefusal>,
    ) -> Look<T> {
        let key = self.desk.orders_key(name);
        // One byte more than is written shows what is too long.
        match self.access.ask(|store| store.get(&key, most + 1)).await {
            None => Look::Away,
            Some(None) => {
                self.has_read.store(true, Ordering::Release);
                Look::Nothing
            }
            Some(Some(sealed)) if sealed.len() > most => self.refuse(StoreRefusal::Size),
            Some(Some(sealed)) => match open(&sealed) {
                Ok(found) => {
                    self.has_read.store(true, Ordering::Release);
                    Look::There(found)
                }
                Err(refusal) => self.refuse(refusal),
            },
        }
    }

    fn refuse<T>(&self, refusal: StoreRefusal) -> Look<T> {
        self.tell_of(refusal);
        Look::Nothing
    }

    fn tell_of(&self, refusal: StoreRefusal) {
        event::store_refused(&self.access.throttle, None, refusal.rule());
    }
}

const ORDERS: &str = "orders";
const VERSION: &str = "version";
/// Read by each node after each change.
const MOST_BYTES: usize = 1024 * 1024;
const VERSION_BYTES: usize = 1024;
/// Orders last until they are taken back. A store wants an end.
const LIFETIME: Duration = Duration::from_secs(10 * 365 * 24 * 60 * 60);
/// How long a change waits for another one: longer than a lease lasts whose node died.
const PATIENCE: Duration = Duration::from_secs(6);
const POLL: Duration = Duration::from_millis(25);
