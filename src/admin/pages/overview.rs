//! How this server stands.

use askama::Template;
use serde::Serialize;

use crate::admin::frame::{Frame, Place};
use crate::admin::moment::{Moment, Signed};
use crate::admin::pages::lately::{ChangeRow, lately};
use crate::admin::said::Said;
use crate::admin::tag::{MODES, Tag};
use crate::admin::visit::Visit;
use crate::admin::when::{bytes, span};
use crate::resolve::operator::{
    Budgets, Durability, EffectiveMode, ModeOrder, Node, Operator, Purse, StoreHealth, StoreState,
    StoreTrouble,
};
use crate::resolve::resolver::Stats;

/// What a program reads.
#[derive(Serialize)]
pub(crate) struct Overview {
    issuer: String,
    mode: EffectiveMode,
    ordered_mode: Option<ModeOrder>,
    durability: Durability,
    orders_version: u64,
    cache: Cache,
    budgets: Budgets,
    store: StoreHealth,
    nodes: Vec<Node>,
}

#[derive(Serialize)]
struct Cache {
    entries: u64,
    bytes: u64,
}

/// What people read.
#[derive(Template)]
#[template(path = "admin/overview.html")]
pub(crate) struct OverviewPage {
    frame: Frame,
    durable: &'static str,
    mode: Tag,
    ordered: Option<Signed>,
    choices: Vec<Choice>,
    figures: Vec<Figure>,
    budgets: Vec<BudgetRow>,
    store: Tag,
    store_words: String,
    nodes: Vec<NodeRow>,
    changes: Vec<ChangeRow>,
}

struct Choice {
    value: &'static str,
    words: &'static str,
    is_now: bool,
}

struct Figure {
    name: &'static str,
    value: String,
}

struct BudgetRow {
    name: &'static str,
    words: String,
    left: u64,
    most: u64,
}

struct NodeRow {
    name: Said,
    is_this: bool,
    is_behind: bool,
    version: u64,
    seen: Moment,
}

impl Overview {
    pub(crate) fn of(operator: &Operator) -> Self {
        let orders = operator.orders();
        let Stats { entries, bytes, .. } = operator.stats();
        Overview {
            issuer: operator.resolver().rules().issuer.as_str().to_owned(),
            mode: operator.mode(),
            ordered_mode: orders.mode.clone(),
            durability: operator.durability(),
            orders_version: orders.version,
            cache: Cache { entries, bytes },
            budgets: operator.budgets(),
            store: operator.store(),
            nodes: operator.nodes(),
        }
    }

    pub(crate) fn page(self, visit: &Visit<'_>) -> OverviewPage {
        let now = visit.desk.now();
        OverviewPage {
            frame: Frame::new(visit, Place::Overview, "Overview"),
            durable: durable(self.durability),
            mode: Tag::mode(self.mode.mode),
            ordered: self
                .ordered_mode
                .map(|order| Signed::new(&order.given, now)),
            choices: choices(self.mode),
            figures: figures(&self.cache, &self.budgets),
            budgets: budgets(&self.budgets),
            store: Tag::store(self.store.state),
            store_words: store_words(&self.store),
            nodes: self
                .nodes
                .iter()
                .map(|node| NodeRow::new(node, now))
                .collect(),
            changes: lately(&visit.desk.operator, now),
        }
    }
}

impl NodeRow {
    fn new(node: &Node, now: std::time::SystemTime) -> Self {
        NodeRow {
            name: Said::new(&node.name),
            is_this: node.is_this,
            is_behind: node.is_behind,
            version: node.version,
            seen: Moment::new(node.seen, now),
        }
    }
}

pub(crate) fn durable(durability: Durability) -> &'static str {
    match durability {
        Durability::Process => {
            "There is no shared store: what is ordered here is for this process, and gone when it ends."
        }
        Durability::Store => {
            "What is ordered here lies sealed in the shared store, for all nodes, and outlives them."
        }
    }
}

fn choices(mode: EffectiveMode) -> Vec<Choice> {
    let choices = MODES.into_iter().map(|(choice, value, words)| Choice {
        value,
        words,
        is_now: mode.ordered && choice == mode.mode,
    });
    let policy = Choice {
        value: "policy",
        words: "No order: the mode that the policy of this server has.",
        is_now: !mode.ordered,
    };
    choices.chain([policy]).collect()
}

fn figures(cache: &Cache, budgets: &Budgets) -> Vec<Figure> {
    let figure = |name, value| Figure { name, value };
    vec![
        figure("documents", cache.entries.to_string()),
        figure("of memory", bytes(cache.bytes)),
        figure("fetches now", budgets.in_flight.to_string()),
        figure("accounts", budgets.accounts.to_string()),
    ]
}

fn budgets(budgets: &Budgets) -> Vec<BudgetRow> {
    let rate = |name, purse: &Purse| BudgetRow {
        name,
        words: format!(
            "a minute; {} left for strangers, {} for users who have signed in",
            purse.strangers, purse.users
        ),
        left: purse.proven.into(),
        most: purse.per_minute.into(),
    };
    let slots = BudgetRow {
        name: "Fetches at once",
        words: "slots for fetches that are under way".to_owned(),
        left: budgets.most_in_flight.saturating_sub(budgets.in_flight) as u64,
        most: budgets.most_in_flight as u64,
    };
    let discovery = rate("Documents not at hand", &budgets.discovery);
    let refresh = rate("Newer copies", &budgets.refresh);
    vec![discovery, refresh, slots]
}

fn store_words(health: &StoreHealth) -> String {
    let trouble = match health.last_trouble {
        None => "",
        Some(StoreTrouble::Failed) => {
            " Its last failure was an error; the event cimd.store_lost tells it."
        }
        Some(StoreTrouble::Late) => " Its last failure was that it was late.",
    };
    let words = match health.state {
        StoreState::None => "This server has none: each node is alone.".to_owned(),
        StoreState::Up => "It answers.".to_owned(),
        StoreState::Lost => {
            let lost = std::time::Duration::from_secs(health.lost_seconds.unwrap_or_default());
            format!("It has failed for {}; this node works alone.", span(lost))
        }
    };
    let unread = match (health.state, health.orders_read) {
        (StoreState::None, _) | (_, true) => "",
        (StoreState::Up | StoreState::Lost, false) => {
            " This node has not read yet what is ordered there."
        }
    };
    format!("{words}{unread}{trouble}")
}
