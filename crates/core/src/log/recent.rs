//! A cache of values in front of a dictionary. A value is found by a quick hash, and only then compared.
//!
//! The order in which values repeat cannot be predicted, so what counts is how little memory a look-up touches: one slot, and the bytes of
//! the value. A value that is not found here is looked up in the table behind.

use crate::text::bytes::{hash, same_bytes};

/// The most slots; each has 16 bytes.
const MOST_SLOTS: usize = 1 << 14;
/// The number of slots at the beginning.
const FEWEST_SLOTS: usize = 1 << 6;
/// Fewer bytes than this are always in the cache of the processor.
const WORTH_AN_APPROACH: usize = 32 << 10;

/// Values seen before. Each is in one of the two slots that its hash chooses; a third one evicts the older.
#[derive(Debug)]
pub(crate) struct Recent {
    pairs: Vec<[Slot; 2]>,
    taken: usize,
}

#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The half of the hash that does not choose the slot.
    tag: u32,
    /// 0 means an empty slot: an empty value is never kept.
    length: u32,
    start: u32,
    number: u32,
}

impl Default for Recent {
    fn default() -> Self {
        Recent::with_slots(FEWEST_SLOTS)
    }
}

impl Recent {
    fn with_slots(slots: usize) -> Recent {
        Recent { pairs: vec![Default::default(); slots / 2], taken: 0 }
    }

    /// The number kept for a value. `bytes` are those to which the starts given to [`Recent::keep`] refer.
    #[inline]
    pub(crate) fn find(&self, value: &[u8], bytes: &[u8]) -> Option<u32> {
        self.find_hashed(value, hash(value), bytes)
    }

    /// As [`Recent::find`], with the value's [`hash`].
    #[inline]
    pub(crate) fn find_hashed(&self, value: &[u8], hash: u64, bytes: &[u8]) -> Option<u32> {
        let [newer, older] = &self.pairs[self.place(hash)];
        let fits = |slot: &Slot| slot.tag == tag(hash) && slot.length as usize == value.len();
        let slot = if fits(newer) { newer } else { older };
        if !fits(slot) || value.is_empty() {
            return None;
        }
        let kept = &bytes[slot.start as usize..][..value.len()];
        same_bytes(kept, value).then_some(slot.number)
    }

    /// Keeps the number of a value whose bytes begin at `start`.
    pub(crate) fn keep(&mut self, value: &[u8], start: usize, number: u32) {
        let (Ok(start), Ok(length)) = (u32::try_from(start), u32::try_from(value.len())) else { return };
        if length == 0 {
            return;
        }
        let hash = hash(value);
        let place = self.place(hash);
        let [newer, older] = &mut self.pairs[place];
        self.taken += usize::from(older.length == 0);
        (*older, *newer) = (*newer, Slot { tag: tag(hash), length, start, number });
        let slots = self.pairs.len() * 2;
        if self.taken * 4 > slots && slots < MOST_SLOTS {
            // Values come back when they are seen again.
            *self = Recent::with_slots(slots * 4);
        }
    }

    /// Reads a little of what finding values with these hashes will need. Each look-up would wait for memory; these reads wait at the same
    /// time.
    #[inline]
    pub(crate) fn approach(&self, hashes: &[u64], bytes: &[u8]) {
        if bytes.len() < WORTH_AN_APPROACH {
            return;
        }
        let touched = hashes.iter().fold(0, |touched, hash| {
            let newer = &self.pairs[self.place(*hash)][0];
            touched ^ bytes.get(newer.start as usize).copied().unwrap_or(0)
        });
        std::hint::black_box(touched);
    }

    #[inline]
    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.pairs.len() - 1)
    }
}

#[inline]
fn tag(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value that was kept is found as itself or not at all; the one kept last is found.
    #[test]
    fn a_value_is_never_taken_for_another() {
        let mut recent = Recent::default();
        let mut bytes = Vec::new();
        let mut kept: Vec<(usize, usize)> = Vec::new();
        for length in (0..200).chain([16; 40]).chain([17; 40]) {
            for letter in [b'a', b'b', 0] {
                let mut value = vec![letter; length];
                // They differ in one byte only, which is not at an end.
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

    /// Values that differ in one byte have different hashes, wherever the byte is.
    #[test]
    fn every_byte_counts() {
        for length in 1..200 {
            let value = vec![7; length];
            let mut hashes: Vec<u64> =
                (0..length).map(|place| changed(&value, place)).chain([hash(&value)]).collect();
            hashes.sort_unstable();
            hashes.dedup();
            assert_eq!(hashes.len(), length + 1, "{length} bytes");
        }
    }

    fn changed(value: &[u8], place: usize) -> u64 {
        let mut other = value.to_vec();
        other[place] = 8;
        hash(&other)
    }
}
