//! Dice for tests of what happens by chance.

use domain::Amount;

/// xorshift64: the same rolls from the same seed, which is not zero.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    pub fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    pub fn yuan(&mut self, most: u64) -> Amount {
        Amount::from_fen(i64::try_from(1 + self.roll(most * 100)).unwrap())
    }

    pub fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[usize::try_from(self.roll(choices.len() as u64)).unwrap()]
    }
}
