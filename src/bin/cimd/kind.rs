//! The kinds of record that can be judged.

use clap::ValueEnum;
use serde_json::Value;
use tower_cimd::rules::profile::Profile;

use crate::judge::judgement::Judgement;
use crate::judge::{address, client_id, document, freshness, redirect_uri};

/// What a record holds.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// `url`: accept or reject it as a Client Identifier URL.
    ClientId,
    /// `ip`: fetch from it or refuse.
    Address,
    /// `body` or `body_b64`, with `client_id_url`, `status` and `headers` where they are not those of
    /// a plain answer: a valid document or an invalid one.
    Document,
    /// `registered`, `requested`: whether they match.
    RedirectUri,
    /// `headers`, `response_headers` or `cache_control`: for how many seconds the answer may be reused.
    Freshness,
}

impl Kind {
    /// The judgement of `record`; of a document, under `profile`.
    pub(crate) fn judge(self, record: &Value, profile: Profile) -> Judgement {
        match self {
            Kind::ClientId => client_id::judge(record),
            Kind::Address => address::judge(record),
            Kind::Document => document::judge(record, profile),
            Kind::RedirectUri => redirect_uri::judge(record),
            Kind::Freshness => freshness::judge(record),
        }
    }

    /// The member that a record without an `id` is known by.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Kind::ClientId => "url",
            Kind::Address => "ip",
            Kind::Document => "client_id_url",
            Kind::RedirectUri => "requested",
            Kind::Freshness => "cache_control",
        }
    }

    /// What a record must have: one member of each list.
    pub(crate) const fn required(self) -> &'static [&'static [&'static str]] {
        match self {
            Kind::ClientId => &[&["url"]],
            Kind::Address => &[&["ip"]],
            Kind::Document => &[&["body", "body_b64", "body_generator"]],
            Kind::RedirectUri => &[&["requested"], &["registered"]],
            Kind::Freshness => &[&["headers", "response_headers", "cache_control"]],
        }
    }
}
