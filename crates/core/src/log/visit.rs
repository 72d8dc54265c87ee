//! Visitors: whoever looks at batches.

use crate::log::batch::Batch;

/// Looks at batches. Each worker has its own; they are merged by their owner afterwards.
pub trait Visit: Send {
    /// Looks at one batch.
    fn visit(&mut self, batch: &mut Batch);
}
