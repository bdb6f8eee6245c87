//! Who is asked for how often.

/// Draws from `count` numbers, of which the one at rank n is drawn 1/n times as often as the first. The
/// same in each run.
pub(crate) fn zipf(count: usize) -> impl Iterator<Item = usize> {
    let mut sum = 0.0;
    let cumulated: Vec<_> = (1..=count)
        .map(|rank| {
            sum += 1.0 / rank as f64;
            sum
        })
        .collect();
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    std::iter::repeat_with(move || {
        // Xorshift (Marsaglia 2003), good enough to shuffle.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let place = (state >> 11) as f64 / (1_u64 << 53) as f64 * sum;
        cumulated.partition_point(|upto| *upto < place)
    })
}
