//! What is absent, and where.

use crate::code::line_of;
use crate::house::{File, House};

/// Something that must not stand in some of the files.
struct Absence {
    /// In words.
    what: &'static str,
    /// The beginnings of the paths that it is absent from.
    from: &'static [&'static str],
    /// The files that are excepted, because the thing lives there.
    but: &'static [&'static str],
    /// How it would be written: whole words, with the signs between them.
    spellings: &'static [&'static str],
}

/// Every absence that does not hold.
pub(crate) fn findings(house: &House) -> Vec<String> {
    let each = house.files.iter().flat_map(|file| {
        let absences = ABSENCES.iter().filter(|absence| absence.covers(&file.path));
        absences.flat_map(|absence| absence.findings(file))
    });
    each.collect()
}

impl Absence {
    fn covers(&self, path: &str) -> bool {
        let excepted = self.but.iter().any(|but| path.starts_with(but));
        !excepted && self.from.iter().any(|from| path.starts_with(from))
    }

    fn findings(&self, file: &File) -> Vec<String> {
        let found = self.spellings.iter().flat_map(|spelling| {
            let places = occurrences(&file.code, spelling);
            places.map(move |at| (line_of(&file.code, at), spelling))
        });
        let told = |(line, spelling)| format!("{}:{line}: `{spelling}`: {}", file.path, self.what);
        found.map(told).collect()
    }
}

/// Where `spelling` stands in `code` as whole words. A spelling that ends in a sign may go on.
fn occurrences<'a>(code: &'a str, spelling: &'a str) -> impl Iterator<Item = usize> + 'a {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let open_end = !spelling.ends_with(is_word);
    code.match_indices(spelling)
        .map(|(at, _)| at)
        .filter(move |at| {
            let before = code[..*at].chars().next_back();
            let after = code[at + spelling.len()..].chars().next();
            !before.is_some_and(is_word) && (open_end || !after.is_some_and(is_word))
        })
}

const ABSENCES: [Absence; 14] = [
    Absence {
        what: "floor 0 is pure: no async, clock, I/O or logging",
        from: &["rules/"],
        but: &[],
        spellings: &[
            "async",
            "await",
            "Future",
            "tokio",
            "Instant",
            "now(",
            "tracing",
            "log::",
            "println!",
            "eprintln!",
            "std::env",
            "std::fs",
            "std::io",
            "std::process",
            "std::thread",
        ],
    },
    Absence {
        what: "only floor 2 opens sockets",
        from: &[
            "rules/", "resolve/", "layer/", "config/", "admin/", "lib.rs",
        ],
        but: &[],
        spellings: &[
            "TcpListener",
            "TcpStream",
            "UdpSocket",
            "UnixStream",
            "ToSocketAddrs",
            "to_socket_addrs",
            "lookup_host",
            "tokio::net",
            "hyper",
            "rustls",
        ],
    },
    Absence {
        what: "only floor 2 names reqwest",
        from: &[
            "rules/", "resolve/", "layer/", "config/", "admin/", "lib.rs",
        ],
        but: &[],
        spellings: &["reqwest"],
    },
    Absence {
        what: "only net/redis names redis",
        from: &[
            "rules/", "resolve/", "net/", "layer/", "config/", "admin/", "lib.rs",
        ],
        but: &["net/redis/", "net/mod.rs"],
        spellings: &["redis"],
    },
    Absence {
        what: "only resolve/clock.rs reads the time",
        from: &["resolve/", "net/", "layer/", "config/", "admin/"],
        but: &["resolve/clock.rs"],
        spellings: &["Instant::now", "SystemTime::now", "elapsed(", "tokio::time"],
    },
    Absence {
        what: "only resolve/event/ names events",
        from: &[""],
        but: &["resolve/event/", "bin/"],
        spellings: &["tracing"],
    },
    Absence {
        what: "only resolve/event/metric.rs names metrics",
        from: &[""],
        but: &["resolve/event/metric.rs"],
        spellings: &["metrics::", "counter!", "gauge!", "histogram!"],
    },
    Absence {
        what: "floor 3 never fetches, spawns, or reads the time",
        from: &["layer/"],
        but: &[],
        spellings: &["Fetch", "fetch(", "spawn", "spawn_blocking", "now("],
    },
    Absence {
        what: "the operator's page never fetches, spawns, or says what a network said",
        from: &["admin/"],
        but: &[],
        spellings: &["FetchRequest", "spawn", "spawn_blocking", "Step::detail"],
    },
    Absence {
        what: "only resolve/flight.rs, resolve/store/tasks.rs and resolve/store/rounds.rs spawn",
        from: &["resolve/", "net/"],
        but: &[
            "resolve/flight.rs",
            "resolve/store/tasks.rs",
            "resolve/store/rounds.rs",
        ],
        spellings: &["spawn"],
    },
    Absence {
        what: "only net/https/lookup.rs blocks, on threads for it",
        from: &["resolve/", "net/"],
        but: &["net/https/lookup.rs"],
        spellings: &["spawn_blocking", "block_on", "std::thread"],
    },
    Absence {
        what: "floor 2 knows no layer of tower",
        from: &["rules/", "resolve/", "net/"],
        but: &[],
        spellings: &["tower_layer", "tower_service", "axum_core"],
    },
    Absence {
        what: "paths are named from the crate's root",
        from: &[""],
        but: &[],
        spellings: &["super::super"],
    },
    Absence {
        what: "nothing is unsafe",
        from: &[""],
        but: &[],
        spellings: &["unsafe"],
    },
];

#[cfg(test)]
mod tests {
    use super::{ABSENCES, findings};
    use crate::house::House;

    fn check(path: &str, text: &str, expected: usize) {
        let findings = findings(&House::of(&[(path, text)]));
        assert_eq!(findings.len(), expected, "{path}: {text}: {findings:?}");
    }

    #[test]
    fn each_spelling_is_found_where_it_must_be_absent() {
        for absence in &ABSENCES {
            for (from, spelling) in absence.from.iter().flat_map(|from| {
                absence
                    .spellings
                    .iter()
                    .map(move |spelling| (from, spelling))
            }) {
                let path = format!("{from}some.rs");
                let text = format!("fn f() {{ {spelling} }}");
                let findings = findings(&House::of(&[(&path, &text)]));
                let told = findings
                    .iter()
                    .any(|finding| finding.contains(absence.what));
                assert!(told, "{path}: {text}: {findings:?}");
            }
        }
    }

    #[test]
    fn each_exception_excepts() {
        for absence in ABSENCES.iter().filter(|absence| !absence.but.is_empty()) {
            for (but, spelling) in absence.but.iter().zip(absence.spellings) {
                assert!(!absence.covers(but), "{but}: {spelling}");
            }
        }
    }

    #[test]
    fn a_word_that_contains_the_spelling_is_another_word() {
        check("layer/service.rs", "resolver.resolve_now(client_id)", 0);
        check("layer/service.rs", "FetchContext::of(&parts, leg)", 0);
        check("rules/client.rs", "// never async\nlet now = 1;", 0);
        check("lib.rs", "#![forbid(unsafe_code)]", 0);
    }

    #[test]
    fn a_feature_named_like_a_library_is_no_use_of_it() {
        check("lib.rs", "#[cfg(feature = \"reqwest\")] mod net;", 0);
    }

    #[test]
    fn a_call_may_be_told_from_a_value() {
        check("layer/body.rs", "let t = self.clock.now();", 1);
        check("layer/body.rs", "fetcher.fetch(request)", 1);
        check("layer/body.rs", "tokio::spawn(async {})", 1);
        check("resolve/clock.rs", "Instant::now()", 0);
        check("resolve/cache.rs", "Instant::now()", 1);
    }
}
