//! Visitors: they look at batches.

use crate::log::batch::Batch;

/// Looks at batches. Each worker has a visitor of its own; whoever started the reading merges them afterwards.
pub trait Visit: Send {
    /// Looks at one batch.
    fn visit(&mut self, batch: &mut Batch);
}
