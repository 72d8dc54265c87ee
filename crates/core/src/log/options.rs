//! Options: how to read; and hooks, which report progress and can cancel.

use std::sync::Arc;

use crate::log::chunk::CHUNK_BYTES;
#[cfg(doc)]
use crate::log::chunk::MOST_CHUNK_BYTES;
use crate::text::time::Time;

/// How a long reading reports its progress, and learns whether to stop.
pub trait Hooks: Send + Sync {
    /// A pass over this many bytes begins.
    fn begin(&self, _bytes: u64) {}
    /// This many more bytes and rows were read.
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
    /// How many workers read at once; 0 counts as 1.
    pub threads: usize,
    /// The size of a chunk in bytes, from 1 to [`MOST_CHUNK_BYTES`]; a number outside of these counts as the nearest of them. Answers never
    /// depend on it.
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
