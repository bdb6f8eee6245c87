//! Every route.

use std::future::ready;

use askama::Template;
use http::StatusCode;
use serde::Serialize;
use serde_json::json;

use crate::admin::act::Act;
use crate::admin::answer::Answer;
use crate::admin::frame::Place;
use crate::admin::held::each_held;
use crate::admin::pages::client::{ClientDetailPage, detail};
use crate::admin::pages::clients::{self, ClientsPage};
use crate::admin::pages::explain::{ExplainPage, explain};
use crate::admin::pages::orders::OrdersPage;
use crate::admin::pages::overview::Overview;
use crate::admin::pages::refusals::{self, RefusalTold, RefusalsPage};
use crate::admin::pages::rulebook::{RulebookPage, trial};
use crate::admin::refusal::unwritten;
use crate::admin::route::{Kind, Route, Served};
use crate::admin::visit::Visit;
use crate::resolve::fetch::BoxFuture;

/// Every route of the router, in the order of the table in [`admin`](crate::admin).
///
/// There is no other: each is made from its entry here, behind the same guard.
pub const ROUTES: &[Route] = &[
    Route::view("/", Kind::Page, |visit| now(Ok(begin(visit)))),
    Route::view("/overview", Kind::Page, |visit| now(overview_page(visit))),
    Route::view("/clients", Kind::Page, |visit| now(clients_page(visit))),
    Route::view("/client", Kind::Page, |visit| now(client_page(visit))),
    Route::view("/refusals", Kind::Page, |visit| {
        now(html(&RefusalsPage::of(visit)))
    }),
    Route::view("/explain", Kind::Page, |visit| {
        now(html(&ExplainPage::new(visit, None)))
    }),
    Route::view("/explain", Kind::Form, |visit| {
        Box::pin(explain_page(visit))
    }),
    Route::view("/orders", Kind::Page, |visit| {
        now(html(&OrdersPage::of(visit)))
    }),
    Route::view("/rulebook", Kind::Page, |visit| {
        now(html(&RulebookPage::new(visit, None)))
    }),
    Route::view("/rulebook", Kind::Form, |visit| now(rulebook_page(visit))),
    Route::view("/documents.jsonl", Kind::Read, |visit| {
        now(documents(visit))
    }),
    Route::change("/refresh", Kind::Form, |visit| {
        Box::pin(form(visit, Act::Refresh))
    }),
    Route::change("/forget", Kind::Form, |visit| {
        Box::pin(form(visit, Act::Forget))
    }),
    Route::change("/block", Kind::Form, |visit| {
        Box::pin(form(visit, Act::Block))
    }),
    Route::change("/unblock", Kind::Form, |visit| {
        Box::pin(form(visit, Act::Unblock))
    }),
    Route::change("/pin", Kind::Form, |visit| Box::pin(form(visit, Act::Pin))),
    Route::change("/unpin", Kind::Form, |visit| {
        Box::pin(form(visit, Act::Unpin))
    }),
    Route::change("/mode", Kind::Form, |visit| {
        Box::pin(form(visit, Act::Mode))
    }),
    Route::view("/api/overview", Kind::Read, |visit| now(overview(visit))),
    Route::view("/api/clients", Kind::Read, |visit| now(clients(visit))),
    Route::view("/api/client", Kind::Read, |visit| now(client(visit))),
    Route::view("/api/refusals", Kind::Read, |visit| now(refused(visit))),
    Route::view("/api/changes", Kind::Read, |visit| now(changes(visit))),
    Route::view("/api/orders", Kind::Read, |visit| now(orders(visit))),
    Route::view("/api/explain", Kind::Post, |visit| {
        Box::pin(explained(visit))
    }),
    Route::view("/api/rulebook", Kind::Post, |visit| now(tried(visit))),
    Route::change("/api/refresh", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Refresh))
    }),
    Route::change("/api/forget", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Forget))
    }),
    Route::change("/api/block", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Block))
    }),
    Route::change("/api/unblock", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Unblock))
    }),
    Route::change("/api/pin", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Pin))
    }),
    Route::change("/api/unpin", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Unpin))
    }),
    Route::change("/api/mode", Kind::Post, |visit| {
        Box::pin(post(visit, Act::Mode))
    }),
];

/// The pages stand beside each other, so that their links are short.
fn begin(visit: &Visit<'_>) -> Answer {
    Answer::SeeOther(format!("{}{}", visit.base, Place::Overview.path()))
}

fn overview_page(visit: &Visit<'_>) -> Served {
    html(&Overview::of(&visit.desk.operator).page(visit))
}

fn clients_page(visit: &Visit<'_>) -> Served {
    html(&ClientsPage::of(visit)?)
}

fn client_page(visit: &Visit<'_>) -> Served {
    html(&ClientDetailPage::of(visit)?)
}

async fn explain_page(visit: &Visit<'_>) -> Served {
    let explanation = explain(visit).await?;
    html(&ExplainPage::new(visit, Some(&explanation)))
}

fn rulebook_page(visit: &Visit<'_>) -> Served {
    html(&RulebookPage::new(visit, Some(&trial(visit)?)))
}

async fn form(visit: &Visit<'_>, act: Act) -> Served {
    act.make(visit).await?;
    Ok(Answer::SeeOther(act.afterwards(&visit.fields)))
}

fn overview(visit: &Visit<'_>) -> Served {
    json(&Overview::of(&visit.desk.operator))
}

fn clients(visit: &Visit<'_>) -> Served {
    let filter = clients::filter(&visit.fields)?;
    json(&visit.desk.operator.clients(&filter))
}

fn client(visit: &Visit<'_>) -> Served {
    json(&detail(visit)?)
}

fn refused(visit: &Visit<'_>) -> Served {
    let filter = refusals::filter(&visit.fields);
    let refusals = visit.desk.operator.refusals(&filter);
    let told: Vec<_> = refusals.iter().map(RefusalTold::new).collect();
    json(&json!({ "refusals": told }))
}

fn changes(visit: &Visit<'_>) -> Served {
    json(&json!({ "changes": visit.desk.operator.changes() }))
}

fn orders(visit: &Visit<'_>) -> Served {
    json(&*visit.desk.operator.orders())
}

async fn explained(visit: &Visit<'_>) -> Served {
    json(&explain(visit).await?)
}

fn tried(visit: &Visit<'_>) -> Served {
    json(&trial(visit)?)
}

async fn post(visit: &Visit<'_>, act: Act) -> Served {
    json(&act.make(visit).await?)
}

/// As `cimd policy try` reads them.
fn documents(visit: &Visit<'_>) -> Served {
    let mut lines = String::new();
    each_held(&visit.desk.operator, |detail| {
        let line = json!({ "client_id": detail.row.client_id, "document": detail.document });
        lines.push_str(&format!("{line}\n"));
    });
    Ok(Answer::Lines(lines))
}

fn html(page: &impl Template) -> Served {
    Ok(page.render().map_or_else(|_| unwritten(), Answer::Page))
}

fn json(value: &impl Serialize) -> Served {
    let json = serde_json::to_string(value);
    Ok(json.map_or_else(|_| unwritten(), |json| Answer::Json(StatusCode::OK, json)))
}

fn now<'a>(served: Served) -> BoxFuture<'a, Served> {
    Box::pin(ready(served))
}
