//! Masks: what 64 bytes of a CSV are, one bit for each byte.

use wide::u8x16;

/// What is known of all bytes that were read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    any_bit: u8x16,
    smallest: u8x16,
    pub(super) high: u64,
    pub(super) nul: u64,
}

impl Default for Seen {
    fn default() -> Self {
        Seen { any_bit: u8x16::splat(0), smallest: u8x16::splat(0xff), high: 0, nul: 0 }
    }
}

impl Seen {
    pub(super) fn is_ascii(&self) -> bool {
        self.high == 0 && self.any_bit.to_array().iter().all(|byte| *byte < 0x80)
    }

    pub(super) fn has_nul(&self) -> bool {
        self.nul != 0 || self.smallest.to_array().contains(&0)
    }
}

/// Which of 64 bytes are quotes, separators and line ends.
pub(super) struct Masks {
    pub(super) quotes: u64,
    pub(super) delimiters: u64,
    pub(super) line_ends: u64,
}

#[inline(always)]
pub(super) fn masks_of_bytes(block: &[u8; 64], delimiter: u8, seen: &mut Seen) -> Masks {
    let (quote, comma, line) = (u8x16::splat(b'"'), u8x16::splat(delimiter), u8x16::splat(b'\n'));
    let mut masks = Masks { quotes: 0, delimiters: 0, line_ends: 0 };
    for quarter in 0..4 {
        let bytes = *block[quarter * 16..].first_chunk::<16>().expect("a quarter of 64 bytes is 16");
        let bytes = u8x16::new(bytes);
        seen.any_bit |= bytes;
        seen.smallest = seen.smallest.min(bytes);
        let shift = quarter * 16;
        masks.quotes |= u64::from(bytes.simd_eq(quote).to_bitmask()) << shift;
        masks.delimiters |= u64::from(bytes.simd_eq(comma).to_bitmask()) << shift;
        masks.line_ends |= u64::from(bytes.simd_eq(line).to_bitmask()) << shift;
    }
    masks
}

/// Writes the places of the bits, counted from `base`. Returns how many there are.
#[inline(always)]
pub(super) fn write_ends(places: &mut [u32; 72], base: u32, mut ends: u64) -> usize {
    let count = ends.count_ones() as usize;
    let mut written = 0;
    while written < count {
        for place in &mut places[written..written + 8] {
            *place = base + ends.trailing_zeros();
            ends &= ends.wrapping_sub(1);
        }
        written += 8;
    }
    count
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn masks_of_64_bytes(block: &[u8; 64], delimiter: u8, seen: &mut Seen) -> Masks {
    use std::arch::x86_64::{
        __m512i, _mm512_cmpeq_epi8_mask as equal, _mm512_movepi8_mask, _mm512_set1_epi8 as splat,
        _mm512_testn_epi8_mask,
    };
    let bytes: __m512i = bytemuck::cast(*block);
    seen.high |= _mm512_movepi8_mask(bytes);
    seen.nul |= _mm512_testn_epi8_mask(bytes, bytes);
    Masks {
        quotes: equal(bytes, splat(b'"' as i8)),
        delimiters: equal(bytes, splat(delimiter as i8)),
        line_ends: equal(bytes, splat(b'\n' as i8)),
    }
}

/// As [`write_ends`], in one instruction: of the numbers 0 to 63, those whose bit is set are kept.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
pub(super) fn write_16_ends(places: &mut [u32; 72], base: u32, ends: u64) -> usize {
    use std::arch::x86_64::{
        _mm512_add_epi32, _mm512_castsi512_si128, _mm512_cvtepu8_epi32, _mm512_maskz_compress_epi8,
        _mm512_set1_epi32,
    };
    const NUMBERS: [u8; 64] = {
        let mut numbers = [0; 64];
        let mut number = 0;
        while number < 64 {
            numbers[number] = number as u8;
            number += 1;
        }
        numbers
    };
    let count = ends.count_ones() as usize;
    if count > 16 {
        return write_ends(places, base, ends);
    }
    let sieved = _mm512_maskz_compress_epi8(ends, bytemuck::cast(NUMBERS));
    let wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(sieved));
    let found: [u32; 16] = bytemuck::cast(_mm512_add_epi32(wide, _mm512_set1_epi32(base as i32)));
    places[..16].copy_from_slice(&found);
    count
}
