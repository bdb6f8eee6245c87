//! What nodes share, and what a table keeps.

use crate::rules::reason::entry::{Reason, operator, time};

/// What nodes share, and what a table keeps.
pub(super) const REASONS: &[Reason] = &[
    operator(
        "store.size",
        "See what else writes under this prefix of the store, or whether a node is of another version.",
    ),
    operator(
        "store.key",
        "Give all nodes the same keys, the new one to all before any writes with it.",
    ),
    operator(
        "store.seal",
        "See who else can write to the store: what lies there was changed, or comes from somebody without the key.",
    ),
    operator(
        "store.form",
        "Bring all nodes to the same version of this crate.",
    ),
    operator(
        "store.kind",
        "See who else can write to the store: one record was put in the place of another.",
    ),
    operator(
        "store.configuration",
        "Give nodes with different rules a namespace each, or give them the same rules.",
    ),
    operator(
        "store.client",
        "See who else can write to the store: the record of one client was put in the place of another's.",
    ),
    operator(
        "store.future",
        "Set the clocks of the nodes: one is ahead of the others.",
    ),
    operator(
        "store.lifetime",
        "Give all nodes the same bounds of freshness: another lets documents live for longer.",
    ),
    operator(
        "store.rollback",
        "See whether the store was put back to an older state, or who else can write to it.",
    ),
    operator(
        "store.document",
        "Bring all nodes to the same version and the same rules: another left what is invalid here.",
    ),
    operator(
        "snapshot.size",
        "See what else writes the column of snapshots: this is longer than any snapshot.",
    ),
    operator(
        "snapshot.unknown_version",
        "Bring this node to the version that wrote the snapshot.",
    ),
    operator(
        "snapshot.damaged",
        "See what changes the column of snapshots, such as a length that cuts it off.",
    ),
    operator(
        "snapshot.client",
        "Compare client_ids byte for byte in the table: it found the row of another.",
    ),
    time(
        "snapshot.future",
        "Wait until the clock of this node has come to the time at which another wrote the snapshot, or set it.",
    ),
];
