//! What a scan of a CSV carries from one block of 64 bytes to the next.

/// What a scan carries from block to block.
pub(super) struct Carry {
    pub(super) inside: u64,
    pub(super) may_open: u64,
    pub(super) just_closed: u64,
}

impl Carry {
    pub(super) const RECORD_START: Carry = Carry { inside: 0, may_open: 1, just_closed: 0 };
}

/// The bits whose bytes are not a CR before a LF (or before the end of the text).
#[cold]
pub(super) fn without_line_ends(text: &[u8], at: usize, mut bits: u64) -> u64 {
    let mut left = 0;
    while bits != 0 {
        let bit = bits.trailing_zeros();
        let place = at + bit as usize;
        if text[place] != b'\r' || text.get(place + 1).is_some_and(|byte| *byte != b'\n') {
            left |= 1 << bit;
        }
        bits &= bits - 1;
    }
    left
}
