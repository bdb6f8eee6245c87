//! Instructions of the server's program for a request, without those of the kernel, as callgrind counts
//! them. The same on a busy machine as on a quiet one.
//!
//! Each server is run twice under it, with requests and with more requests; what is counted twice falls
//! away.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use bytes::Bytes;

use crate::answer::Body;
use crate::clients::{authorization, authorization_of_opaque, client_id};
use crate::figure::{Figure, Report};
use crate::plan::Plan;
use crate::process::{self, Child};
use crate::publisher::Publisher;
#[cfg(feature = "peer")]
use crate::scenarios::peer;
use crate::server;
use crate::started::Started;
use crate::traffic::Traffic;

pub(crate) async fn measure(plan: &Plan, report: &mut Report) {
    if Command::new("valgrind").arg("--version").output().is_err() {
        eprintln!("instructions are not counted: there is no valgrind here");
        return;
    }
    let mut questions = at_hand();
    questions.extend(cold());
    #[cfg(feature = "peer")]
    questions.push(of_peer());
    for question in questions {
        let few = question.count(plan.counted).await;
        let more = question.count(2 * plan.counted).await;
        let each = (more - few) / plan.counted as f64;
        report.add(Figure::of(
            "instructions",
            question.name,
            [each],
            "a request",
        ));
    }
    let profiles = std::env::temp_dir().join("load");
    eprintln!(
        "the profiles, for callgrind_annotate: {}",
        profiles.display()
    );
}

/// A server, and what it is asked.
struct Question {
    name: &'static str,
    role: &'static str,
    told: Vec<String>,
    /// Of its environment.
    variables: Vec<(&'static str, PathBuf)>,
    requests: Box<dyn Fn(usize) -> Traffic>,
}

fn at_hand() -> Vec<Question> {
    let opaque = authorization_of_opaque();
    let one = authorization(&client_id(0, 443));
    let question = |name, role, request: &Bytes, answer| {
        let request = request.clone();
        Question {
            name,
            role,
            told: Vec::new(),
            variables: Vec::new(),
            requests: Box::new(move |_| Traffic::in_turn([request.clone()], answer)),
        }
    };
    vec![
        question("plain", server::PLAIN, &opaque, Body::Nobody),
        question(
            "a layer that does nothing",
            server::NO_OP,
            &opaque,
            Body::Nobody,
        ),
        question("opaque client_id", server::LAYER, &opaque, Body::Nobody),
        question("warm, one client", server::LAYER, &one, Body::Client),
    ]
}

/// Clients that come once, and what the fetch of each costs alone.
fn cold() -> Vec<Question> {
    let publisher = Publisher::start();
    let question = |name, role| {
        let publisher = publisher.clone();
        Question {
            name,
            role,
            told: vec![server::told_root(&publisher.root())],
            variables: Vec::new(),
            requests: Box::new(move |count| publisher.strangers(0, count)),
        }
    };
    vec![
        question("cold client", server::FETCHING),
        question("bare fetch", server::BARE),
    ]
}

#[cfg(feature = "peer")]
fn of_peer() -> Question {
    let publisher = Publisher::start();
    let one = authorization(&peer::client_id(0, &publisher));
    Question {
        name: "turbomcp-auth, one client",
        role: server::PEER,
        told: Vec::new(),
        variables: vec![("SSL_CERT_FILE", publisher.root_file())],
        requests: Box::new(move |_| Traffic::in_turn([one.clone()], Body::Client)),
    }
}

impl Question {
    /// Instructions of a server's life with so many requests.
    async fn count(&self, requests: usize) -> f64 {
        let profiles = std::env::temp_dir().join("load");
        fs::create_dir_all(&profiles).unwrap();
        let profile = profiles.join(format!("{}.callgrind", self.name.replace([' ', ','], "-")));
        let callgrind = [
            "valgrind".to_owned(),
            "--quiet".to_owned(),
            "--tool=callgrind".to_owned(),
            format!("--callgrind-out-file={}", profile.display()),
        ];
        let mut command = process::command_under(&callgrind, self.role, &self.told);
        command.envs(self.variables.iter().cloned());
        let mut server = Started::on(Child::spawn(&mut command), 1).await;
        server.send(&(self.requests)(requests), requests, 1).await;
        Arc::into_inner(server.child).unwrap().finish();
        let profile = fs::read_to_string(&profile).unwrap();
        let mut lines = profile.lines();
        let total = lines.find_map(|line| line.strip_prefix("totals: "));
        total.unwrap().trim().parse().unwrap()
    }
}
