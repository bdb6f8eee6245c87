//! Policies made of closures.

use std::fmt::{self, Debug};

use crate::resolve::policy::answer::{Admission, MayUse};
use crate::resolve::policy::questions::Policy;
use crate::rules::client::Client;
use crate::rules::client_id::ClientId;

/// A policy that admits the client_ids for which `admits` is true.
pub fn admit<F>(admits: F) -> Admit<F>
where
    F: Fn(&ClientId) -> bool + Send + Sync + 'static,
{
    Admit(admits)
}

/// See [`admit`].
#[derive(Clone, Copy)]
pub struct Admit<F>(F);

impl<F> Policy for Admit<F>
where
    F: Fn(&ClientId) -> bool + Send + Sync + 'static,
{
    fn admits(&self, client_id: &ClientId) -> Admission {
        match (self.0)(client_id) {
            true => Admission::Admitted,
            false => Admission::Refused,
        }
    }
}

impl<F> Debug for Admit<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Admit(..)")
    }
}

/// A policy that lets the clients be used for which `may_use` is true, asked on every use.
pub fn use_if<F>(may_use: F) -> UseIf<F>
where
    F: Fn(&Client) -> bool + Send + Sync + 'static,
{
    UseIf(may_use)
}

/// See [`use_if`].
#[derive(Clone, Copy)]
pub struct UseIf<F>(F);

impl<F> Policy for UseIf<F>
where
    F: Fn(&Client) -> bool + Send + Sync + 'static,
{
    fn may_use(&self, client: &Client) -> MayUse {
        match (self.0)(client) {
            true => MayUse::Allowed,
            false => MayUse::Refused,
        }
    }
}

impl<F> Debug for UseIf<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UseIf(..)")
    }
}

/// A policy that has the clients in quarantine for which `quarantined` is true, asked on every use.
pub fn quarantine_if<F>(quarantined: F) -> QuarantineIf<F>
where
    F: Fn(&Client) -> bool + Send + Sync + 'static,
{
    QuarantineIf(quarantined)
}

/// See [`quarantine_if`].
#[derive(Clone, Copy)]
pub struct QuarantineIf<F>(F);

impl<F> Policy for QuarantineIf<F>
where
    F: Fn(&Client) -> bool + Send + Sync + 'static,
{
    fn may_use(&self, client: &Client) -> MayUse {
        match (self.0)(client) {
            true => MayUse::Quarantined,
            false => MayUse::Allowed,
        }
    }
}

impl<F> Debug for QuarantineIf<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("QuarantineIf(..)")
    }
}
