//! The limit of what a packed file may unpack to.

/// No file may unpack to more bytes, unless the caller says so.
const MOST_BYTES: u64 = 16 << 30;

/// Every file may unpack to this many bytes, however small it is.
const LEAST_BYTES: u64 = 64 << 20;

/// Sign-in logs shrink to a tenth or a fiftieth. A file that grows by more than this factor was made to fill disks.
const MOST_GROWTH: u64 = 1_000;

/// The default limit for a packed file: a thousand times its size, at least 64 MiB and at most 16 GiB.
pub fn default_limit(packed_bytes: u64) -> u64 {
    packed_bytes.saturating_mul(MOST_GROWTH).clamp(LEAST_BYTES, MOST_BYTES)
}
