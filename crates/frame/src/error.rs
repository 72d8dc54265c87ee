//! Why there is no frame.

use entrasift_core::ScanError;
use entrasift_rollout::reading::request::AnswerError;
use polars::error::PolarsError;

/// Why there is no frame, or no answer to a query.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// The files could not be read, or cannot answer.
    #[error(transparent)]
    Answer(#[from] AnswerError),
    /// The query is none, or asks for what is not there. In words, with what to do.
    #[error("{0}")]
    Query(String),
    /// Polars could not do what was asked.
    #[error("could not make the frame: {0}")]
    Polars(#[from] PolarsError),
    /// What was made could not be put away.
    #[error("could not write the rows")]
    Write(#[from] std::io::Error),
}

impl From<ScanError> for FrameError {
    fn from(error: ScanError) -> FrameError {
        FrameError::Answer(error.into())
    }
}
