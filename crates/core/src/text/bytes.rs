//! Bytes of short values: whether they are the same, and a quick hash of them.

/// Whether two short values are equal, compared eight bytes at a time because most are too short for a call to pay. Nearly always they are
/// equal, so the result is looked at once, at the end.
#[inline]
pub(crate) fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    if a.len() > 256 {
        return a == b;
    }
    let (Some(last), Some(other)) = (a.last_chunk(), b.last_chunk()) else {
        return a.iter().zip(b).all(|(a, b)| a == b);
    };
    let differing = |a: &[u8; 8], b: &[u8; 8]| u64::from_le_bytes(*a) ^ u64::from_le_bytes(*b);
    let words = a.as_chunks().0.iter().zip(b.as_chunks().0);
    words.fold(differing(last, other), |differs, (a, b)| differs | differing(a, b)) == 0
}

/// A hash of all bytes. It does not withstand deliberate collisions: they only cost another look-up in the table behind.
#[inline]
pub(crate) fn hash(value: &[u8]) -> u64 {
    hash_with(value, 0)
}

/// As [`hash`], with these bits of every eight bytes set beforehand.
#[inline]
pub(crate) fn hash_with(value: &[u8], set: u64) -> u64 {
    let length = value.len() as u64;
    let Some(last) = value.last_chunk::<16>() else {
        let ends = value.first_chunk().zip(value.last_chunk());
        let [low, high] = match ends {
            Some((first, last)) => [u64::from_le_bytes(*first), u64::from_le_bytes(*last)],
            None => [shorter(value), 0],
        };
        return mix((low | set) ^ length, high | set);
    };
    let words = |piece: &[u8; 16]| {
        let both = u128::from_le_bytes(*piece);
        [both as u64 | set, (both >> 64) as u64 | set]
    };
    // The products are independent of one another, so that the processor computes them in parallel. `place` makes them differ by position.
    let (mut sum, mut place) = (length, 0_u64);
    for piece in value.as_chunks().0 {
        place = place.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let [low, high] = words(piece);
        sum = sum.wrapping_add(mix(low ^ place, high));
    }
    let [low, high] = words(last);
    mix(sum ^ low, high)
}

/// The bytes of a value shorter than 8.
#[inline]
fn shorter(value: &[u8]) -> u64 {
    let length = value.len();
    if length >= 4 {
        let half =
            |at: usize| u64::from(u32::from_le_bytes(*value[at..].first_chunk().expect("4 bytes from here")));
        return half(0) | half(length - 4) << 32;
    }
    let byte = |at: usize| value.get(at).copied().map_or(0, u64::from);
    byte(0) | byte(1) << 8 | byte(2) << 16
}

#[inline]
fn mix(a: u64, b: u64) -> u64 {
    let product = u128::from(a ^ 0x9e37_79b9_7f4a_7c15) * u128::from(b ^ 0xe703_7ed1_a0b4_28db);
    (product as u64) ^ (product >> 64) as u64
}
