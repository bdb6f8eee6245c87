//! What to do about it.

use std::time::SystemTime;

use bytes::Bytes;

use crate::resolve::budget::{Applicant, Requester};
use crate::resolve::departure::{Errand, NotStarted};
use crate::resolve::error::ResolveError;
use crate::resolve::event::{self, Ordered};
use crate::resolve::flight::Joined;
use crate::resolve::operator::reading::Operator;
use crate::resolve::orders::{Block, Given, ModeOrder, OrderChange, OrderError, PinOrder, PinUse};
use crate::resolve::pin::PinError;
use crate::resolve::policy::{Admission, Mode};

/// Each change takes who makes it, `by`: 1 to 128 bytes, as the host's own authentication has it. It stands in
/// the event `cimd.ordered` and, with an order, in the store.
impl Operator {
    /// Has the document of a client fetched now, conditionally where a copy is held. It takes a slot and
    /// is paid for as for a client that the policy [names](Admission::Named).
    ///
    /// # Errors
    ///
    /// [`OrderError::Refresh`] where no valid document came; a copy that is held is dealt with as after any
    /// other fetch. [`OrderError::Text`].
    ///
    /// # Panics
    ///
    /// Outside of a tokio runtime with its timer enabled.
    pub async fn refresh(&self, client_id: &str, by: &str) -> Result<(), OrderError> {
        self.given(by, "")?;
        event::ordered(Ordered::about("refresh", client_id, by));
        self.fetch(client_id).await.map_err(OrderError::Refresh)
    }

    /// Drops the copies of a client's document, as [`Resolver::forget`](crate::Resolver::forget) does.
    ///
    /// # Errors
    ///
    /// [`OrderError::Text`].
    pub async fn forget(&self, client_id: &str, by: &str) -> Result<(), OrderError> {
        self.given(by, "")?;
        self.resolver.forget(client_id);
        event::ordered(Ordered::about("forget", client_id, by));
        Ok(())
    }

    /// Blocks the clients that `pattern` matches: one client_id, a host, or all hosts below a name, as a
    /// [rulebook](crate::resolve::rulebook) spells them. They are refused by the rule `policy.blocked` from
    /// their next use on, here at once and on the other nodes within a second. A block of the same pattern is
    /// replaced.
    ///
    /// Clients of the host's [own table](crate::ResolverBuilder::registered) are not affected.
    ///
    /// # Errors
    ///
    /// [`OrderError`]; nothing has changed then, but where [`OrderError::Store`] says otherwise. The same holds
    /// for all that follows.
    pub async fn block(&self, pattern: &str, why: &str, by: &str) -> Result<(), OrderError> {
        let block = Block::new(pattern, self.given(by, why)?)?;
        self.order(OrderChange::Block(block)).await?;
        event::ordered(Ordered::about("block", pattern, by));
        Ok(())
    }

    /// Takes a block back, by its pattern as it stands in [`Orders::blocks`](crate::resolve::operator::Orders).
    ///
    /// # Errors
    ///
    /// As for [`block`](Operator::block).
    pub async fn unblock(&self, pattern: &str, by: &str) -> Result<(), OrderError> {
        self.given(by, "")?;
        self.order(OrderChange::Unblock(pattern.to_owned())).await?;
        event::ordered(Ordered::about("unblock", pattern, by));
        Ok(())
    }

    /// Pins the document that is held of a client, to be used instead of the published one until `expires`.
    /// A pin of the same client that was ordered before is replaced.
    ///
    /// # Errors
    ///
    /// As for [`block`](Operator::block).
    pub async fn pin(
        &self,
        client_id: &str,
        expires: SystemTime,
        why: &str,
        by: &str,
    ) -> Result<(), OrderError> {
        let held = self.course().cache().get(client_id);
        let held = held.ok_or(OrderError::NotHeld)?;
        let document = Bytes::copy_from_slice(held.publication().body());
        self.pin_document(client_id, document, PinUse::Instead, expires, why, by)
            .await
    }

    /// Pins `document`, at most 64 KiB, for a client until `expires`. It is judged by the rules that hold for a
    /// document that was fetched, on each node.
    ///
    /// # Errors
    ///
    /// As for [`block`](Operator::block).
    pub async fn pin_document(
        &self,
        client_id: &str,
        document: impl Into<Bytes> + Send,
        used: PinUse,
        expires: SystemTime,
        why: &str,
        by: &str,
    ) -> Result<(), OrderError> {
        let order = PinOrder {
            client_id: client_id.to_owned(),
            document: document.into(),
            expires,
            used,
            given: self.given(by, why)?,
        };
        self.check_pin(&order).map_err(OrderError::Pin)?;
        order.check_bounds(self.course().clock().wall())?;
        self.order(OrderChange::Pin(order)).await?;
        event::ordered(Ordered::about("pin", client_id, by));
        Ok(())
    }

    /// Takes a pin back that was ordered.
    ///
    /// # Errors
    ///
    /// As for [`block`](Operator::block).
    pub async fn unpin(&self, client_id: &str, by: &str) -> Result<(), OrderError> {
        self.given(by, "")?;
        self.order(OrderChange::Unpin(client_id.to_owned())).await?;
        event::ordered(Ordered::about("unpin", client_id, by));
        Ok(())
    }

    /// Orders a mode, or leaves it to the policy again.
    ///
    /// # Errors
    ///
    /// As for [`block`](Operator::block).
    pub async fn set_mode(
        &self,
        mode: Option<Mode>,
        why: &str,
        by: &str,
    ) -> Result<(), OrderError> {
        let given = self.given(by, why)?;
        let order = mode.map(|mode| ModeOrder { mode, given });
        self.order(OrderChange::Mode(order)).await?;
        event::ordered(Ordered::mode(mode.map_or("policy", Mode::name), by));
        Ok(())
    }

    async fn order(&self, change: OrderChange) -> Result<(), OrderError> {
        let course = self.course();
        match &course.board {
            Some(board) => board.change(&change).await,
            None => course.orders().change(&change),
        }
    }

    fn given(&self, by: &str, why: &str) -> Result<Given, OrderError> {
        Given::new(by, why, self.course().clock().wall())
    }

    fn check_pin(&self, order: &PinOrder) -> Result<(), PinError> {
        let course = self.course();
        let judged = order.pin().judge(course.rules(), course.clock().wall());
        judged.map(drop)
    }

    async fn fetch(&self, client_id: &str) -> Result<(), ResolveError> {
        let course = self.course();
        let client_id = course.parse(client_id, None)?;
        course.check_own_host(&client_id)?;
        course.admit(&client_id)?;
        let applicant = Applicant {
            client_id: &client_id,
            admission: Admission::Named,
            requester: Requester::Unknown,
        };
        let held = course.cache().get(client_id.as_str());
        let errand = held.as_ref().map_or(Errand::Discover, Errand::Renew);
        match course.begin(&applicant, errand) {
            Joined::Waiting(waiter) => {
                let landed = waiter.wait().await;
                landed.unwrap_or(Err(ResolveError::Crashed)).map(drop)
            }
            // Fetched in this very moment.
            Joined::NotStarted(NotStarted::Landed(_) | NotStarted::Superseded) => Ok(()),
            Joined::NotStarted(NotStarted::Unaffordable(error)) => Err(error),
            Joined::Full => Err(ResolveError::Busy),
        }
    }
}
