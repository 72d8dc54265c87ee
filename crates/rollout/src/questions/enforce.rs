//! Step 4, enforce: the first 48 hours.

pub mod enforcement;
