//! Why there is no page.

/// Why no router is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AdminError {
    /// The key is shorter than 32 bytes.
    #[error("the key is shorter than 32 bytes")]
    Key,
    /// The origin is not one as browsers write it.
    #[error("the origin is not a scheme and an authority as browsers write them")]
    Origin,
    /// The system gives no random bytes for a key.
    #[error("the system gives no random bytes")]
    Random,
}
