//! Work that is counted, never timed: rows read, allocations, and, in a build made for it, regions of code executed.
//!
//! Allocations and rows are counted in every build, but a loop that only looks allocates nothing. What it costs is known in a build with
//!
//! ```sh
//! RUSTFLAGS="-C instrument-coverage --cfg count_regions" LLVM_PROFILE_FILE=/dev/null \
//!     cargo test --test growth --target-dir target/regions
//! ```
//!
//! in which the compiler counts how often each region of each function ran, for reports of coverage. The sum of these counters is a
//! measure of all work of the program, its comparisons included, which depends on no clock and no machine.

#![expect(
    unsafe_code,
    reason = "an allocator that counts, and the counters of the compiler, cannot be had without"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use entrasift_core::Hooks;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

/// The allocator of this test: the system's, and it counts.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

// SAFETY: everything is done by the system's allocator; counting touches no memory that it hands out.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        BYTES.fetch_add(layout.size() as u64, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Rows that were read, told by the reader itself.
#[derive(Debug, Default)]
struct Rows(AtomicU64);

impl Hooks for Rows {
    fn advance(&self, _: u64, rows: u64) {
        self.0.fetch_add(rows, Relaxed);
    }
}

/// How much work something was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Rows that were read, in all passes.
    pub rows: u64,
    /// Allocations.
    pub allocations: u64,
    /// Bytes that were allocated.
    pub bytes: u64,
    /// Regions of code that were executed; 0 in a build that does not count them.
    pub regions: u64,
}

impl Work {
    /// Each measure with its name.
    pub fn measures(self) -> [(&'static str, u64); 4] {
        let Work { rows, allocations, bytes, regions } = self;
        [("rows", rows), ("allocations", allocations), ("bytes", bytes), ("regions", regions)]
    }
}

/// Counts the work of a task, which gets the hooks that it has to read with. Nothing else may run meanwhile.
pub fn count(task: impl FnOnce(Arc<dyn Hooks>)) -> Work {
    let rows = Arc::new(Rows::default());
    let before = (ALLOCATIONS.load(Relaxed), BYTES.load(Relaxed), regions());
    task(rows.clone());
    Work {
        rows: rows.0.load(Relaxed),
        allocations: ALLOCATIONS.load(Relaxed) - before.0,
        bytes: BYTES.load(Relaxed) - before.1,
        regions: regions() - before.2,
    }
}

#[cfg(not(count_regions))]
fn regions() -> u64 {
    0
}

/// The sum of all counters that the compiler has put into this program.
#[cfg(count_regions)]
fn regions() -> u64 {
    unsafe extern "C" {
        safe fn __llvm_profile_begin_counters() -> *const u64;
        safe fn __llvm_profile_end_counters() -> *const u64;
    }
    let (begin, end) = (__llvm_profile_begin_counters(), __llvm_profile_end_counters());
    let count = (end.addr() - begin.addr()) / size_of::<u64>();
    // SAFETY: the counters lie one after the other between these two places. They change while the program runs.
    (0..count).fold(0, |sum: u64, place| sum.wrapping_add(unsafe { begin.add(place).read_volatile() }))
}
