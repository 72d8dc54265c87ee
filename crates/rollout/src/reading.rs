//! Reading: what is asked of which files, what was seen in them, and what the reader should know of it.

mod common_part;
pub(crate) mod coverage;
pub mod intake;
pub(crate) mod newest;
pub mod read_logs;
pub(crate) mod report_day;
pub mod request;
pub(crate) mod warnings;
