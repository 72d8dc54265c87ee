//! Scan errors: why a reading ended early.

use std::io;

/// Why a reading ended early. Content never ends one.
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
    /// The hooks said so.
    #[error("cancelled")]
    Cancelled,
    /// The threads could not be started.
    #[error("could not start {0} threads")]
    Threads(usize),
    /// A second reading did not find what the first one found.
    #[error("a file changed while it was read")]
    Changed,
}
