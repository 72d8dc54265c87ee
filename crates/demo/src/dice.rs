//! Dice: a small reproducible source of chance (splitmix64), free of floating point and of the platform.

use crate::guid::Guid;

/// A stream of pseudo-random numbers that depends on its seed and on nothing else.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice for one thing: the same seed and the same parts always throw the same numbers.
    pub fn new(seed: u64, parts: &[u64]) -> Dice {
        let mut state = mix(seed ^ 0x6e6f_7274_6877_696e);
        for part in parts {
            state = mix(state ^ part.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        }
        Dice(state)
    }

    /// The next 64 random bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// A number from 0 to `bound` - 1 (0 for a bound of 0).
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.roll()) * u128::from(bound)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).max(1) as u64) as i64
    }

    /// True in `percent` of a hundred throws.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One element of a list that is not empty.
    pub fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len() as u64) as usize]
    }

    /// A version 4 GUID.
    pub fn guid(&mut self) -> Guid {
        Guid::random((u128::from(self.roll()) << 64) | u128::from(self.roll()))
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn same_parts_same_numbers_other_parts_other_numbers() {
        assert_eq!(Dice::new(1, &[2, 3]).roll(), Dice::new(1, &[2, 3]).roll());
        assert_ne!(Dice::new(1, &[2, 3]).roll(), Dice::new(1, &[3, 2]).roll());
        assert_ne!(Dice::new(1, &[2]).roll(), Dice::new(2, &[2]).roll());
    }

    #[test]
    fn numbers_stay_in_bounds_and_reach_them() {
        let mut dice = Dice::new(7, &[]);
        let throws: Vec<i64> = (0..1000).map(|_| dice.between(-2, 2)).collect();
        assert_eq!((throws.iter().min(), throws.iter().max()), (Some(&-2), Some(&2)));
    }
}
