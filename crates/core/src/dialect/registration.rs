//! Where registration reports were read before they were a content of their own.

pub use crate::content::registrations::{Registration, Report, methods, read, read_json};
pub use crate::text::words::flag;
