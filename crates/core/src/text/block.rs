//! Blocks of 64 bytes, one bit a byte.

/// The last bytes of a text, filled up with blanks; and which of them count.
pub(super) fn last_block(rest: &[u8]) -> ([u8; 64], u64) {
    let mut block = [b' '; 64];
    block[..rest.len()].copy_from_slice(rest);
    (block, (1 << rest.len()) - 1)
}

/// Each bit becomes the parity of the bits up to it: of quotes, which bytes stand between two of them.
#[inline(always)]
pub(super) fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}
