//! Where an answer or rows are written to.

use std::io::Write;

/// Anything that bytes can be written to, also from another thread.
pub type Sink<'s> = dyn Write + Send + 's;
