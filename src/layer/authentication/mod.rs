//! Who authenticates clients: this crate, the host by a proof of its own, or the host altogether.

mod evidence;
pub(crate) mod client_proof;
mod proofs;
mod who;

pub use self::client_proof::{ClientProof, ClientProofError, HostMethod, ProofAttempt};
pub(crate) use self::evidence::Evidence;
pub(crate) use self::who::{Authentication, Proven, Standing};
