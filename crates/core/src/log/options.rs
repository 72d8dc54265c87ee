//! Options: how to read, and what a long reading tells the outside.

use std::sync::Arc;

use crate::log::chunk::CHUNK_BYTES;
#[cfg(doc)]
use crate::log::chunk::MOST_CHUNK_BYTES;
use crate::text::time::Time;

/// What a long reading tells the outside, and asks it.
pub trait Hooks: Send + Sync {
    /// A pass over this many bytes begins.
    fn begin(&self, _bytes: u64) {}
    /// So many bytes and rows more were read.
    fn advance(&self, _bytes: u64, _rows: u64) {}
    /// Whether to stop reading. Asked between chunks.
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// Hooks that do nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHooks;

impl Hooks for NoHooks {}

/// How to read.
#[derive(Clone)]
pub struct Options {
    /// How many workers; at least 1.
    pub threads: usize,
    /// Bytes in a chunk, from 1 to [`MOST_CHUNK_BYTES`]; other numbers count as the nearest of these. Answers never depend on it.
    pub chunk_bytes: u64,
    /// Only sign-ins at or after this time.
    pub from: Option<Time>,
    /// Only sign-ins before this time.
    pub to: Option<Time>,
    /// Progress and cancelling.
    pub hooks: Arc<dyn Hooks>,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, Into::into);
        Options { threads, chunk_bytes: CHUNK_BYTES, from: None, to: None, hooks: Arc::new(NoHooks) }
    }
}
