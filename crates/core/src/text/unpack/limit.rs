//! The limit of what a packed file may unpack to.

/// No file unpacks to more, unless the caller says so.
const MOST_BYTES: u64 = 16 << 30;

/// So much of any file is unpacked, whatever its size.
const LEAST_BYTES: u64 = 64 << 20;

/// Sign-in logs shrink to a tenth or a fiftieth; what grows more than this is made to fill disks.
const MOST_GROWTH: u64 = 1_000;

/// To how many bytes a packed file may unpack when nobody said: a thousand times its size, at least 64 MiB and at most 16 GiB.
pub fn default_limit(packed_bytes: u64) -> u64 {
    packed_bytes.saturating_mul(MOST_GROWTH).clamp(LEAST_BYTES, MOST_BYTES)
}
