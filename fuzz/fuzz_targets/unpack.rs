//! Any bytes as a packed or encoded file: never a panic, and never more text than the limit allows.

#![no_main]

use entrasift_core::text::unpack::{Archive, HEAD_BYTES, Packing, Refusal, Text, Wrapping, unpack};
use entrasift_core::Memory;
use libfuzzer_sys::fuzz_target;

const LIMIT: u64 = 1 << 20;

fuzz_target!(|data: &[u8]| {
    match Wrapping::from_head(data) {
        Err(_) => {}
        Ok(Wrapping::Packed(Packing::Zip)) => members(data),
        Ok(Wrapping::Packed(packing)) => stream(packing, data),
        Ok(Wrapping::Plain | Wrapping::Encoded(_)) => stream(Packing::None, data),
    }
});

fn stream(packing: Packing, mut data: &[u8]) {
    let mut out = Vec::new();
    let result = unpack(packing, &mut data, LIMIT, &mut out);
    check(result, &out);
}

fn members(data: &[u8]) {
    let source = Memory::new("x.zip", data);
    let Ok(mut archive) = Archive::open(&source, LIMIT) else { return };
    for member in archive.members().unwrap_or_default() {
        let mut out = Vec::new();
        let result = archive.unpack(&member, &mut out);
        check(result, &out);
    }
}

/// One byte of a one-byte encoding becomes at most three; a buffer may be in flight when the limit is seen.
fn check(result: Result<Text, Refusal>, out: &[u8]) {
    assert!(out.len() as u64 <= 3 * (LIMIT + HEAD_BYTES as u64));
    if let Ok(text) = result {
        assert_eq!(text.length, out.len() as u64);
    }
}
