//! Authorization requests that wait for consent.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tower_cimd::rules::parameters::Parameters;

/// The parameters of authorization requests under a random key that is good for one use: kept here
/// and not in the page, so that the consent form cannot change them.
///
/// A real server binds the key to the session of whoever was shown the page, and forgets it after a
/// while.
#[derive(Debug, Default)]
pub(crate) struct Transactions(Mutex<HashMap<String, Parameters>>);

impl Transactions {
    pub(crate) fn begin(&self, parameters: Parameters) -> String {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system gives random numbers");
        let key = format!("{:032x}", u128::from_be_bytes(bytes));
        self.lock().insert(key.clone(), parameters);
        key
    }

    pub(crate) fn end(&self, key: &str) -> Option<Parameters> {
        self.lock().remove(key)
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Parameters>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
