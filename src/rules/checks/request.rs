//! What a request asks for, as far as a check looks at it.

use crate::rules::parameters::Glance;
use crate::rules::parameters::Parameters;

/// The parameters of a request that decide a check.
///
/// Made from [`Parameters`], those of a pushed authorization request or a consent form among them, so
/// that a host can repeat the layer's checks wherever it acts.
#[derive(Clone, Copy)]
pub struct RequestParameters<'a>(Given<'a>);

#[derive(Clone, Copy)]
enum Given<'a> {
    All(&'a Parameters),
    Glance(&'a Glance),
}

impl<'a> From<&'a Parameters> for RequestParameters<'a> {
    fn from(parameters: &'a Parameters) -> Self {
        RequestParameters(Given::All(parameters))
    }
}

impl<'a> From<&'a Glance> for RequestParameters<'a> {
    fn from(glance: &'a Glance) -> Self {
        RequestParameters(Given::Glance(glance))
    }
}

impl<'a> RequestParameters<'a> {
    pub(crate) fn get(self, name: &str) -> Option<&'a str> {
        match self.0 {
            Given::All(parameters) => parameters.get(name),
            Given::Glance(glance) => glance.get(name),
        }
    }

    pub(super) fn all_resources(self, mut holds: impl FnMut(&str) -> bool) -> bool {
        match self.0 {
            Given::All(parameters) => parameters.get_all("resource").all(holds),
            Given::Glance(glance) => glance.resources().all(&mut holds),
        }
    }
}

/// No values: they hold codes and verifiers.
impl std::fmt::Debug for RequestParameters<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Given::All(parameters) => parameters.fmt(f),
            Given::Glance(glance) => glance.fmt(f),
        }
    }
}
