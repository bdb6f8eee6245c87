//! What was ordered.

use askama::Template;

use crate::admin::frame::{Frame, Place};
use crate::admin::moment::Signed;
use crate::admin::pages::client::{Blocked, Pinned};
use crate::admin::pages::overview::durable;
use crate::admin::tag::Tag;
use crate::admin::visit::Visit;

/// Blocks, pins and the mode.
#[derive(Template)]
#[template(path = "orders.html", config = "src/admin/askama.toml")]
pub(crate) struct OrdersPage {
    frame: Frame,
    version: u64,
    durable: &'static str,
    blocks: Vec<Blocked>,
    pins: Vec<Pinned>,
    mode: Tag,
    ordered: Option<Signed>,
}

impl OrdersPage {
    pub(crate) fn of(visit: &Visit<'_>) -> Self {
        let operator = &visit.desk.operator;
        let now = visit.desk.now();
        let orders = operator.orders();
        OrdersPage {
            frame: Frame::new(visit, Place::Orders, "Orders"),
            version: orders.version,
            durable: durable(operator.durability()),
            blocks: orders
                .blocks
                .iter()
                .map(|block| Blocked::new(block, now))
                .collect(),
            pins: orders
                .pins
                .iter()
                .map(|pin| Pinned::new(pin, now))
                .collect(),
            mode: Tag::mode(operator.mode().mode),
            ordered: orders
                .mode
                .as_ref()
                .map(|order| Signed::new(&order.given, now)),
        }
    }
}
