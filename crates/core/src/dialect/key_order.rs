//! Key orders: the objects of a file mostly have their keys in the same order, so that the next key is known before it is read.

use crate::text::bytes::same_bytes;

/// The keys of the objects at one place of the records, in the order of the record before. Mostly the next record has the same order.
#[derive(Debug, Default)]
pub(super) struct KeyOrder {
    keys: Vec<(Box<[u8]>, Option<u16>)>,
}

impl KeyOrder {
    /// How many keys ahead are compared, in case some are missing.
    const AHEAD: usize = 4;
    /// No more keys than this are remembered.
    const MOST: usize = 256;

    /// If the key that opens at a place is one of the next expected: the place after its closing quote, and what the key means.
    #[inline]
    pub(super) fn expected(
        &self,
        turn: &mut usize,
        text: &[u8],
        open: usize,
    ) -> Option<(usize, Option<u16>)> {
        let rest = &text[open + 1..];
        let ahead = self.keys.get(*turn..)?.iter().take(Self::AHEAD);
        for (skipped, (key, target)) in ahead.enumerate() {
            if rest.get(key.len()) == Some(&b'"') && same_bytes(&rest[..key.len()], key) {
                *turn += skipped + 1;
                return Some((open + key.len() + 2, *target));
            }
        }
        None
    }

    #[cold]
    pub(super) fn learn(&mut self, turn: &mut usize, key: &[u8], target: Option<u16>) {
        if let Some(known) = self.keys.iter().position(|(known, _)| **known == *key) {
            *turn = known + 1;
            return;
        }
        // A key with escapes does not end where its first quote stands.
        if self.keys.len() < Self::MOST && !key.contains(&b'\\') {
            self.keys.insert(*turn, (key.into(), target));
            *turn += 1;
        }
    }
}
