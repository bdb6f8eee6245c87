//! Records in, verdicts out: anybody's vectors against our rules.

pub(crate) mod judgement;

pub(crate) mod address;
pub(crate) mod client_id;
pub(crate) mod document;
pub(crate) mod freshness;
pub(crate) mod redirect_uri;
