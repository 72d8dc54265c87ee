//! Where a nested value of JSON ends, found 64 bytes at a time. Used for values that nobody takes apart.
//!
//! Quotes and brackets become bit masks. A prefix sum over the quote bits tells what is within quotes and is left out; the brackets that
//! remain are matched one by one. A backslash escapes a quote after it, also outside of strings, where no quote may be. The tests compare
//! this with a reader that takes one byte after another.

use wide::u8x16;

use crate::text::block::{last_block, prefix_xor};
use crate::text::instructions::Instructions;

/// Brackets may be nested this deep.
pub(crate) const DEEPEST: u32 = 128;

/// How a nested value ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Nested {
    /// After its closing bracket.
    Ends(usize),
    /// Not in this text.
    Open,
    /// It is broken: its brackets do not match or are nested deeper than [`DEEPEST`], or a line ends within a string.
    Crossed,
}

/// Where the object or list that opens at a place ends.
pub(crate) fn nested_end(text: &[u8], open: usize) -> Nested {
    nested_end_with(Instructions::default(), text, open)
}

fn nested_end_with(instructions: Instructions, text: &[u8], open: usize) -> Nested {
    #[cfg(target_arch = "x86_64")]
    {
        // SAFETY: as in `Structure::run`: the processor has the instructions, or `instructions` would not name them, and the loops
        // are safe code but for that.
        #[allow(unsafe_code)]
        match instructions {
            Instructions::Widest => return unsafe { end_widest(text, open) },
            Instructions::Wide => return unsafe { end_wide(text, open) },
            Instructions::Baseline => {}
        }
    }
    let _ = instructions;
    end_baseline(text, open)
}

struct Marks {
    quotes: u64,
    backslashes: u64,
    opening: u64,
    closing: u64,
    line_ends: u64,
}

/// The brackets that are open: one bit each, set for braces.
struct OpenBrackets {
    kinds: u128,
    depth: u32,
}

impl OpenBrackets {
    /// Matches the brackets of a block. Returns where the outermost one closes, if it does.
    #[inline(always)]
    fn take(&mut self, block: &[u8; 64], marks: &Marks, mut brackets: u64) -> Option<Result<usize, Crossed>> {
        while brackets != 0 {
            let bit = brackets.trailing_zeros();
            brackets &= brackets - 1;
            // Braces and square brackets differ in this bit.
            let kind = u128::from(block[bit as usize & 63] >> 5 & 1);
            if marks.opening >> bit & 1 == 1 {
                self.kinds = self.kinds << 1 | kind;
                self.depth += 1;
                if self.depth > DEEPEST {
                    return Some(Err(Crossed));
                }
            } else {
                if self.kinds & 1 != kind {
                    return Some(Err(Crossed));
                }
                self.kinds >>= 1;
                self.depth -= 1;
                if self.depth == 0 {
                    return Some(Ok(bit as usize + 1));
                }
            }
        }
        None
    }
}

struct Crossed;

/// The bits of bytes that are escaped by a backslash. `carry` says whether the first byte is, and then whether the first byte of the next
/// block is.
#[cold]
fn escaped_bits(mut backslashes: u64, carry: &mut bool) -> u64 {
    let mut escaped = u64::from(*carry);
    backslashes &= !escaped;
    *carry = false;
    while backslashes != 0 {
        let bit = backslashes.trailing_zeros();
        backslashes &= backslashes - 1;
        match 1_u64.checked_shl(bit + 1) {
            Some(next) => {
                escaped |= next;
                backslashes &= !next;
            }
            None => *carry = true,
        }
    }
    escaped
}

/// The loop over blocks, compiled once for each set of instructions.
macro_rules! end_of_nested {
    ($(#[$attribute:meta])* $name:ident, $marks:ident) => {
        $(#[$attribute])*
        fn $name(text: &[u8], open: usize) -> Nested {
            let mut at = open;
            let (mut inside, mut escape) = (0_u64, false);
            let mut brackets_open = OpenBrackets { kinds: 0, depth: 0 };
            while at < text.len() {
                let last;
                let block = match text[at..].first_chunk::<64>() {
                    Some(block) => block,
                    None => {
                        last = last_block(&text[at..]).0;
                        &last
                    }
                };
                let mut marks = $marks(block);
                if marks.backslashes != 0 || escape {
                    marks.quotes &= !escaped_bits(marks.backslashes, &mut escape);
                }
                let within = if marks.quotes == 0 { inside } else { prefix_xor(marks.quotes) ^ inside };
                inside = ((within as i64) >> 63) as u64;
                let mut brackets = (marks.opening | marks.closing) & !within;
                let broken = marks.line_ends & within;
                if broken != 0 {
                    brackets &= (broken & broken.wrapping_neg()) - 1;
                }
                match brackets_open.take(block, &marks, brackets) {
                    Some(Ok(end)) => return Nested::Ends(at + end),
                    Some(Err(Crossed)) => return Nested::Crossed,
                    None if broken != 0 => return Nested::Crossed,
                    None => at += 64,
                }
            }
            Nested::Open
        }
    };
}

end_of_nested!(end_baseline, marks_of_bytes);
#[cfg(target_arch = "x86_64")]
end_of_nested!(
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt,lzcnt")]
    end_wide,
    marks_of_bytes
);
#[cfg(target_arch = "x86_64")]
end_of_nested!(
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
    end_widest,
    marks_of_64_bytes
);

/// With this bit set, braces and square brackets are the same.
const EITHER: u8 = 0x20;

#[inline(always)]
fn marks_of_bytes(block: &[u8; 64]) -> Marks {
    let mut marks = Marks { quotes: 0, backslashes: 0, opening: 0, closing: 0, line_ends: 0 };
    for quarter in 0..4 {
        let bytes = *block[quarter * 16..].first_chunk::<16>().expect("a quarter of 64 bytes is 16");
        let bytes = u8x16::new(bytes);
        let either = bytes | u8x16::splat(EITHER);
        let shift = quarter * 16;
        let bits = |found: u8x16| u64::from(found.to_bitmask()) << shift;
        marks.quotes |= bits(bytes.simd_eq(u8x16::splat(b'"')));
        marks.backslashes |= bits(bytes.simd_eq(u8x16::splat(b'\\')));
        marks.opening |= bits(either.simd_eq(u8x16::splat(b'{')));
        marks.closing |= bits(either.simd_eq(u8x16::splat(b'}')));
        marks.line_ends |= bits(bytes.simd_eq(u8x16::splat(b'\n')));
    }
    marks
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2,avx2,bmi1,bmi2,popcnt,lzcnt")]
#[inline]
fn marks_of_64_bytes(block: &[u8; 64]) -> Marks {
    use std::arch::x86_64::{
        __m512i, _mm512_cmpeq_epi8_mask as equal, _mm512_or_si512, _mm512_set1_epi8 as splat,
    };
    let bytes: __m512i = bytemuck::cast(*block);
    let either = _mm512_or_si512(bytes, splat(EITHER as i8));
    Marks {
        quotes: equal(bytes, splat(b'"' as i8)),
        backslashes: equal(bytes, splat(b'\\' as i8)),
        opening: equal(either, splat(b'{' as i8)),
        closing: equal(either, splat(b'}' as i8)),
        line_ends: equal(bytes, splat(b'\n' as i8)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One byte after another.
    fn slowly(text: &[u8], open: usize) -> Nested {
        let (mut kinds, mut at) = (Vec::new(), open);
        while let Some(byte) = text.get(at) {
            match byte {
                b'"' => loop {
                    at += 1;
                    match text.get(at) {
                        None => return Nested::Open,
                        Some(b'\n') => return Nested::Crossed,
                        Some(b'\\') if text.get(at + 1) == Some(&b'\n') => return Nested::Crossed,
                        Some(b'\\') => at += 1,
                        Some(b'"') => break,
                        Some(_) => {}
                    }
                },
                b'\\' if matches!(text.get(at + 1), Some(b'"' | b'\\')) => at += 1,
                b'{' | b'[' if kinds.len() == DEEPEST as usize => return Nested::Crossed,
                b'{' | b'[' => kinds.push(byte + 2),
                b'}' | b']' if kinds.pop() != Some(*byte) => return Nested::Crossed,
                b'}' | b']' if kinds.is_empty() => return Nested::Ends(at + 1),
                _ => {}
            }
            at += 1;
        }
        Nested::Open
    }

    #[track_caller]
    fn check(text: &[u8]) {
        let expected = slowly(text, 0);
        let all = [Instructions::Baseline, Instructions::Wide, Instructions::Widest];
        for instructions in all.into_iter().filter(|one| *one <= Instructions::default()) {
            let found = nested_end_with(instructions, text, 0);
            assert_eq!(found, expected, "{instructions:?}: {}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn ends_are_found_as_slowly() {
        check(br#"{"a":[1,{"b":"]}"}]} rest"#);
        check(br#"[{]}]"#);
        check(br#"{"a":"\\"}"#);
        check(br#"{"a":"\"}"#);
        for depth in 126..132 {
            check(&[vec![b'['; depth], vec![b']'; depth]].concat());
        }
        for pad in 0..140 {
            for middle in [r#""}""#, r#""\"}""#, r#""\\\"}\\""#, "[[]]", r#""\\"#, "]"] {
                check(format!("{{{}{middle}{} }} x", " ".repeat(pad), "é".repeat(pad % 7)).as_bytes());
                check(format!("{{\"{}\":{middle}}}", "a".repeat(pad)).as_bytes());
            }
        }
    }

    #[test]
    fn random_texts_end_as_slowly() {
        let mut seed = 7_u64;
        let mut roll = |sides: usize| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 33) as usize % sides
        };
        let alphabet = b"{{}}[]\"\"\\, \naaaaaaaaaaaaaaaa";
        for _ in 0..40_000 {
            let length = roll(200);
            let mut text = vec![if roll(2) == 0 { b'{' } else { b'[' }];
            text.extend((0..length).map(|_| alphabet[roll(alphabet.len())]));
            check(&text);
        }
    }
}
