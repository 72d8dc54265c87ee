//! Blocks of 64 bytes, whose properties are bits of a number.

/// The last bytes of a text, filled up with blanks, and a mask of the bytes that count.
pub(super) fn last_block(rest: &[u8]) -> ([u8; 64], u64) {
    let mut block = [b' '; 64];
    block[..rest.len()].copy_from_slice(rest);
    (block, (1 << rest.len()) - 1)
}

/// Each bit becomes the parity of itself and the bits before it. Applied to the quotes of a block: which bytes are within quotes.
#[inline(always)]
pub(super) fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
