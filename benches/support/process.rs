//! This program again, in another role, and what it uses.
#![allow(dead_code, reason = "every program uses a part of its own")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The variable that tells a child its role.
pub(crate) const ROLE: &str = "BENCH_ROLE";
/// The variable that tells a child what it has to know, one item a line.
const TOLD: &str = "BENCH_TOLD";

/// A child process, which ends with its parent.
pub(crate) struct Child {
    child: std::process::Child,
    /// The lines that it said once it was up, before an empty one.
    pub(crate) said: Vec<String>,
}

/// What a process has used so far.
#[derive(Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) processor: Duration,
    pub(crate) resident_kib: u64,
}

impl Child {
    pub(crate) fn start(role: &str, told: &[String]) -> Child {
        Child::spawn(&mut command(role, told))
    }

    /// Runs what [`command`] made, and waits until it says that it is up.
    pub(crate) fn spawn(command: &mut Command) -> Child {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = lines
            .map(Result::unwrap)
            .take_while(|line| !line.is_empty())
            .collect();
        Child { child, said }
    }

    /// From `/proc`: the scheduler's accounting in nanoseconds, of all threads that live.
    pub(crate) fn usage(&self) -> Usage {
        let process = format!("/proc/{}", self.child.id());
        let threads = fs::read_dir(format!("{process}/task")).unwrap();
        let on_processor = threads.map(|thread| {
            let thread = thread.unwrap().path().join("schedstat");
            let counted = fs::read_to_string(thread).unwrap_or_default();
            let nanoseconds = counted.split_whitespace().next();
            nanoseconds.map_or(0, |count| count.parse::<u64>().unwrap())
        });
        let status = fs::read_to_string(format!("{process}/status")).unwrap();
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        Usage {
            processor: Duration::from_nanos(on_processor.sum()),
            resident_kib: resident.trim().trim_end_matches(" kB").parse().unwrap(),
        }
    }

    /// Lets the child end by itself, as [`until_parent_is_gone`] makes it, and waits for that.
    pub(crate) fn finish(mut self) {
        drop(self.child.stdin.take());
        self.child.wait().unwrap();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// This program in a role; what it is told are lines.
pub(crate) fn command(role: &str, told: &[String]) -> Command {
    in_role(Command::new(std::env::current_exe().unwrap()), role, told)
}

/// The same under another program, such as a profiler, which comes with its arguments.
pub(crate) fn command_under(other: &[String], role: &str, told: &[String]) -> Command {
    let mut command = Command::new(&other[0]);
    command
        .args(&other[1..])
        .arg(std::env::current_exe().unwrap());
    in_role(command, role, told)
}

/// Which role this process has, if it is a child.
pub(crate) fn role() -> Option<String> {
    std::env::var(ROLE).ok()
}

/// What the parent told this child.
pub(crate) fn told() -> Vec<String> {
    std::env::var(TOLD)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Ends this process when its parent has ended or lets it [finish](Child::finish).
pub(crate) fn until_parent_is_gone() {
    std::thread::spawn(|| {
        let _ = std::io::copy(&mut std::io::stdin(), &mut std::io::sink());
        std::process::exit(0);
    });
}

fn in_role(mut command: Command, role: &str, told: &[String]) -> Command {
    command.env(ROLE, role).env(TOLD, told.join("\n"));
    command
}
