//! Settings for a resolver that runs.

use std::path::Path;

use crate::config::error::SettingsError;
use crate::config::read::Settings;
use crate::resolve::builder::ResolverBuilder;
use crate::resolve::event;
use crate::resolve::resolver::Resolver;

impl Settings {
    /// Has a running resolver, its clones and the layers in front of them go by these settings from now on,
    /// without losing a request. See [`Resolver::replace`] for what stays.
    ///
    /// What the host has set in code by other setters than those for whole parts, such as
    /// [`rules`](ResolverBuilder::rules), is not known here: then [`apply_with`](Settings::apply_with).
    ///
    /// Tells of it by the events `cimd.settings_applied` and `cimd.settings_refused`.
    ///
    /// # Errors
    ///
    /// [`SettingsError`]: those of [`builder`](Settings::builder), and for what takes a restart. The resolver goes on by its
    /// old settings then.
    pub fn apply(&self, resolver: &Resolver) -> Result<(), SettingsError> {
        self.apply_with(resolver, |builder| builder)
    }

    /// The same, with what the host sets on top in code, as it did when the resolver was built.
    ///
    /// # Errors
    ///
    /// As for [`apply`](Settings::apply).
    pub fn apply_with(
        &self,
        resolver: &Resolver,
        on_top: impl FnOnce(ResolverBuilder) -> ResolverBuilder,
    ) -> Result<(), SettingsError> {
        let replaced = self.builder().and_then(|builder| {
            let replaced = resolver.replace(on_top(builder));
            replaced.map_err(|error| self.build_error(&error))
        });
        told(replaced)
    }

    /// Reads the file anew, with the environment over it, and applies it. A file that is wrong changes
    /// nothing, and is told as what is applied is.
    ///
    /// Reads files, and with another `[egress]` the machine's certificate authorities: on a runtime, call it where
    /// that blocks nobody, as by `tokio::task::spawn_blocking`.
    ///
    /// # Errors
    ///
    /// [`SettingsError`]: those of [`from_file_and_env`](Settings::from_file_and_env) and of
    /// [`apply`](Settings::apply).
    pub fn reload(path: impl AsRef<Path>, resolver: &Resolver) -> Result<(), SettingsError> {
        match Settings::from_file_and_env(path) {
            Ok(settings) => settings.apply(resolver),
            Err(error) => told(Err(error)),
        }
    }
}

fn told(outcome: Result<(), SettingsError>) -> Result<(), SettingsError> {
    match &outcome {
        Ok(()) => event::settings_applied(),
        Err(error) => event::settings_refused(error),
    }
    outcome
}
