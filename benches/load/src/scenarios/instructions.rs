//! Instructions of the server's program for a request, without those of the kernel, as callgrind counts
//! them. The same on a busy machine as on a quiet one.
//!
//! Each server is run twice under it, with requests and with more requests; what is counted twice falls
//! away.

use std::fs;
use std::process::Command;
use std::sync::Arc;

use bytes::Bytes;

use crate::answer::Body;
use crate::clients::{authorization, authorization_of_opaque, client_id};
use crate::figure::{Figure, Report};
use crate::plan::Plan;
use crate::process::{self, Child};
use crate::server;
use crate::started::Started;
use crate::traffic::Traffic;

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("instructions are not counted: there is no valgrind here");
        return;
    }
    let opaque = authorization_of_opaque();
    let one = authorization(&client_id(0, 443));
    let questions = [
        ("plain", server::PLAIN, &opaque, Body::Nobody),
        ("a layer that does nothing", server::NO_OP, &opaque, Body::Nobody),
        ("opaque client_id", server::LAYER, &opaque, Body::Nobody),
        ("warm, one client", server::LAYER, &one, Body::Client),
    ];
    for (name, role, request, answer) in questions {
        let few = count(role, request, answer, plan.counted).await;
        let more = count(role, request, answer, 2 * plan.counted).await;
        let each = (more - few) / plan.counted as f64;
        report.add(Figure::of("instructions", name, [each], "a request"));
    }
}

/// Instructions of a server's life with so many requests.
async fn count(role: &str, request: &Bytes, answer: Body, requests: usize) -> f64 {
    let counted = std::env::temp_dir().join(format!("load-{}.callgrind", std::process::id()));
    let callgrind = [
        "valgrind".to_owned(),
        "--quiet".to_owned(),
        "--tool=callgrind".to_owned(),
        format!("--callgrind-out-file={}", counted.display()),
    ];
    let child = Child::spawn(&mut process::command_under(&callgrind, role, &[]));
    let mut server = Started::on(child, 1).await;
    let traffic = Traffic::in_turn([request.clone()], answer);
    server.send(&traffic, requests, 1).await;
    Arc::into_inner(server.child).unwrap().finish();
    let profile = fs::read_to_string(&counted).unwrap();
    let _ = fs::remove_file(&counted);
    let total = profile
        .lines()
        .find_map(|line| line.strip_prefix("totals: "));
    total.unwrap().trim().parse().unwrap()
}
