//! From settings to a resolver.

use std::fs;
use std::path::Path;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::config::error::{Fault, SettingsError};
use crate::config::moment::moment;
use crate::config::pin::{PinUse, PinnedFile};
use crate::config::read::Settings;
use crate::net::https::HttpsFetch;
use crate::resolve::builder::{BuildError, ResolverBuilder};
use crate::resolve::pin::Pin;
use crate::resolve::resolver::Resolver;
use crate::rules::profile::Profile;

impl Settings {
    /// A builder with these settings: what the host brings in code, such as its own client table, it sets on
    /// top. A policy of the host's own holds beside the file's rules, and its own fetcher or store in the place
    /// of those of the file.
    ///
    /// Reads the files of pins and keys, and the variables with secrets.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] where one of them cannot be read, is too short or has another digest.
    pub fn builder(&self) -> Result<ResolverBuilder, SettingsError> {
        let members = &self.members;
        let (fetches, egress) = (&members.fetches, members.egress.clone());
        let mut builder = Resolver::builder(&members.issuer).policy(self.rulebook.clone());
        if let Some(store) = self.store()? {
            builder = builder.store(store);
        }
        let proxy = egress.proxy.as_ref().map(|proxy| proxy.reveal().to_owned());
        let words = name_of(&format!("{egress:?} {proxy:?}"));
        builder = builder
            .written_down()
            .recipe(HttpsFetch::recipe(words, move || egress.builder()))
            .rules(self.rules())
            .cache_bytes(members.cache.bytes)
            .freshness(members.freshness.rules())
            .stale(members.stale.rules())
            .limits(members.limits.limits())
            .in_flight(fetches.in_flight)
            .waiters(fetches.waiters)
            .fetch_deadline(Duration::from_millis(fetches.deadline_ms))
            .hook_deadline(Duration::from_millis(fetches.hook_deadline_ms));
        for (index, pin) in members.pins.iter().enumerate() {
            builder = builder.pin(self.pin(index, pin)?);
        }
        Ok(builder)
    }

    /// Whether a server could be built by them: what [`builder`](Settings::builder) reads, and pins held
    /// against the rules. Touches no network.
    ///
    /// # Errors
    ///
    /// As for [`builder`](Settings::builder).
    pub fn check(&self) -> Result<(), SettingsError> {
        let built = self.builder()?.build();
        built.map(drop).map_err(|error| self.build_error(&error))
    }

    fn rules(&self) -> impl FnOnce(&mut crate::rules::rule_set::RuleSet) + Send + 'static {
        let members = self.members.clone();
        move |rules| {
            Profile::named(&members.profile)
                .unwrap_or_default()
                .apply(rules);
            rules.server.auth_methods = members.server.methods().collect();
            rules.server.grant_types = members.server.grant_types;
            members.client_ids.apply(rules);
            members.documents.apply(rules);
        }
    }

    fn pin(&self, index: usize, pin: &PinnedFile) -> Result<Pin, SettingsError> {
        let document = self.read_file(&format!("pins[{index}].file"), &pin.file)?;
        let digest = pin.digest().unwrap_or_default();
        if digest != <[u8; 32]>::from(Sha256::digest(&document)) {
            let message = "is not the digest of the file";
            return Err(self.error(format!("pins[{index}].sha256"), message));
        }
        let expires = moment(&pin.expires).unwrap_or(std::time::SystemTime::UNIX_EPOCH);
        let client_id = pin.client_id.as_str();
        Ok(match pin.used {
            PinUse::Instead => Pin::instead(client_id, document, digest, expires),
            PinUse::LastResort => Pin::last_resort(client_id, document, digest, expires),
        })
    }

    #[cfg(not(feature = "redis"))]
    fn store(&self) -> Result<Option<crate::resolve::store::SharedStore>, SettingsError> {
        Ok(None)
    }

    #[cfg(feature = "redis")]
    fn store(&self) -> Result<Option<crate::resolve::store::SharedStore>, SettingsError> {
        use crate::net::RedisStore;
        use crate::resolve::store::SharedStore;

        let Some(store) = &self.members.store else {
            return Ok(None);
        };
        let url = match (&store.url, &store.url_env) {
            (Some(url), _) => url.reveal().to_owned(),
            (None, name) => self.variable("store.url_env", name.as_deref())?,
        };
        // The URL may have a password, which the error might repeat.
        let server = RedisStore::open(&url)
            .map_err(|_| self.error("store.url", "is no URL of a redis server"))?;
        let key = self.key(
            ["store.key_file", "store.key_env"],
            &store.key_file,
            &store.key_env,
        )?;
        let key = key.ok_or_else(|| self.error("store.key_file", "is missing"))?;
        let mut shared = SharedStore::new(server, key)
            .namespace(&store.namespace)
            .node(store.node.as_deref().unwrap_or_else(|| own_name()))
            .deadline(Duration::from_millis(store.deadline_ms))
            .lease(Duration::from_millis(store.lease_ms))
            .label(name_of(&url));
        let keys = ["store.other_key_file", "store.other_key_env"];
        if let Some(other) = self.key(keys, &store.other_key_file, &store.other_key_env)? {
            shared = shared.other_key(other);
        }
        Ok(Some(shared))
    }

    /// A key out of a file or a variable, if either is named.
    #[cfg(feature = "redis")]
    fn key(
        &self,
        [in_file, in_variable]: [&str; 2],
        file: &Option<std::path::PathBuf>,
        variable: &Option<String>,
    ) -> Result<Option<Vec<u8>>, SettingsError> {
        let (name, key) = match (file, variable) {
            (Some(file), _) => (in_file, self.read_file(in_file, file)?),
            (None, Some(name)) => (
                in_variable,
                self.variable(in_variable, Some(name))?.into_bytes(),
            ),
            (None, None) => return Ok(None),
        };
        let key = without_line_end(key);
        match key.len() >= crate::rules::seal::LEAST_KEY_BYTES {
            true => Ok(Some(key)),
            false => Err(self.error(name, "leads to a key of fewer than 32 bytes")),
        }
    }

    #[cfg(feature = "redis")]
    fn variable(&self, key: &str, name: Option<&str>) -> Result<String, SettingsError> {
        let value = name.and_then(|name| std::env::var(name).ok());
        value.ok_or_else(|| self.error(key, "names a variable that is not set"))
    }

    fn read_file(&self, key: &str, path: &Path) -> Result<Vec<u8>, SettingsError> {
        let path = self.folder.join(path);
        let told = |error| self.error(key, format!("{}: {error}", path.display()));
        fs::read(&path).map_err(told)
    }

    pub(crate) fn error(
        &self,
        key: impl Into<String>,
        message: impl Into<String>,
    ) -> SettingsError {
        SettingsError::of(self.places.fault(key, message))
    }

    /// What `error` says, as a fault of the key that it is about.
    pub(crate) fn build_error(&self, error: &BuildError) -> SettingsError {
        let key = match error {
            BuildError::Issuer(_) => "issuer".to_owned(),
            BuildError::NoFetcher | BuildError::Fetcher(_) => "egress".to_owned(),
            BuildError::StoreKey => "store.key_file".to_owned(),
            BuildError::Pin { client_id, .. } => {
                let mut pins = self.members.pins.iter();
                let index = pins.position(|pin| pin.client_id == *client_id);
                format!("pins[{}].file", index.unwrap_or_default())
            }
            BuildError::Fixed(name) | BuildError::Setting(name) => key_of(name).to_owned(),
        };
        let mut message = error.to_string();
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            message.push_str(&format!(": {cause}"));
            source = cause.source();
        }
        let Fault { place, key, .. } = self.places.fault(key, "");
        SettingsError::of(Fault {
            place,
            key,
            message,
        })
    }
}

/// What the file calls a setting of the builder.
fn key_of(name: &'static str) -> &'static str {
    match name {
        "cache_bytes" => "cache.bytes",
        "in_flight" => "fetches.in_flight",
        "waiters" => "fetches.waiters",
        "fetch_deadline" => "fetches.deadline_ms",
        "hook_deadline" => "fetches.hook_deadline_ms",
        "store.deadline" => "store.deadline_ms",
        "store.lease" => "store.lease_ms",
        other => other,
    }
}

/// A text ends before the end of its last line. Bytes that are no text are whole.
#[cfg(feature = "redis")]
fn without_line_end(key: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(key) {
        Ok(text) => text.trim_end_matches(['\r', '\n']).as_bytes().to_vec(),
        Err(bytes) => bytes.into_bytes(),
    }
}

/// A name for words that may hold a password.
fn name_of(words: &str) -> String {
    let digest = Sha256::digest(words);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The same for the life of the process, however often the settings are read.
#[cfg(feature = "redis")]
fn own_name() -> &'static str {
    use std::hash::{BuildHasher, RandomState};
    use std::sync::OnceLock;

    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| format!("{:016x}", RandomState::new().hash_one(())))
}
