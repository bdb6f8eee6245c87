//! This program again, in another role, and what it uses.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The variable that tells a child its role.
pub(crate) const ROLE: &str = "HOSTILE_ROLE";
/// The variable that tells a child what it has to know, one item a line.
pub(crate) const TOLD: &str = "HOSTILE_TOLD";

/// A child process, which ends with its parent.
pub(crate) struct Child {
    child: std::process::Child,
    /// The lines that it said once it was up, before an empty one.
    pub(crate) said: Vec<String>,
}

/// What a process has used so far.
pub(crate) struct Usage {
    pub(crate) processor: Duration,
    pub(crate) resident_kib: u64,
}

impl Child {
    pub(crate) fn start(role: &str, told: &[String]) -> Child {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .env(ROLE, role)
            .env(TOLD, told.join("\n"))
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

    /// From `/proc`: the machine's accounting, in ticks of 10 ms.
    pub(crate) fn usage(&self) -> Usage {
        let read = |file| fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).unwrap();
        let stat = read("stat");
        let fields: Vec<_> = stat
            .rsplit_once(')')
            .unwrap()
            .1
            .split_whitespace()
            .collect();
        let ticks = |at: usize| fields[at].parse::<u64>().unwrap();
        let status = read("status");
        let resident = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .unwrap();
        Usage {
            processor: Duration::from_millis(10 * (ticks(11) + ticks(12))),
            resident_kib: resident.trim().trim_end_matches(" kB").parse().unwrap(),
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What the parent told this child.
pub(crate) fn told() -> Vec<String> {
    std::env::var(TOLD)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}
