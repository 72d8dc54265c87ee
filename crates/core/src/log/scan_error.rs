//! Scan errors: why a reading ended early.

use std::io;

/// Why reading ended early. The content of a file is never the reason.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// The operating system could not read.
    #[error("could not read {path}: {error}")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system says.
        error: io::Error,
    },
    /// The hooks asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The threads could not be started.
    #[error("could not start {0} threads")]
    Threads(usize),
    /// A file changed: a second pass did not find what the first one found.
    #[error("a file changed while it was read")]
    Changed,
}
