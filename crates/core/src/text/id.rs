//! Ids as numbers, so that two spellings of one id are the same.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// A number for an id: the value of a GUID, or else a hash of 128 bits over the trimmed text in lower case. `None` if it is empty.
pub fn id_key(text: &[u8]) -> Option<u128> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return None;
    }
    guid(text).or_else(|| {
        let lower = text.to_ascii_lowercase();
        let (a, b) = (FixedState::with_seed(1).hash_one(&lower), FixedState::with_seed(2).hash_one(&lower));
        Some(u128::from(a) << 64 | u128::from(b))
    })
}

fn guid(text: &[u8]) -> Option<u128> {
    let text: &[u8; 36] = text.try_into().ok()?;
    let mut value = 0_u128;
    for (index, byte) in text.iter().enumerate() {
        if matches!(index, 8 | 13 | 18 | 23) {
            if *byte != b'-' {
                return None;
            }
            continue;
        }
        value = value << 4 | u128::from(char::from(*byte).to_digit(16)?);
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_in_any_spelling() {
        let id = id_key(b"0a1B2c3d-0000-4000-8000-00000000000F");
        assert_eq!(id, Some(0x0a1b_2c3d_0000_4000_8000_0000_0000_000f));
        assert_eq!(id, id_key(b" 0A1b2C3D-0000-4000-8000-00000000000f "));
        assert_eq!(id_key(b"  "), None);
        assert_eq!(id_key(b"Request-7"), id_key(b"request-7"));
        assert_ne!(id_key(b"request-7"), id_key(b"request-8"));
    }
}
