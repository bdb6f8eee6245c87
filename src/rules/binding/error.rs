//! Why a stored text is no binding of this client.

use crate::rules::refusal::refusals;

refusals! {
    /// Why a stored text says nothing about this client.
    ///
    /// Never a reason to go on as if nothing had changed. Where a user is present, ask again; at
    /// the token endpoint, refuse with `invalid_grant`.
    BindingError {
        /// Made by a version of this crate that this one does not know, after a roll-back.
        UnknownVersion => "binding.unknown_version", "the binding is of a version that is not known here";
        /// Cut off, folded or otherwise altered, empty, or the binding of another client.
        Damaged => "binding.damaged", "the binding is damaged, or another client's";
    }
}
