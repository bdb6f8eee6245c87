//! What a future holds until it completes.

/// What stands in `slot`, once.
#[expect(
    clippy::expect_used,
    reason = "a future is not polled once it has completed"
)]
pub(crate) fn taken<T>(slot: &mut Option<T>) -> T {
    slot.take().expect("polled after completion")
}
