//! Step 2, register: where the campaign stands.

pub(crate) mod campaign;
pub(crate) mod progress;
pub mod registration;
