//! Chance that falls the same way everywhere: what a label says once, it says on every machine and in every run.

/// A stream of numbers that depends on nothing but its label. Not for secrets: everything here is made up and public.
pub struct Dice(u64);

impl Dice {
    /// Begins the stream of a label with its FNV-1a digest.
    pub fn of(label: &str) -> Self {
        let digest = label
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(digest)
    }

    /// The next number, by `SplitMix64`.
    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `low` to `high`, both included. `low` itself when the range is empty.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = u64::try_from(high.saturating_sub(low)).unwrap_or(0).saturating_add(1);
        low.saturating_add(i64::try_from(self.roll() % width).unwrap_or(0))
    }

    pub fn fill(&mut self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(8) {
            let bytes = self.roll().to_le_bytes();
            chunk.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_label_says_the_same_and_another_says_another() {
        let rolls = |label: &str| {
            let mut dice = Dice::of(label);
            [dice.roll(), dice.roll(), dice.roll()]
        };
        assert_eq!(rolls("agent-1"), rolls("agent-1"));
        assert_ne!(rolls("agent-1"), rolls("agent-2"));
    }

    #[test]
    fn a_range_is_met_at_both_ends_and_never_left() {
        let mut dice = Dice::of("range");
        let rolls: Vec<i64> = (0..200).map(|_| dice.between(-2, 2)).collect();
        assert_eq!((rolls.iter().min(), rolls.iter().max()), (Some(&-2), Some(&2)));
        assert_eq!(dice.between(7, 7), 7);
        assert_eq!(dice.between(7, 6), 7);
    }
}
