//! A memory of values seen before, in front of a dictionary: found by a few of their bytes, and only then compared.
//!
//! A log repeats its values in no order that a processor could foresee, so what counts is how little a look-up touches: one slot,
//! and for longer values their bytes. What is not found here is found (or added) in the table behind, which hashes every byte.

/// At most so many slots: 32 bytes each.
const MOST_SLOTS: usize = 1 << 13;
/// So many at first.
const FEWEST_SLOTS: usize = 1 << 6;

/// Values seen before, each at the one place that its bytes choose; a newer one takes the place of an older one.
#[derive(Debug)]
pub(crate) struct Recent {
    slots: Vec<Slot>,
    taken: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// All bytes of a value of at most 16 bytes; of a longer one the first and the last eight.
    ends: [u64; 2],
    /// 0 is an empty slot: an empty value is never kept.
    length: u32,
    number: u32,
    start: usize,
}

/// What is looked at of a value to choose its slot.
#[derive(Clone, Copy)]
struct Key {
    ends: [u64; 2],
    hash: u64,
}

impl Default for Recent {
    fn default() -> Self {
        Recent { slots: vec![Slot::default(); FEWEST_SLOTS], taken: 0 }
    }
}

impl Recent {
    /// The number kept for a value; `bytes` are those that the starts given to [`Recent::keep`] mean.
    #[inline]
    pub fn find(&self, value: &[u8], bytes: &[u8]) -> Option<u32> {
        let key = Key::of(value);
        let slot = &self.slots[self.place(key)];
        if slot.length as usize != value.len() || slot.ends != key.ends {
            return None;
        }
        let same = value.len() <= 16 || &bytes[slot.start..slot.start + value.len()] == value;
        (same && !value.is_empty()).then_some(slot.number)
    }

    /// Keeps the number of a value whose bytes stand from `start` on.
    pub fn keep(&mut self, value: &[u8], start: usize, number: u32) {
        if value.is_empty() || value.len() > u32::MAX as usize {
            return;
        }
        let key = Key::of(value);
        let place = self.place(key);
        let slot = &mut self.slots[place];
        self.taken += usize::from(slot.length == 0);
        *slot = Slot { ends: key.ends, length: value.len() as u32, number, start };
        if self.taken * 2 > self.slots.len() && self.slots.len() < MOST_SLOTS {
            // Values find their way back when they are seen again.
            let slots = self.slots.len() * 4;
            *self = Recent { slots: vec![Slot::default(); slots], taken: 0 };
        }
    }

    #[inline]
    fn place(&self, key: Key) -> usize {
        key.hash as usize & (self.slots.len() - 1)
    }
}

impl Key {
    #[inline]
    fn of(value: &[u8]) -> Key {
        let length = value.len();
        if length <= 16 {
            let ends = short(value);
            return Key { ends, hash: mix(ends[0] ^ length as u64, ends[1]) };
        }
        let word = |at: usize| u64::from_le_bytes(*value[at..].first_chunk().expect("8 bytes from here"));
        let ends = [word(0), word(length - 8)];
        let inner = mix(word(length / 4), word(length / 2)) ^ word(length * 3 / 4 - 4);
        Key { ends, hash: mix(ends[0] ^ length as u64, ends[1] ^ inner) }
    }
}

/// All bytes of a value of at most 16.
#[inline]
fn short(value: &[u8]) -> [u64; 2] {
    let length = value.len();
    if length >= 8 {
        let word = |at: usize| u64::from_le_bytes(*value[at..].first_chunk().expect("8 bytes from here"));
        return [word(0), word(length - 8)];
    }
    if length >= 4 {
        let half =
            |at: usize| u64::from(u32::from_le_bytes(*value[at..].first_chunk().expect("4 bytes from here")));
        return [half(0) | half(length - 4) << 32, 0];
    }
    let byte = |at: usize| value.get(at).copied().map_or(0, u64::from);
    [byte(0) | byte(1) << 8 | byte(2) << 16, 0]
}

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xe703_7ed1_a0b4_28db);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every value ever kept is found as itself or not at all; the one kept last is found.
    #[test]
    fn a_value_is_never_taken_for_another() {
        let mut recent = Recent::default();
        let mut bytes = Vec::new();
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for length in (0..200).chain([16; 40]).chain([17; 40]) {
            for letter in [b'a', b'b', 0] {
                let mut value = vec![letter; length];
                // Equal at both ends and in the quarters, not between.
                if length > 20 {
                    value[9] = length as u8;
                }
                let start = bytes.len();
                bytes.extend_from_slice(&value);
                recent.keep(&value, start, kept.len() as u32);
                kept.push((start, length));
                assert_eq!(recent.find(&value, &bytes).is_some(), length > 0 && recent.taken > 0);
            }
        }
        for (start, length) in &kept {
            let value = &bytes[*start..start + length];
            if let Some(number) = recent.find(value, &bytes) {
                let (start, length) = kept[number as usize];
                assert_eq!(&bytes[start..start + length], value);
            }
        }
    }

    #[test]
    fn short_values_are_told_apart_by_every_byte() {
        for length in 1..=16 {
            for place in 0..length {
                let (mut one, other) = (vec![7; length], vec![7; length]);
                one[place] = 8;
                assert_ne!(short(&one), short(&other), "{place} of {length}");
            }
        }
    }
}
